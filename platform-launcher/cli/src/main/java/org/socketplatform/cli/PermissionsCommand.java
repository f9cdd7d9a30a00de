package org.socketplatform.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.framework.VersionRange;
import org.socketplatform.access.AccessRules;
import org.socketplatform.access.Explanation;
import org.socketplatform.access.Grant;
import org.socketplatform.config.AppConfig;
import org.socketplatform.config.Diagnostic;
import org.socketplatform.config.WellKnownPaths;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.IpcUri;
import org.socketplatform.plugin.Route;
import org.socketplatform.store.Declaration;
import org.socketplatform.store.PluginStore;
import org.socketplatform.store.PluginStore.Installed;
import org.socketplatform.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ssc permissions}: what an app may do, and which line says so. */
@Command(
    name = "permissions",
    description = "Lists what an app may do, and the lines of socket.ini that say so.")
final class PermissionsCommand implements Runnable {
  private static final String PLUGINS = "plugins.";

  private final Session session;
  private final PluginStore store;

  @Parameters(paramLabel = "APP", description = "the folder of the app")
  private Path folder = Path.of("");

  @Option(
      names = "--explain",
      paramLabel = "URI",
      description =
          "tell whether one call may go on and why, such as 'ipc://fs.stat?path=/etc/passwd'")
  private Optional<String> call = Optional.empty();

  PermissionsCommand(Session session) {
    this.session = session;
    this.store = session.store();
  }

  @Override
  public void run() {
    AppConfig.Usable app = open();
    String origin = "socket://" + app.id();
    AccessRules rules =
        AccessRules.of(
            app.settings(),
            origin,
            WellKnownPaths.of(session.environment(), app.id(), app.folder()),
            session.environment().getOrDefault("PATH", ""));
    rules.warnings().forEach(session::warn);
    if (call.isPresent()) {
      explain(app, rules, origin, call.get());
    } else {
      list(app, rules);
    }
  }

  private AppConfig.Usable open() {
    AppConfig config = AppConfig.load(folder.toAbsolutePath());
    if (config instanceof AppConfig.Usable usable) {
      return usable;
    }
    throw new CommandException(
        config.diagnostics().stream()
            .filter(Diagnostic::isError)
            .map(
                one -> one.file() + (one.line() > 0 ? ":" + one.line() : "") + ": " + one.message())
            .collect(Collectors.joining("; ")));
  }

  private void list(AppConfig.Usable app, AccessRules rules) {
    session
        .out()
        .println(
            rules.isRestricted()
                ? app.id() + " may do what these lines of its socket.ini grant, and nothing else:"
                : app.id() + " may do everything: its socket.ini has no [capabilities].");
    for (Grant grant : rules.grants()) {
      session.out().printf("  %s%s%n", grant.isDenial() ? "never  " : "may    ", grant);
    }
    for (String key : app.settings().keys()) {
      if (key.startsWith(PLUGINS)) {
        String name = key.substring(PLUGINS.length());
        session
            .out()
            .printf(
                "plugin %s %s: %s%n",
                name,
                app.settings().text(key).orElse(""),
                installed(app, key).map(PermissionsCommand::state).orElse("not installed"));
      }
    }
  }

  private static String state(Installed plugin) {
    return "version " + plugin.version() + (plugin.isolated().isPresent() ? ", isolated" : "");
  }

  private Optional<Installed> installed(AppConfig.Usable app, String key) {
    String name = key.substring(PLUGINS.length());
    try {
      return Declaration.of(app.settings().text(key).orElse(""))
              instanceof Declaration.Installed(VersionRange range)
          ? store.best(name, range, session::warn)
          : Optional.empty();
    } catch (StoreException e) {
      session.warn("socket.ini, [plugins] %s: %s".formatted(name, e.getMessage()));
      return Optional.empty();
    }
  }

  private void explain(AppConfig.Usable app, AccessRules rules, String origin, String text) {
    IpcUri uri;
    try {
      uri = IpcUri.parse(text);
    } catch (FailureException e) {
      throw new CommandException(
          "%s; write 'ipc://fs.stat?path=/tmp'".formatted(e.getMessage()), e);
    }
    Route route =
        routes(app)
            .find(uri.command())
            .orElseThrow(() ->
                new CommandException(
                    "nobody answers %s: neither the platform nor a plugin that socket.ini names and that is installed"
                        .formatted(uri.command())));
    Explanation explanation =
        rules.explain(new Caller(0, origin, Caller.Kind.PAGE), route, uri.params());
    session
        .out()
        .println((explanation.allowed() ? "allowed: " : "refused: ") + explanation.reason());
    if (!explanation.allowed()) {
      explanation.because().forEach(grant -> session.out().println("  " + grant));
    }
  }

  private KnownRoutes routes(AppConfig.Usable app) {
    KnownRoutes routes = new KnownRoutes();
    for (String key : app.settings().keys()) {
      if (key.startsWith(PLUGINS)) {
        installed(app, key).ifPresent(one -> add(one, routes));
      }
    }
    routes.addPlatform(session.platform());
    return routes;
  }

  private void add(Installed plugin, KnownRoutes routes) {
    try {
      routes.add(PluginManifest.parse(store.verify(plugin).jar().manifest()));
    } catch (StoreException e) {
      session.warn("the plugin %s is not used: %s".formatted(plugin.name(), e.getMessage()));
    }
  }
}

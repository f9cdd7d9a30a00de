package org.socketplatform.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.framework.Version;
import org.socketplatform.store.Certificates;
import org.socketplatform.store.Fingerprint;
import org.socketplatform.store.PluginName;
import org.socketplatform.store.PluginStore;
import org.socketplatform.store.PluginStore.Installed;
import org.socketplatform.store.StoreException;
import org.socketplatform.store.Verification;
import org.socketplatform.store.VerifiedPlugin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ssc plugin}: from a new project to an installed plugin. */
@Command(name = "plugin", description = "Makes, signs and installs plugins.")
final class PluginCommand implements Runnable {
  private final Session session;
  private final PluginStore store;

  @Spec private CommandSpec spec = CommandSpec.create();

  PluginCommand(Session session) {
    this.session = session;
    this.store = session.store();
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "");
  }

  @Command(
      name = "new",
      description = {
        "Makes the project of a plugin in a new folder NAME: one Java class, its test, and an app"
            + " that uses it. It builds and runs as it is."
      })
  void make(
      @Parameters(paramLabel = "NAME", description = "lower-case letters, digits and hyphens")
          String name,
      @Option(
              names = "--package",
              paramLabel = "P",
              description = "of the Java class; com.example.NAME by default")
          Optional<String> packageName) {
    NewPlugin plugin =
        NewPlugin.of(
            PluginName.check(name), packageName.orElseGet(() -> NewPlugin.defaultPackage(name)));
    Path folder = Path.of(name);
    if (Files.exists(folder)) {
      throw new CommandException(
          "there is a %s here already; remove it, or go to another folder".formatted(name));
    }
    Sdk sdk = new Sdk(session.root());
    plugin.write(sdk.template(), sdk.version(), folder);
    sdk.publish(new Maven(session.environment()).repository());
    session.out().printf("made the plugin %s; next: ssc plugin build %s%n", name, name);
  }

  @Command(name = "build", description = "Builds a plugin and runs its tests, with Maven.")
  void build(
      @Parameters(
              paramLabel = "FOLDER",
              arity = "0..1",
              defaultValue = ".",
              description = "of the project; the current one by default")
          Path folder) {
    if (!Files.exists(folder.resolve("pom.xml"))) {
      throw new CommandException(
          "there is no pom.xml in %s; give the folder of a plugin, or make one with 'ssc plugin new'"
              .formatted(folder));
    }
    Maven maven = new Maven(session.environment());
    new Sdk(session.root()).publish(maven.repository());
    maven.build(folder);
    session.out().printf("built %s%n", Source.jarIn(folder));
  }

  @Command(name = "sign", description = "Signs a plugin, in place of any signature that it has.")
  void sign(
      @Parameters(
              paramLabel = "JAR",
              description = "the jar, or the folder of a plugin that is built")
          String given,
      @Option(
              names = "--key",
              paramLabel = "NAME",
              description = "a key that 'ssc keys' made; needed if there are several")
          Optional<String> name) {
    Path path = Path.of(Source.of(given).text());
    Path jar = Files.isDirectory(path) ? Source.jarIn(path) : path;
    Keys.Key key = session.keys().choose(name);
    Signing.sign(jar, key);
    session.out().printf("signed %s with the key '%s'%n", jar, key.name());
  }

  @Command(
      name = "install",
      description = {
        "Installs a plugin for this user. Apps that run and name it take it up at once."
      })
  void install(
      @Parameters(
              paramLabel = "SOURCE",
              description =
                  "a jar, the folder of a plugin that is built, or group:artifact:version")
          String given,
      @Option(
              names = "--dev",
              description = "take one that is not signed; only development runs it")
          boolean development,
      @Option(
              names = "--isolated",
              description =
                  "take one that is not trusted, signed or not; it runs in a process of its own")
          boolean isolated,
      @Option(
              names = "--grant",
              description =
                  "with --isolated: let it call what it asks for of its own accord, unasked")
          boolean grant) {
    if (development && isolated) {
      throw new CommandException("--dev and --isolated exclude each other; give one of them");
    }
    install(Source.of(given), check(development, isolated), grant).ifPresent(this::explain);
  }

  private Verification check(boolean development, boolean isolated) {
    return isolated
        ? Verification.isolated(store.trust())
        : new Verification(store.trust(), development);
  }

  private Optional<Installed> install(Source source, Verification check, boolean grant) {
    Maven maven = new Maven(session.environment());
    return source.withJar(
        maven,
        jar -> {
          try {
            VerifiedPlugin plugin = check.verify(jar, jar);
            if (!check.isIsolated()) {
              plugin.signer().ifPresent(PluginCommand::refuseExpired);
            }
            PluginManifest manifest = PluginManifest.parse(plugin.jar().manifest());
            checkNames(plugin.jar().name(), manifest);
            Optional<Installed> same =
                store.versions(plugin.jar().name(), session::warn).stream()
                    .filter(one -> one.version().equals(plugin.jar().version()))
                    .filter(one -> one.isolated().isPresent() == check.isIsolated())
                    .filter(one -> holds(one, plugin))
                    .findFirst();
            if (same.isPresent()) {
              session
                  .out()
                  .printf(
                      "%s %s is installed already%n", plugin.jar().name(), plugin.jar().version());
              return Optional.empty();
            }
            if (check.isIsolated() && !grant) {
              requireConsent(plugin.jar().name(), manifest.needs());
            }
            Installed installed = store.install(jar, check, source.text());
            session
                .out()
                .printf(
                    "installed %s %s, %s%n",
                    installed.name(),
                    installed.version(),
                    state(installed, plugin) + fingerprint(plugin));
            if (check.isIsolated()) {
              warnAboutIsolation(installed.name());
            }
            return Optional.of(installed);
          } catch (StoreException | CommandException e) {
            throw new CommandException(
                "cannot install %s: %s".formatted(source.text(), e.getMessage()), e);
          }
        });
  }

  /** A plugin that is installed goes on running after that day; nobody can install it any more. */
  private static void refuseExpired(X509Certificate certificate) {
    if (certificate.getNotAfter().toInstant().isBefore(Instant.now())) {
      throw new CommandException(
          "the certificate of '%s', who signed it, ended on %s; ask for one that is signed anew"
              .formatted(Certificates.name(certificate), certificate.getNotAfter().toInstant()));
    }
  }

  private static void checkNames(String name, PluginManifest manifest) {
    for (PluginManifest.Route route : manifest.commands()) {
      if (!route.name().startsWith(name + ".")) {
        throw new CommandException(
            "it answers the route %s, but may answer only those that begin with %s."
                .formatted(route.name(), name));
      }
    }
  }

  /**
   * What an isolated plugin calls of its own accord is granted by installing it; what an installed
   * version has, it was granted.
   */
  private void requireConsent(String name, List<PluginManifest.Need> needs) {
    Set<String> granted = new HashSet<>();
    for (Installed before : store.versions(name, session::warn)) {
      if (before.isolated().isPresent()) {
        granted.addAll(needsOf(before));
      }
    }
    List<PluginManifest.Need> asked =
        needs.stream().filter(need -> !granted.contains(need.what())).toList();
    if (asked.isEmpty()) {
      return;
    }
    session.out().printf("%s asks to call of its own accord, in every app that uses it:%n", name);
    asked.forEach(this::tell);
    String answer =
        session
            .ask()
            .apply("Let it? [y/N] ")
            .orElseThrow(() ->
                new CommandException(
                    "it asks to call %s of its own accord; look at what it asks for, and give --grant to let it"
                        .formatted(asked.getFirst().what())));
    if (!answer.strip().equalsIgnoreCase("y") && !answer.strip().equalsIgnoreCase("yes")) {
      throw new CommandException("it was not granted what it asks for");
    }
  }

  private Set<String> needsOf(Installed installed) {
    try {
      return PluginManifest.parse(store.verify(installed).jar().manifest()).needs().stream()
          .map(PluginManifest.Need::what)
          .collect(Collectors.toSet());
    } catch (StoreException | CommandException e) {
      return Set.of();
    }
  }

  private void tell(PluginManifest.Need need) {
    session.out().printf("  %-30s ; %s%n", need.what(), need.reason().replace('\n', ' '));
  }

  private void warnAboutIsolation(String name) {
    session.warn(
        "the Java half of %s runs in a sandbox, without your files, the network and other programs; where bubblewrap does not work it is only a process of its own, with all your rights, and each app says so"
            .formatted(name));
    session.warn(
        "the JavaScript half of %1$s is not held back: a page that imports plugin:%1$s lets it do all that the app may"
            .formatted(name));
  }

  private boolean holds(Installed installed, VerifiedPlugin plugin) {
    try {
      return store.verify(installed).digest().equals(plugin.digest());
    } catch (StoreException e) {
      return false;
    }
  }

  private static String fingerprint(VerifiedPlugin plugin) {
    return plugin.signer().map(one -> " (SHA-256 %s)".formatted(Fingerprint.of(one))).orElse("");
  }

  /** Who made it and how it runs. */
  private static String state(Installed installed, VerifiedPlugin plugin) {
    boolean isolated = installed.isolated().isPresent();
    String signature =
        plugin
            .signer()
            .map(one -> "signed by '%s'".formatted(Certificates.name(one)))
            .orElse(isolated ? "not signed" : "not signed: only 'ssc dev' runs it");
    return isolated ? "isolated, " + signature : signature;
  }

  /** Says what a plugin asks for, and what to write so that an app may use it. */
  private void explain(Installed installed) {
    PluginManifest manifest = PluginManifest.parse(store.verify(installed).jar().manifest());
    if (!manifest.description().isEmpty()) {
      session.out().println(manifest.description());
    }
    if (!manifest.needs().isEmpty()) {
      session.out().println();
      session.out().println("It calls of its own accord:");
      manifest.needs().forEach(this::tell);
    }
    int major = installed.version().getMajor();
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("An app uses it with these lines in its socket.ini; grant only what the app needs:");
    lines.add("");
    lines.add("  [plugins]");
    lines.add("  %s = \"[%d,%d)\"".formatted(installed.name(), major, major + 1));
    lines.add("");
    lines.add("  [capabilities.%s]".formatted(installed.name()));
    for (PluginManifest.Permission permission : manifest.permissions()) {
      String grant =
          switch (permission.scope()) {
            case "path" -> permission.shortName() + "[] = \"$DATA/**\"";
            case "host" -> permission.shortName() + "[] = \"example.com:443\"";
            case "program" -> permission.shortName() + "[] = \"git status\"";
            default -> permission.shortName() + " = true";
          };
      lines.add(
          "  %-30s ; %s"
              .formatted(grant, permission.description().replace('\n', ' '))
              .stripTrailing());
    }
    lines.forEach(session.out()::println);
  }

  @Command(
      name = "list",
      description = "Shows the installed plugins, who signed them, and whether they may run.")
  void list() {
    List<Installed> all = store.list(session::warn);
    if (all.isEmpty()) {
      session.err().println("ssc: no plugin is installed");
    }
    for (Installed one : all) {
      session.out().printf("%-20s %-10s %s%n", one.name(), one.version(), state(one));
    }
  }

  private String state(Installed installed) {
    try {
      return state(installed, store.verify(installed));
    } catch (StoreException e) {
      return "refused: " + e.getMessage();
    }
  }

  @Command(
      name = "update",
      description = {
        "Installs the newest version from where a plugin came from, and removes the one before it of"
            + " the same major version."
      })
  void update(
      @Parameters(paramLabel = "NAME", arity = "0..1", description = "by default all plugins")
          Optional<String> name) {
    List<Installed> meant = name.map(this::installed).orElseGet(() -> store.list(session::warn));
    List<String> seen = new ArrayList<>();
    for (Installed one : meant.reversed()) {
      if (!one.source().isEmpty() && !seen.contains(one.source())) {
        seen.add(one.source());
        update(one);
      }
    }
  }

  private void update(Installed before) {
    if (isUnsigned(before)) {
      session
          .err()
          .printf("ssc: %s %s is not signed and stays as it is%n", before.name(), before.version());
      return;
    }
    Optional<Installed> now =
        install(
            new Source(before.source()).newest(),
            check(false, before.isolated().isPresent()),
            false);
    if (now.isPresent() && replaces(now.get(), before)) {
      store.remove(before);
    }
  }

  private boolean isUnsigned(Installed installed) {
    try {
      return store.verify(installed).signer().isEmpty();
    } catch (StoreException e) {
      return false;
    }
  }

  private static boolean replaces(Installed now, Installed before) {
    Version newer = now.version();
    return now.name().equals(before.name())
        && newer.getMajor() == before.version().getMajor()
        && newer.compareTo(before.version()) > 0;
  }

  @Command(name = "remove", description = "Removes a plugin. Apps that run stop using it at once.")
  void remove(
      @Parameters(paramLabel = "NAME") String name,
      @Parameters(paramLabel = "VERSION", arity = "0..1", description = "by default all of them")
          Optional<String> version) {
    List<Installed> meant =
        installed(name).stream()
            .filter(one -> version.isEmpty() || one.version().toString().equals(version.get()))
            .toList();
    if (meant.isEmpty()) {
      throw new CommandException(
          "%s is not installed in version %s; 'ssc plugin list' shows what is"
              .formatted(name, version.orElse("")));
    }
    for (Installed one : meant) {
      store.remove(one);
      session.out().printf("removed %s %s%n", one.name(), one.version());
    }
  }

  private List<Installed> installed(String name) {
    List<Installed> found = store.versions(PluginName.check(name), session::warn);
    if (found.isEmpty()) {
      throw new CommandException(
          "there is no plugin %s installed; 'ssc plugin list' shows those there are"
              .formatted(name));
    }
    return found;
  }
}

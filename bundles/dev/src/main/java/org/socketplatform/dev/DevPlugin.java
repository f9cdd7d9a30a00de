package org.socketplatform.dev;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.socketplatform.plugin.Application;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.RouteProvider;
import org.socketplatform.plugin.Settings;
import org.socketplatform.router.api.AccessControl;
import org.socketplatform.router.api.RouterView;
import org.socketplatform.webview.api.SideWindow;

/**
 * The development loop of the app that runs. What to watch comes from the command line, as system
 * properties: {@code socket.dev.plugins}, folders; {@code socket.dev.sources}, the repository of
 * the platform itself.
 */
@Component(immediate = true)
public final class DevPlugin implements RouteProvider {
  private static final int INSPECTOR_WIDTH = 980;
  private static final int INSPECTOR_HEIGHT = 620;

  private final PageFeed pages = new PageFeed();
  private final LogTap logs = LogTap.open();
  private final AtomicReference<@Nullable RouterView> router = new AtomicReference<>();
  private final AtomicReference<@Nullable AccessControl> access = new AtomicReference<>();
  private final AtomicReference<@Nullable Settings> granted = new AtomicReference<>();
  private final AtomicReference<@Nullable SideWindow> windows = new AtomicReference<>();
  private final Inspector inspector;
  private final Path inspectorPages;
  private final Toolbox tools;
  private final Bundler bundler;
  private final DevLoop loop;

  /** Builds the plugins that are not there yet and starts to watch. */
  @Activate
  public DevPlugin(BundleContext context, @Reference Application application) throws IOException {
    Path platform = Path.of(Objects.requireNonNull(context.getProperty("socket.platform")));
    Terminal terminal = new Terminal(System.err);
    inspector = new Inspector(context, application, logs);
    inspectorPages = inspector.unpack();
    tools = new Toolbox(platform);
    bundler = new Bundler(ownJar(context), tools.bndlib());
    Set<Project> projects = new LinkedHashSet<>(projects(application, terminal));
    projects.addAll(ownProjects(context, terminal));
    loop =
        new DevLoop(
            application.folder(),
            new AppSettings(
                Path.of(Objects.requireNonNull(context.getProperty("socket.app"))),
                application.settings(),
                this::grant,
                terminal),
            List.copyOf(projects),
            tools,
            bundler,
            new Swapper(context),
            pages,
            terminal);
    loop.installMissing();
    loop.start();
  }

  private static Path ownJar(BundleContext context) {
    return Path.of(URI.create(context.getBundle().getLocation().replaceFirst("^reference:", "")));
  }

  private static List<Project> projects(Application application, Terminal terminal) {
    List<Path> folders = new ArrayList<>();
    for (String given :
        System.getProperty("socket.dev.plugins", "").split(File.pathSeparator, -1)) {
      if (!given.isEmpty()) {
        folders.add(Path.of(given));
      }
    }
    for (String key : application.settings().keys()) {
      if (key.startsWith("plugins.")) {
        application
            .settings()
            .text(key)
            .flatMap(value -> projectOf(application.folder(), value))
            .ifPresent(folders::add);
      }
    }
    List<Project> projects = new ArrayList<>();
    for (Path folder : folders) {
      open(folder, terminal).ifPresent(projects::add);
    }
    return projects;
  }

  /** Of the platform itself: what runs here, but for this bundle, which does the work. */
  private static List<Project> ownProjects(BundleContext context, Terminal terminal)
      throws IOException {
    String sources = System.getProperty("socket.dev.sources");
    if (sources == null) {
      return List.of();
    }
    Set<String> running =
        Arrays.stream(context.getBundles())
            .filter(bundle -> !bundle.equals(context.getBundle()))
            .map(Bundle::getSymbolicName)
            .collect(Collectors.toSet());
    try (Stream<Path> folders = Files.list(Path.of(sources, "bundles"))) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("pom.xml")))
          .sorted()
          .flatMap(folder -> open(folder, terminal).stream())
          .filter(project -> running.contains(project.symbolicName()))
          .toList();
    }
  }

  private static Optional<Project> open(Path folder, Terminal terminal) {
    try {
      return Optional.of(Project.open(folder));
    } catch (ProjectException e) {
      terminal.say(Objects.requireNonNull(e.getMessage()));
      return Optional.empty();
    }
  }

  /** An entry of {@code [plugins]} that names a folder rather than versions. */
  private static Optional<Path> projectOf(Path app, String value) {
    boolean named = value.startsWith("./") || value.startsWith("../") || value.startsWith("/");
    return named ? Optional.of(app.resolve(value).normalize()) : Optional.empty();
  }

  @Override
  public String name() {
    return "dev";
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.of("dev.events", Route.BASIC, call -> new Reply.Stream(pages)),
        Route.of("dev.openinspector", Route.BASIC, call -> open()),
        Route.of("dev.inspect", Route.TOOL, this::inspect));
  }

  /** Takes up what there is to see of the router. */
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  void bindRouter(RouterView view) {
    router.set(view);
  }

  void unbindRouter(RouterView view) {
    router.compareAndSet(view, null);
  }

  private void grant(Settings settings) {
    granted.set(settings);
    AccessControl control = access.get();
    if (control != null) {
      control.replaceGrants(settings);
    }
  }

  /** Takes up what decides about calls; a new one is told what was granted since the start. */
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  void bindAccess(AccessControl control) {
    access.set(control);
    Settings settings = granted.get();
    if (settings != null) {
      control.replaceGrants(settings);
    }
  }

  void unbindAccess(AccessControl control) {
    access.compareAndSet(control, null);
  }

  /** Takes up the window of the inspector, and opens it if the command line says so. */
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  void bindWindow(SideWindow window) {
    windows.set(window);
    if (Boolean.getBoolean("socket.dev.inspect")) {
      open();
    }
  }

  void unbindWindow(SideWindow window) {
    windows.compareAndSet(window, null);
  }

  private Reply open() {
    SideWindow window = windows.get();
    if (window != null) {
      var content =
          new SideWindow.Content(inspectorPages, "Inspector", INSPECTOR_WIDTH, INSPECTOR_HEIGHT);
      window.open(content);
    }
    return Reply.ok();
  }

  private Reply inspect(Call call) {
    return new Reply.Value(
        inspector.snapshot(Optional.ofNullable(router.get()), call.params().longOr("since", 0)));
  }

  /** Stops to watch. */
  @Deactivate
  void close() throws IOException {
    loop.close();
    pages.close();
    bundler.close();
    tools.close();
    logs.close();
  }
}

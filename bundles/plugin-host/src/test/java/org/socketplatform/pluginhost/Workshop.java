package org.socketplatform.pluginhost;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.socketplatform.boot.Plan;
import org.socketplatform.json.Json;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Checked;
import org.socketplatform.plugin.Deadline;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.RouteProvider;
import org.socketplatform.plugin.Router;
import org.socketplatform.plugin.Scope;
import org.socketplatform.plugin.Writable;
import org.socketplatform.pluginhost.sample.Sample;
import org.socketplatform.pluginhost.sample.Words;

/** What tests need to run plugins in real processes. */
final class Workshop implements AutoCloseable {
  private static final Caller PAGE = new Caller(3, "socket://com.example.app", Caller.Kind.PAGE);
  private static final String COMPONENTS =
      """
      <components xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0">
        <scr:component name="words">
          <implementation class="org.socketplatform.pluginhost.sample.Words"/>
          <service><provide interface="org.socketplatform.pluginhost.sample.Words"/></service>
        </scr:component>
        <scr:component name="sample" init="2">
          <implementation class="org.socketplatform.pluginhost.sample.Sample"/>
          <service><provide interface="org.socketplatform.plugin.RouteProvider"/></service>
          <reference name="words" interface="org.socketplatform.pluginhost.sample.Words"
                     parameter="0"/>
          <reference name="router" interface="org.socketplatform.plugin.Router" parameter="1"/>
        </scr:component>
      </components>
      """;

  /** Lets the route {@code os.wait} wait, and knows no other. */
  static final Router NO_ROUTER =
      new Router() {
        @Override
        public Reply call(Call call) {
          CountDownLatch cancelled = new CountDownLatch(call.route().equals("os.wait") ? 1 : 0);
          call.cancellation().onCancel(cancelled::countDown);
          try {
            cancelled.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return Reply.failed(Failure.notFound("There is no router"));
        }

        @Override
        public String envelope(Call call, Reply reply) {
          throw new UnsupportedOperationException();
        }

        @Override
        public String json(Writable value) {
          return Json.text(value);
        }
      };

  final List<RouteProvider> offered = new CopyOnWriteArrayList<>();
  final List<String> log = new CopyOnWriteArrayList<>();
  private final Path platform;
  private final Spawner spawner = new Spawner();
  private final List<HostedPlugin> started = new ArrayList<>();

  private final Router router;
  private final HostedPlugin.Offer offer;
  private final boolean isFirst;

  /** One without a router: the routes are to be called by hand. */
  Workshop(Path folder) throws IOException {
    this(folder, NO_ROUTER, (routes, _) -> () -> {}, false);
  }

  /**
   * One with a router.
   *
   * @param router answers what plugins call
   * @param offer takes their routes up
   * @param isFirst true to let calls wait while plugins start
   */
  Workshop(Path folder, Router router, HostedPlugin.Offer offer, boolean isFirst)
      throws IOException {
    this.router = router;
    this.isFirst = isFirst;
    this.offer =
        (routes, needs) -> {
          Runnable withdraw = offer.offer(routes, needs);
          offered.add(routes);
          return () -> {
            offered.remove(routes);
            withdraw.run();
          };
        };
    this.platform = folder.resolve("platform");
    if (!Files.exists(platform)) {
      Path bundles = Files.createDirectories(platform.resolve("bundles"));
      List<Plan.PlannedBundle> planned = new ArrayList<>();
      for (String jar :
          List.of(
              "org.osgi.util.function",
              "org.osgi.util.promise",
              "org.osgi.service.component",
              "org.apache.felix.scr")) {
        Files.copy(onClassPath(jar), bundles.resolve(jar + ".jar"));
        planned.add(new Plan.PlannedBundle(1, jar + ".jar"));
      }
      Map<String, String> properties =
          Map.of(
              "felix.log.level", "0",
              "ds.loglevel", "warn",
              "org.osgi.framework.system.packages.extra",
                  "org.socketplatform.plugin;version=1.0.0");
      Files.write(
          platform.resolve("plugin-process.plan"), new Plan("test", properties, planned).lines());
    }
  }

  private static Path onClassPath(String jar) {
    for (String entry : System.getProperty("java.class.path").split(":", -1)) {
      if (entry.matches(".*/" + jar + "-[0-9.]+\\.jar")) {
        return Path.of(entry);
      }
    }
    throw new IllegalStateException(jar + " is not on the class path");
  }

  /**
   * What the annotation processor would write.
   *
   * @param needs what the plugin calls of its own accord
   */
  static String manifestOf(RouteProvider plugin, List<Map<String, Object>> needs) {
    List<Map<String, Object>> commands = new ArrayList<>();
    for (Route route : plugin.routes()) {
      List<Map<String, Object>> scopes = new ArrayList<>();
      for (Scope scope : route.scopes()) {
        scopes.add(
            switch (scope) {
              case Scope.Place place ->
                  Map.of(
                      "param",
                      place.param(),
                      "kind",
                      "path",
                      "permission",
                      place.permission(),
                      "follow",
                      place.follow(),
                      "access",
                      place.access().name().toLowerCase(Locale.ROOT));
              case Scope.Host host ->
                  Map.of("param", host.param(), "kind", "host", "permission", host.permission());
              case Scope.Program program ->
                  Map.of(
                      "param",
                      program.param(),
                      "kind",
                      "program",
                      "permission",
                      program.permission());
            });
      }
      commands.add(
          Map.of("route", route.name(), "permission", route.permission(), "scopes", scopes));
    }
    return Json.text(
        Writable.of(Map.of("name", plugin.name(), "commands", commands, "needs", needs)));
  }

  /** The sample plugin as a bundle. */
  Path sampleBundle(List<Map<String, Object>> needs) throws IOException {
    Path jar = platform.resolve("sample.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
    manifest.getMainAttributes().putValue("Bundle-SymbolicName", "org.example.sample");
    manifest.getMainAttributes().putValue("Import-Package", "org.socketplatform.plugin");
    manifest.getMainAttributes().putValue("Service-Component", "OSGI-INF/components.xml");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      out.putNextEntry(new ZipEntry("OSGI-INF/components.xml"));
      out.write(COMPONENTS.getBytes(StandardCharsets.UTF_8));
      out.putNextEntry(new ZipEntry("plugin/sample.json"));
      out.write(manifestOf(sampleHere(NO_ROUTER), needs).getBytes(StandardCharsets.UTF_8));
      Path classes =
          Path.of(Sample.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      String folder = "org/socketplatform/pluginhost/sample/";
      try (var files = Files.list(classes.resolve(folder))) {
        for (Path source : files.toList()) {
          out.putNextEntry(new JarEntry(folder + source.getFileName()));
          try (InputStream in = Files.newInputStream(source)) {
            in.transferTo(out);
          }
        }
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    return jar;
  }

  /** The same plugin in this process. */
  static RouteProvider sampleHere(Router router) {
    return new Sample(new Words(), router);
  }

  HostedPlugin startSample() throws IOException {
    return startSample(List.of());
  }

  HostedPlugin startSample(List<Map<String, Object>> needs) throws IOException {
    return start("sample", sampleBundle(needs), "org.socketplatform.pluginprocess.Main");
  }

  /** Starts a process that means harm; its manifest tells of the routes that it should have. */
  HostedPlugin startHostile(String mode) throws IOException {
    Path jar = platform.resolve(mode);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry("plugin/hostile.json"));
      out.write(
          manifestOf(
                  new RouteProvider() {
                    @Override
                    public String name() {
                      return "hostile";
                    }

                    @Override
                    public List<Route> routes() {
                      return Hostile.ROUTES;
                    }
                  },
                  List.of())
              .getBytes(StandardCharsets.UTF_8));
    }
    return start("hostile", jar, "org.socketplatform.pluginhost.Hostile");
  }

  private HostedPlugin start(String plugin, Path bundle, String main) {
    ProcessCommand command =
        new ProcessCommand(
            Path.of(System.getProperty("java.home")),
            List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx192m",
                "-cp",
                System.getProperty("java.class.path"),
                main),
            platform,
            false);
    Connection.Settings settings =
        new Connection.Settings(
            Duration.ofSeconds(bundle.endsWith("silent") ? 2 : 60),
            Duration.ofSeconds(bundle.endsWith("deaf") ? 1 : 30),
            96L << 20);
    HostedPlugin hosted =
        new HostedPlugin(
            plugin,
            bundle,
            isFirst,
            new HostedPlugin.Surroundings(
                command, spawner, settings, offer, router::call, new Lines()),
            () -> {});
    started.add(hosted);
    hosted.start();
    return hosted;
  }

  /** A call of a route of a plugin, on this thread. */
  static Reply call(RouteProvider plugin, Call call) throws Exception {
    Route route =
        plugin.routes().stream()
            .filter(candidate -> candidate.name().equals(call.route()))
            .findFirst()
            .orElseThrow();
    return route.handler().handle(call);
  }

  static Call call(String route, Map<String, String> params) {
    return call(route, params, Body.EMPTY, new Cancellation(), Deadline.NONE);
  }

  static Call call(
      String route,
      Map<String, String> params,
      Body body,
      Cancellation cancellation,
      Deadline deadline) {
    Params given = Params.of(params);
    return new Call(route, given, body, PAGE, cancellation, deadline, new JsonOnly(given));
  }

  private record JsonOnly(Params params) implements Checked {
    @Override
    public org.socketplatform.plugin.ScopedPath path(String param) {
      return NOTHING.path(param);
    }

    @Override
    public org.socketplatform.plugin.HostAndPort host(String param) {
      return NOTHING.host(param);
    }

    @Override
    public org.socketplatform.plugin.CommandLine program(String param) {
      return NOTHING.program(param);
    }

    @Override
    public org.socketplatform.plugin.ValueReader value(String param) {
      return Json.reader(params.require(param), param);
    }
  }

  /** Keeps what is logged. */
  private final class Lines implements System.Logger {
    @Override
    public String getName() {
      return "test";
    }

    @Override
    public boolean isLoggable(Level level) {
      return true;
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle texts,
        @Nullable String message,
        @Nullable Throwable cause) {
      log.add(level + " " + Objects.toString(message));
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle texts,
        @Nullable String format,
        @Nullable Object @Nullable ... values) {
      log.add(level + " " + Objects.toString(format));
    }
  }

  @Override
  public void close() {
    started.forEach(HostedPlugin::close);
    spawner.close();
  }
}

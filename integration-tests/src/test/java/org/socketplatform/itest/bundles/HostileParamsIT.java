package org.socketplatform.itest.bundles;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import java.io.InputStream;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.util.tracker.ServiceTracker;
import org.socketplatform.plugin.Application;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Router;
import org.socketplatform.router.api.RouteStatistics;
import org.socketplatform.router.api.RouterView;

/**
 * Every route of our plugins is given parameters that no page of good will sends. Whatever comes,
 * the answer is a value or an error that tells what was wrong, never {@code INTERNAL}.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class HostileParamsIT {
  private static final long PATIENCE_MILLIS = 10_000;
  private static final int RANDOM_CALLS = 5_000;
  private static final long SEED = 0x5EED;
  private static final Pattern NAME = Pattern.compile("\"name\": \"(\\w+)\"");
  private static final Caller PAGE =
      new Caller(0, "socket://com.example.bundles", Caller.Kind.PAGE);

  @Inject private BundleContext context;

  private Path folder;
  private ServiceRegistration<Application> application;
  private ServiceTracker<Router, Router> routers;
  private Router router;
  private List<String> hostile;
  private final Set<String> internal = new TreeSet<>();

  @Configuration
  public Option[] container() {
    return Container.with(
        bundle(Container.JARS.resolve("os.jar").toUri().toString()),
        bundle(Container.JARS.resolve("udp.jar").toUri().toString()),
        systemProperty("org.ops4j.pax.logging.DefaultServiceLog.level").value("ERROR"));
  }

  @Before
  public void startTheApp() throws Exception {
    folder = Files.createTempDirectory("hostile").toRealPath();
    application =
        context.registerService(Application.class, TestApplication.withAllIn(folder), null);
    routers = new ServiceTracker<>(context, Router.class, null);
    routers.open();
    router = routers.waitForService(PATIENCE_MILLIS);
    assertNotNull(router);
    hostile = hostileValues();
  }

  @After
  public void endTheApp() throws Exception {
    routers.close();
    application.unregister();
    empty();
    Files.delete(folder);
  }

  private List<String> hostileValues() {
    return List.of(
        "",
        " ",
        "\0",
        "a\0b",
        folder + "/a\0b",
        folder + "/" + "n".repeat(300),
        folder + "/" + "deep/".repeat(2000),
        "x".repeat(1 << 16),
        folder.toString(),
        folder + "/file/below",
        folder + "/missing/file",
        folder + "/\ud800",
        "\udfff\ud800",
        "\u202e\ufeff",
        "../..",
        "/",
        "null",
        "true",
        "[]",
        "{}",
        "NaN",
        "-0",
        "-1",
        "0",
        "1",
        "7",
        "0x10",
        "1.5",
        "1e400",
        "4294967296",
        "9007199254740993",
        Long.toString(Long.MAX_VALUE),
        Long.toString(Long.MIN_VALUE),
        "18446744073709551615",
        "9".repeat(400));
  }

  @Test
  public void shouldTellWhatIsWrongWithEachParameterOfEachRoute() throws Exception {
    Map<String, List<String>> routes = routes();

    for (var route : routes.entrySet()) {
      call(route.getKey(), Map.of());
      for (String param : route.getValue()) {
        Map<String, String> missing = goodWill(route.getValue());
        missing.remove(param);
        call(route.getKey(), missing);
        for (String value : hostile) {
          Map<String, String> params = goodWill(route.getValue());
          params.put(param, value);
          call(route.getKey(), params);
        }
      }
    }
    Random random = new Random(SEED);
    List<Map.Entry<String, List<String>>> all = List.copyOf(routes.entrySet());
    for (int i = 0; i < RANDOM_CALLS; i++) {
      Map.Entry<String, List<String>> route = all.get(random.nextInt(all.size()));
      Map<String, String> params = goodWill(route.getValue());
      for (String param : route.getValue()) {
        if (random.nextBoolean()) {
          params.put(param, hostile.get(random.nextInt(hostile.size())));
        }
      }
      call(route.getKey(), params);
    }

    assertEquals(Set.of(), internal);
  }

  /** Every route there is with its parameters, as the bundles themselves tell. */
  private Map<String, List<String>> routes() throws Exception {
    Map<String, List<String>> routes = new TreeMap<>();
    for (Bundle bundle : context.getBundles()) {
      var manifests = bundle.findEntries("plugin", "*.json", false);
      if (manifests != null) {
        for (URL manifest : Collections.list(manifests)) {
          try (InputStream in = manifest.openStream()) {
            readRoutes(new String(in.readAllBytes(), StandardCharsets.UTF_8), routes);
          }
        }
      }
    }
    RouterView view = (RouterView) router;
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    while (!served(view).equals(routes.keySet()) && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertEquals(routes.keySet(), served(view));
    return routes;
  }

  private static Set<String> served(RouterView view) {
    Set<String> served = new TreeSet<>();
    for (RouteStatistics route : view.routes()) {
      if (route.served()) {
        served.add(route.route());
      }
    }
    return served;
  }

  private static void readRoutes(String manifest, Map<String, List<String>> routes) {
    String[] commands = manifest.split("\"route\": \"", -1);
    for (int i = 1; i < commands.length; i++) {
      String command = commands[i];
      String params =
          command.substring(command.indexOf("\"params\": ["), command.indexOf("\"result\""));
      Set<String> names = new LinkedHashSet<>();
      for (Matcher name = NAME.matcher(params); name.find(); ) {
        names.add(name.group(1));
      }
      routes.put(command.substring(0, command.indexOf('"')), List.copyOf(names));
    }
  }

  /** What a page might send: a file, the number of what is open, this host, small numbers. */
  private Map<String, String> goodWill(List<String> params) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String param : params) {
      values.put(
          param,
          switch (param) {
            case "path", "src" -> folder.resolve("file").toString();
            case "dest" -> folder.resolve("other").toString();
            case "target" -> "file";
            case "id" -> "7";
            case "host" -> "127.0.0.1:0";
            case "type" -> "udp4";
            default -> "1";
          });
    }
    return values;
  }

  private void call(String route, Map<String, String> params) throws Exception {
    makeFiles();
    Reply reply = send(route, params);
    if (reply instanceof Reply.Failed failed) {
      if (failed.failure().code().equals("INTERNAL")) {
        internal.add(route + " " + shown(params));
      }
    } else if (reply instanceof Reply.Bytes bytes) {
      bytes.release().run();
    }
  }

  /** As each call finds it, whatever the one before has done. */
  private void makeFiles() throws Exception {
    empty();
    Files.writeString(folder.resolve("file"), "text");
    send("fs.close", Map.of("id", "7"));
    send("fs.close", Map.of("id", "1"));
    send("udp.close", Map.of("id", "7"));
    send("udp.bind", Map.of("id", "7", "feed", "1", "type", "udp4", "host", "127.0.0.1:0"));
    send(
        "fs.openreadwrite",
        Map.of("path", folder.resolve("file").toString(), "id", "7", "flags", "w+"));
  }

  private Reply send(String route, Map<String, String> params) {
    Body body = Body.of(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    return router.call(new Call(route, Params.of(params), body, PAGE, new Cancellation()));
  }

  private static String shown(Map<String, String> params) {
    Map<String, String> shown = new TreeMap<>();
    params.forEach((name, value) ->
        shown.put(
            name,
            value.length() > 100
                ? value.substring(0, 100) + "… of " + value.length()
                : value.replace('\0', '␀')));
    return shown.toString();
  }

  private void empty() throws Exception {
    List<Path> found = new ArrayList<>();
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(found::add);
    }
    found.remove(folder);
    for (Path file : found) {
      Files.delete(file);
    }
  }
}

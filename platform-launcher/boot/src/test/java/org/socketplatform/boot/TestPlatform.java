package org.socketplatform.boot;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.socketplatform.boot.standin.StandInUi;

/** A platform with the real framework and component runtime, and a stand-in for the UI. */
final class TestPlatform {
  static final String STAND_IN = "stand-in.jar";

  private static final String COMPONENT =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="stand-in" \
      init="1" deactivate="close">
        <implementation class="org.socketplatform.boot.standin.StandInUi"/>
        <property name="ui" value="main"/>
        <service><provide interface="java.lang.Runnable"/></service>
        <reference name="app" interface="org.socketplatform.plugin.Application" parameter="0"/>
      </scr:component>
      """;

  private final Path folder;
  private final Path home;

  private TestPlatform(Path folder) {
    this.folder = folder;
    this.home = folder.resolve("home");
  }

  static TestPlatform in(Path parent) throws IOException {
    TestPlatform platform = new TestPlatform(parent.resolve("the plätform"));
    Files.createDirectories(platform.bundle(STAND_IN).getParent());
    List<Plan.PlannedBundle> bundles = new ArrayList<>();
    for (String name :
        List.of(
            "org.osgi.util.function",
            "org.osgi.util.promise",
            "org.osgi.service.component",
            "org.apache.felix.scr")) {
      Files.copy(jar(name), platform.bundle(name + ".jar"));
      bundles.add(new Plan.PlannedBundle(1, name + ".jar"));
    }
    platform.writeStandIn();
    bundles.add(new Plan.PlannedBundle(2, STAND_IN));
    Plan plan =
        new Plan(
            "0123",
            Map.of(
                "felix.log.level", "0",
                "felix.service.urlhandlers", "false",
                "ds.cache.metadata", "true",
                "ds.loglevel", "warn",
                "org.osgi.framework.startlevel.beginning", "2",
                "org.osgi.framework.system.packages.extra",
                    "org.socketplatform.plugin;version=1.0.0"),
            bundles);
    Files.write(platform.folder.resolve(Plan.FILE), plan.lines());
    Path app = Files.createDirectories(platform.app());
    Files.writeString(
        app.resolve("socket.ini"),
        "[build]\nname = test\n[meta]\nbundle_identifier = org.example.test\n");
    Files.writeString(app.resolve("index.html"), "<!doctype html>");
    return platform;
  }

  Path app() {
    return folder.resolve("äpp");
  }

  Path home() {
    return home;
  }

  Path bundle(String file) {
    return folder.resolve("bundles").resolve(file);
  }

  Path caches() {
    return home.resolve(".cache/socket-platform");
  }

  /** A run of the launcher; {@code DISPLAY} is what {@code display} says. */
  ProcessBuilder launch(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=deny",
            "-Dsocket.platform=" + folder,
            "-cp",
            launcherClassPath(),
            "org.socketplatform.boot.Main"));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("XDG_") || name.startsWith("SSC_"));
    environment.put("HOME", home.toString());
    environment.put("LC_ALL", "C.UTF-8");
    environment.put("DISPLAY", ":none");
    return builder;
  }

  private static String launcherClassPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(":"))
        .filter(entry ->
            entry.endsWith("/classes")
                || entry.contains("org.apache.felix.framework")
                || entry.matches(".*/(api|config)(-[0-9.]+)?\\.jar"))
        .reduce((a, b) -> a + ":" + b)
        .orElseThrow();
  }

  private static Path jar(String name) {
    return Arrays.stream(System.getProperty("java.class.path").split(":"))
        .map(Path::of)
        .filter(path -> path.getFileName().toString().matches(name + "-[0-9.]+\\.jar"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(name + " is not on the class path"));
  }

  private void writeStandIn() throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", "stand-in");
    main.putValue("Import-Package", "org.socketplatform.plugin");
    main.putValue("Service-Component", "OSGI-INF/stand-in.xml");
    main.putValue("Require-Capability", "osgi.extender;filter:=\"(osgi.extender=osgi.component)\"");
    String type = StandInUi.class.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(bundle(STAND_IN));
        JarOutputStream jar = new JarOutputStream(file, manifest);
        InputStream code = StandInUi.class.getClassLoader().getResourceAsStream(type)) {
      jar.putNextEntry(new ZipEntry("OSGI-INF/stand-in.xml"));
      jar.write(COMPONENT.getBytes(StandardCharsets.UTF_8));
      jar.putNextEntry(new ZipEntry(type));
      code.transferTo(jar);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}

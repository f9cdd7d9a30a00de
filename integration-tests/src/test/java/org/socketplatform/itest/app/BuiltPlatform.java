package org.socketplatform.itest.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.socketplatform.itest.probe.TestPlugin;

/**
 * The platform as it was built, with one bundle more: {@link TestPlugin}.
 *
 * @param folder with the plan and the bundles
 */
record BuiltPlatform(Path folder) {
  private static final Path BUILT =
      Path.of(System.getProperty("house", "..")).resolve("platform-launcher/target/platform");

  /** The built platform, with the test plugin, in a folder of its own. */
  static BuiltPlatform with(Path folder) {
    try {
      Files.createDirectories(folder.resolve("bundles"));
      copyFolder("native", folder);
      List<String> plan = new ArrayList<>();
      for (String line : Files.readAllLines(BUILT.resolve("platform.plan"))) {
        String[] words = line.split("\t", -1);
        plan.add(
            switch (words[0]) {
              case "digest" -> line + "-tests";
              // Bundles stay where they are, for the AOT cache knows them by their place.
              case "bundle" ->
                  String.join(
                      "\t",
                      words[0],
                      words[1],
                      BUILT.toRealPath().resolve("bundles").resolve(words[2]).toString());
              default -> line;
            });
      }
      plan.add(String.join("\t", "bundle", "3", "test-plugin.jar"));
      Files.write(folder.resolve("platform.plan"), plan);
      packTestPlugin(folder.resolve("bundles/test-plugin.jar"));
      return new BuiltPlatform(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copyFolder(String name, Path to) throws IOException {
    Path from = BUILT.resolve(name);
    if (Files.isDirectory(from)) {
      Files.createDirectories(to.resolve(name));
      try (var files = Files.newDirectoryStream(from)) {
        for (Path file : files) {
          Files.copy(file, to.resolve(name).resolve(file.getFileName()));
        }
      }
    }
  }

  /** The same with its own copy of a bundle, for tests that damage it. */
  Path copyOfBundle(String file) throws IOException {
    Path copy = folder.resolve("bundles").resolve(file);
    Files.copy(BUILT.resolve("bundles").resolve(file), copy);
    Path plan = folder.resolve("platform.plan");
    Files.writeString(
        plan,
        Files.readString(plan)
            .replace(BUILT.toRealPath().resolve("bundles").resolve(file).toString(), file));
    return copy;
  }

  /** What {@code ssc run} becomes, up to the arguments. */
  List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "@" + BUILT.resolve("jvm.options"),
        "-XX:AOTCache=" + BUILT.resolve("platform.aot"),
        "-Dsocket.platform=" + folder,
        "-jar",
        BUILT.resolve("lib/boot.jar").toString());
  }

  /** What {@code ssc run} becomes, up to the arguments; without the test plugin. */
  static List<String> commandAsBuilt() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "@" + BUILT.resolve("jvm.options"),
        "-XX:AOTCache=" + BUILT.resolve("platform.aot"),
        "-jar",
        BUILT.resolve("lib/boot.jar").toString());
  }

  /** What {@code ssc dev} becomes, up to the arguments; without the test plugin. */
  static List<String> developmentCommand(String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + BUILT.resolve("jvm.options"),
                "@" + BUILT.resolve("dev.options"),
                "-XX:AOTCache=" + BUILT.resolve("platform.aot")));
    command.addAll(List.of(options));
    command.addAll(List.of("-jar", BUILT.resolve("lib/boot.jar").toString()));
    return command;
  }

  /** {@code ssc} with its arguments to come, as far as it is written in Java. */
  List<String> commands() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        "-Dssc.root=" + BUILT.resolve("../../..").normalize(),
        "-Dsocket.platform=" + BUILT,
        "-cp",
        BUILT.resolve("commands") + "/*",
        "org.socketplatform.cli.Main");
  }

  private static void packTestPlugin(Path jar) throws IOException {
    PackedBundle.of(TestPlugin.class, "org.socketplatform.test", "1.0.0", Map.of()).write(jar);
  }
}

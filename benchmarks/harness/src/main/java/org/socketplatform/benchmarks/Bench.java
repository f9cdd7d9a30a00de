package org.socketplatform.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What all benchmarks share: the two sides, and the same surroundings for both. */
final class Bench {
  private final Path root;
  private final Path scratch;
  private final String display;
  private final Floor floor;
  private final Platform platform;

  Bench(Path root, Path scratch, String display) throws IOException, InterruptedException {
    this.root = root;
    this.scratch = scratch;
    this.display = display;
    this.floor = Floor.build(root.resolve("benchmarks/floor"), root.resolve("benchmarks/target"));
    this.platform = new Platform(root, root.resolve("benchmarks/target/platform"));
  }

  /** The C program that the platform is compared with. */
  Floor floor() {
    return floor;
  }

  Platform platform() {
    return platform;
  }

  /** The folder of a benchmark's page. */
  Path page(String name) {
    return root.resolve("benchmarks/pages").resolve(name);
  }

  /** A folder for what a benchmark makes, gone at its end. */
  Path scratch() {
    return scratch;
  }

  Path example(String name) {
    return root.resolve("examples").resolve(name);
  }

  /** Starts the floor with the page in a folder. */
  Run startFloor(Path page) throws IOException {
    Path data = scratch.resolve("floor/engine");
    return start("floor", floor.command(page, data));
  }

  /** Starts the platform with the app in a folder. */
  Run startPlatform(List<String> command) throws IOException {
    return start("platform", command);
  }

  /** Starts the platform with the app in a folder, beside others: as somebody else would. */
  Run startPlatform(List<String> command, String side) throws IOException {
    return start(side, command);
  }

  private Run start(String side, List<String> command) throws IOException {
    List<String> stamped = new ArrayList<>();
    stamped.add(floor.stamp().toString());
    stamped.addAll(command);
    Path folder = Files.createDirectories(scratch.resolve(side));
    return Run.start(stamped, environment(folder), folder.resolve("log"));
  }

  private Map<String, String> environment(Path folder) {
    return Map.of(
        "DISPLAY", display,
        "GDK_BACKEND", "x11",
        "XDG_DATA_HOME", folder.resolve("data").toString(),
        "XDG_CACHE_HOME", folder.resolve("cache").toString(),
        "XDG_CONFIG_HOME", folder.resolve("config").toString());
  }

  /** Surroundings in which `./ssc` itself is run. */
  Map<String, String> environment() {
    return environment(scratch.resolve("platform"));
  }
}

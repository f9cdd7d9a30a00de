package org.socketplatform.benchmarks;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * The platform as people get it: whatever {@code ./ssc run} becomes when it is done with its own
 * work. Benchmark pages run on the same jars with one bundle more, the probe.
 */
final class Platform {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final long POLL_NANOS = 100_000;
  private static final String JAVA = "/bin/java";

  private final Path script;
  private final Path built;
  private final Path benchmarks;
  private final Path withBundle;

  /**
   * The platform of a repository.
   *
   * @param withBundle folder for the plan that has one bundle more in it
   */
  Platform(Path root, Path withBundle) {
    this.script = root.resolve("ssc");
    this.built = root.resolve("platform-launcher/target/platform");
    this.benchmarks = root.resolve("benchmarks");
    this.withBundle = withBundle;
  }

  /**
   * What {@code ./ssc run} did before the platform itself began.
   *
   * @param took from its start on
   * @param command what it became
   */
  record Handover(Duration took, List<String> command) {}

  /** Runs {@code ./ssc run} up to the point where the script becomes the JVM. */
  Handover handover(Path app, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(script.toString(), "run", app.toString())
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD);
    builder.environment().putAll(environment);
    long start = System.nanoTime();
    Process process = builder.start();
    Path self = Path.of("/proc", Long.toString(process.pid()));
    try {
      List<String> command = commandLine(self);
      while (!command.getFirst().endsWith(JAVA)) {
        if (!process.isAlive() || System.nanoTime() - start > LIMIT.toNanos()) {
          throw new BenchmarkException(
              "'%s run %s' does not start the platform: try it".formatted(script, app));
        }
        LockSupport.parkNanos(POLL_NANOS);
        command = commandLine(self);
      }
      return new Handover(Duration.ofNanos(System.nanoTime() - start), command);
    } finally {
      process.destroyForcibly();
      process.waitFor();
    }
  }

  private static List<String> commandLine(Path self) throws IOException {
    String words = Files.readString(self.resolve("cmdline"), StandardCharsets.UTF_8);
    return List.of(words.split("\0", 0));
  }

  /** The command that opens an app on the platform with the probe. */
  List<String> withProbe(Handover handover) throws IOException {
    return with("probe", handover);
  }

  /** The command that opens an app on the platform with a bundle of the benchmarks. */
  List<String> with(String bundle, Handover handover) throws IOException {
    Files.createDirectories(withBundle);
    Files.write(withBundle.resolve("platform.plan"), planWith(bundle));
    Path libraries = withBundle.resolve("native");
    Files.deleteIfExists(libraries);
    Files.createSymbolicLink(libraries, built.resolve("native"));
    List<String> command = new ArrayList<>(handover.command());
    command.add(1, "-Dsocket.platform=" + withBundle);
    return command;
  }

  /** The command that opens the same app with the development loop, without the probe. */
  List<String> inDevelopment(Handover handover) {
    List<String> command = new ArrayList<>(handover.command());
    int options = command.indexOf("@" + built.resolve("jvm.options"));
    command.add(options + 1, "@" + built.resolve("dev.options"));
    return command;
  }

  /** The bundles stay where they are, for the AOT cache knows them by their place. */
  private List<String> planWith(String added) throws IOException {
    List<String> plan = new ArrayList<>();
    for (String line : Files.readAllLines(built.resolve("platform.plan"))) {
      String[] words = line.split("\t", -1);
      plan.add(
          switch (words[0]) {
            case "digest" -> line + "-bench-" + added;
            case "bundle" ->
                String.join(
                    "\t", words[0], words[1], built.resolve("bundles/" + words[2]).toString());
            default -> line;
          });
    }
    plan.add(String.join("\t", "bundle", "3", jar(added).toString()));
    return plan;
  }

  private Path jar(String bundle) throws IOException {
    Path target = benchmarks.resolve(bundle).resolve("target");
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, bundle + "-*.jar")) {
      for (Path jar : jars) {
        return jar;
      }
    }
    throw new BenchmarkException("no " + bundle + " in " + target + ": run ./ssc bench");
  }
}

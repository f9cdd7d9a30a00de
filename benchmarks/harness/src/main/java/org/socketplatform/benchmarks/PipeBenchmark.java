package org.socketplatform.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * How fast the pipes of programs are, to the JVM, to the page and back, beside Node; and how many
 * processes are left when the platform is killed.
 */
final class PipeBenchmark {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final String MARK = "SOCKET_BENCH_RUN";

  private static final List<Figure> FIGURES =
      List.of(
          new Figure("child_to_java_mib_s", "program to the JVM, MiB/s", "at least Node's"),
          new Figure("node_child_mib_s", "program to Node, MiB/s", ""),
          new Figure("child_to_page_mib_s", "program to the page, MiB/s", "at least 0.9 x lane"),
          new Figure("lane_down_mib_s", "bytes to the page, MiB/s", ""),
          new Figure("lines_per_s", "messages of a backend a second", "at least 100,000"),
          new Figure("pingpong_p50_us", "page to backend and back, median, us", "at most 2.5 x"),
          new Figure("small_p50_us", "small call, median, us", ""),
          new Figure("orphans", "processes 2 s after SIGKILL", "0").worst());

  private final Bench bench;
  private final int rounds;

  PipeBenchmark(Bench bench, int rounds) {
    this.bench = bench;
    this.rounds = rounds;
  }

  Map<String, Double> run(PrintStream out) throws IOException, InterruptedException {
    Path page = bench.page("pipe");
    List<String> platform =
        bench.platform().withProbe(bench.platform().handover(page, bench.environment()));
    Map<String, List<Double>> measured = new TreeMap<>();
    for (int round = 1; round <= rounds; round++) {
      out.printf("round %d of %d%n", round, rounds);
      String mark = MARK + "=" + System.nanoTime();
      List<String> marked = new ArrayList<>(List.of("env", mark));
      marked.addAll(platform);
      try (Run run = bench.startPlatform(marked)) {
        collect(measured, "", PageResult.parse(run.await(Set.of("RESULT"), LIMIT).text()));
        ProcessHandle.of(run.pid()).ifPresent(ProcessHandle::destroyForcibly);
        collect(measured, "", Map.of("orphans", leftOf(mark)));
      }
      List<String> node = List.of("node", page.resolve("node.mjs").toString());
      try (Run run = Run.start(node, Map.of(), bench.scratch().resolve("node.log"))) {
        collect(measured, "node_", PageResult.parse(run.await(Set.of("RESULT"), LIMIT).text()));
      }
    }
    return report(out, measured);
  }

  /** How many programs of a run are still there when they had their time to go. */
  private static double leftOf(String mark) throws IOException {
    long end = System.nanoTime() + GRACE.toNanos();
    long left = programs(mark);
    while (left > 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(20_000_000);
      left = programs(mark);
    }
    return left;
  }

  private static long programs(String mark) throws IOException {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes.filter(process -> isProgram(process, mark)).count();
    }
  }

  private static boolean isProgram(Path process, String mark) {
    try {
      String command = Files.readString(process.resolve("cmdline"));
      return Files.readString(process.resolve("environ")).contains(mark)
          && (command.contains("sleep") || command.contains("echo.mjs"));
    } catch (IOException e) {
      return false;
    }
  }

  private static void collect(
      Map<String, List<Double>> measured, String prefix, Map<String, Double> figures) {
    figures.forEach((name, value) ->
        measured.computeIfAbsent(prefix + name, key -> new ArrayList<>()).add(value));
  }

  private Map<String, Double> report(PrintStream out, Map<String, List<Double>> measured) {
    out.printf("%nPrograms, medians of %d rounds (lowest to highest)%n", rounds);
    return Figure.table(out, FIGURES, measured);
  }
}

package org.socketplatform.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A core service is replaced while four threads of the JVM and a page call it. The measuring is
 * done by the bundle {@code load} in the platform, and by the page.
 */
final class SwapBenchmark {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** A figure, in the order of the report, and what it is to be. */
  private record Figure(String name, String goal) {}

  private static final List<Figure> FIGURES =
      List.of(
          new Figure("swaps", ""),
          new Figure("calls", ""),
          new Figure("lost", "0"),
          new Figure("wrong", "0"),
          new Figure("stall_p50_ms", "under 5"),
          new Figure("stall_p99_ms", "under 50"),
          new Figure("stall_saturated_p50_ms", "under 40"),
          new Figure("page_calls", ""),
          new Figure("page_lost", "0"),
          new Figure("leaked_loaders", "0"),
          new Figure("leaked_threads", "0"),
          new Figure("leaked_fds", "0"));

  private final Bench bench;

  SwapBenchmark(Bench bench) {
    this.bench = bench;
  }

  Map<String, Double> run(PrintStream out) throws IOException, InterruptedException {
    Path page = bench.page("swap");
    Platform platform = bench.platform();
    List<String> command = platform.with("load", platform.handover(page, bench.environment()));
    Map<String, Double> measured;
    try (Run run = bench.startPlatform(command)) {

      measured = PageResult.parse(run.await(Set.of("RESULT"), LIMIT).text());
    }
    out.printf("%nfs replaced 200 times at 10/s under load, then as fast as it goes%n");
    Map<String, Double> figures = new LinkedHashMap<>();
    for (Figure figure : FIGURES) {
      Double value = measured.get(figure.name());
      if (value == null) {
        throw new BenchmarkException("the page did not measure " + figure.name());
      }
      out.printf(
          "  %-24s %12.2f%s%n",
          figure.name(), value, figure.goal().isEmpty() ? "" : "  goal: " + figure.goal());
      figures.put(figure.name(), value);
    }
    return figures;
  }
}

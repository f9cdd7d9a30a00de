package org.socketplatform.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long a start takes, from exec until the page's DOMContentLoaded has reached native code, and
 * how much memory an app has.
 */
final class StartBenchmark {
  private static final int WARM_UPS = 2;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration SETTLED = Duration.ofSeconds(10);
  private static final double MICROS_PER_MILLI = 1000;
  private static final double NANOS_PER_MILLI = 1e6;

  private final Bench bench;
  private final int rounds;

  StartBenchmark(Bench bench, int rounds) {
    this.bench = bench;
    this.rounds = rounds;
  }

  Map<String, Double> run(PrintStream out) throws IOException, InterruptedException {
    Path page = bench.page("start");
    List<Double> script = new ArrayList<>();
    List<Double> floor = new ArrayList<>();
    List<Double> platform = new ArrayList<>();
    for (int round = -WARM_UPS; round < rounds; round++) {
      Platform.Handover handover = bench.platform().handover(page, bench.environment());
      double floorMillis = dclMillis(bench.startFloor(page));
      double millis = dclMillis(bench.startPlatform(bench.platform().withProbe(handover)));
      if (round >= 0) {
        script.add(handover.took().toNanos() / NANOS_PER_MILLI);
        floor.add(floorMillis);
        platform.add(millis);
      }
      out.printf(
          "%s floor %.0f ms, platform %.0f ms%n",
          round < 0 ? "warm-up:" : "round " + (round + 1) + ":", floorMillis, millis);
    }
    Samples starts = new Samples(platform);
    TourMemory memory = measureMemory(Duration.ofMillis((long) (3 * starts.median())));
    return report(out, new Samples(script), new Samples(floor), starts, memory);
  }

  /** Time from exec until the signal of the page has arrived; then the program is ended. */
  private static double dclMillis(Run run) throws InterruptedException {
    try (run) {
      long start = run.awaitNumber("EXEC", LIMIT);
      return (run.awaitNumber("DCL", LIMIT) - start) / MICROS_PER_MILLI;
    }
  }

  private static Map<String, Double> report(
      PrintStream out, Samples script, Samples floor, Samples platform, TourMemory memory) {
    double ratio = platform.median() / floor.median();
    out.printf("%nStart, exec to DOMContentLoaded, median of %d rounds%n", floor.count());
    Report.spread(out, "floor", "ms", floor);
    Report.spread(out, "platform", "ms", platform);
    Report.row(out, "platform / floor", "x", ratio, "goal: at most 1.8");
    Report.spread(out, "./ssc run before that", "ms", script);
    out.printf("%nMemory with the tour, 10 s after it was loaded (PSS)%n");
    Report.row(out, "JVM", "MiB", memory.jvm(), "goal: under 110");
    Report.row(out, "JVM and engine", "MiB", memory.total(), "");
    Report.row(out, "floor and engine", "MiB", memory.floor(), "without the tour's scripts");

    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("floor_dcl_ms", floor.median());
    figures.put("dcl_ms", platform.median());
    figures.put("dcl_ratio", ratio);
    figures.put("jvm_pss_mib", memory.jvm());
    figures.put("total_pss_mib", memory.total());
    figures.put("floor_pss_mib", memory.floor());
    figures.put("script_overhead_ms", script.median());
    return figures;
  }

  /** What runs need while they show the tour, in MiB; the total is with the engine's processes. */
  private record TourMemory(double jvm, double total, double floor) {}

  private TourMemory measureMemory(Duration load) throws IOException, InterruptedException {
    Path tour = bench.example("tour");
    Platform.Handover handover = bench.platform().handover(tour, bench.environment());
    double jvm;
    double total;
    try (Run run = bench.startPlatform(handover.command())) {
      run.keepFor(load.plus(SETTLED));
      jvm = Memory.pss(run.pid());
      total = Memory.pss(run.tree());
    }
    try (Run run = bench.startFloor(tour)) {
      run.keepFor(load.plus(SETTLED));
      return new TourMemory(jvm, total, Memory.pss(run.tree()));
    }
  }
}

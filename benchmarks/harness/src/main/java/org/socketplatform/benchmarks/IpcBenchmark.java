package org.socketplatform.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How fast calls, bytes and events are between page and native code; the page measures. */
final class IpcBenchmark {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String GROWTH = "page_growth_mib";
  private static final String LOST = "events_lost";

  /** A figure of both sides, and what it is to be beside the floor. */
  private record Lane(String name, String what, String unit, String goal) {}

  private static final List<Lane> LANES =
      List.of(
          new Lane("small_p50_us", "small call, median", "us", "at most 1.4"),
          new Lane("small_p99_us", "small call, 99th percentile", "us", ""),
          new Lane("small_per_s", "small calls, 64 in flight", "/s", ""),
          new Lane("fetch_p50_us", "ipc:// fetch, median", "us", "at most 1.8"),
          new Lane("fetch_p99_us", "ipc:// fetch, 99th percentile", "us", ""),
          new Lane("fetch_per_s", "ipc:// fetches, 64 in flight", "/s", ""),
          new Lane("up_mib_s", "64 MiB from the page", "MiB/s", "at least 0.8"),
          new Lane("down_mib_s", "64 MiB to the page", "MiB/s", "at least 1.3"));

  /** The figures of the result, in its order. */
  private static final List<String> RESULT =
      List.of(
          "small_p50_us",
          "small_p99_us",
          "small_per_s",
          "floor_small_p50_us",
          "floor_small_per_s",
          "fetch_p50_us",
          "floor_fetch_p50_us",
          "fetch_per_s",
          "up_mib_s",
          "floor_up_mib_s",
          "down_mib_s",
          "floor_down_mib_s",
          "events_per_s",
          LOST);

  private final Bench bench;
  private final int rounds;

  IpcBenchmark(Bench bench, int rounds) {
    this.bench = bench;
    this.rounds = rounds;
  }

  Map<String, Double> run(PrintStream out) throws IOException, InterruptedException {
    Path page = bench.page("ipc");
    List<String> platform =
        bench.platform().withProbe(bench.platform().handover(page, bench.environment()));
    Map<String, List<Double>> measured = new TreeMap<>();
    for (int round = 1; round <= rounds; round++) {
      out.printf("round %d of %d: floor%n", round, rounds);
      collect(measured, "floor_", measure(bench.startFloor(page)));
      out.printf("round %d of %d: platform%n", round, rounds);
      collect(measured, "", measure(bench.startPlatform(platform)));
    }
    return report(out, measured);
  }

  private static Map<String, Double> measure(Run run) throws IOException, InterruptedException {
    try (run) {
      Run.Line line = run.await(Set.of("PHASE", "RESULT"), LIMIT);
      if (line.word().equals("RESULT")) {
        return PageResult.parse(line.text());
      }
      double growth;
      try (PageProcess page = PageProcess.watch(run)) {
        run.await(Set.of("PHASE", "RESULT"), LIMIT);
        growth = page.growth();
      }
      Map<String, Double> figures = PageResult.parse(run.await(Set.of("RESULT"), LIMIT).text());
      figures.put(GROWTH, growth);
      return figures;
    }
  }

  private static void collect(
      Map<String, List<Double>> measured, String prefix, Map<String, Double> figures) {
    figures.forEach((name, value) ->
        measured.computeIfAbsent(prefix + name, key -> new ArrayList<>()).add(value));
  }

  private Map<String, Double> report(PrintStream out, Map<String, List<Double>> measured) {
    Map<String, Samples> samples = new TreeMap<>();
    measured.forEach((name, values) -> samples.put(name, new Samples(values)));
    out.printf("%nIPC, medians of %d rounds (lowest to highest)%n", rounds);
    out.printf("  %-33s %-26s %-26s %5s%n", "", "floor", "platform", "ratio");
    for (Lane lane : LANES) {
      Samples floor = samples("floor_" + lane.name(), samples);
      Samples platform = samples(lane.name(), samples);
      out.printf(
          "  %-33s %-26s %-26s %5.2f%s%n",
          lane.what() + ", " + lane.unit(),
          withRange(floor),
          withRange(platform),
          platform.median() / floor.median(),
          lane.goal().isEmpty() ? "" : "  goal: " + lane.goal());
    }
    out.printf(
        "  %-33s %-26s %-26s         goal: at least 100000%n",
        "events, /s", "", withRange(samples("events_per_s", samples)));
    out.printf(
        "  Events lost or out of order: %.0f; the page's process grew by at most %.0f MiB%n",
        samples(LOST, samples).max(), samples(GROWTH, samples).max());

    Map<String, Double> figures = new LinkedHashMap<>();
    for (String name : RESULT) {
      Samples of = samples(name, samples);
      figures.put(name, name.equals(LOST) ? of.max() : of.median());
    }
    return figures;
  }

  private static Samples samples(String name, Map<String, Samples> all) {
    Samples samples = all.get(name);
    if (samples == null) {
      throw new BenchmarkException("the page did not measure " + name);
    }
    return samples;
  }

  private static String withRange(Samples samples) {
    return "%.0f (%.0f to %.0f)".formatted(samples.median(), samples.min(), samples.max());
  }
}

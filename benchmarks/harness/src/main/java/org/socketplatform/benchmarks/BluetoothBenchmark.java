package org.socketplatform.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Whether both providers of Bluetooth keep their contract, how many notifications a page takes
 * without loss, and how fast Stream Relay is over Bluetooth alone. The air is in memory: no figure
 * tells anything about radios.
 */
final class BluetoothBenchmark {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final int SENSORS = 20;
  private static final List<Integer> HERTZ = List.of(50, 250, 500, 1000);
  private static final String PER_SECOND = "notifications_per_s";
  private static final String LOST = "lost";

  private final Bench bench;
  private final ContractTests contract;
  private final int rounds;

  BluetoothBenchmark(Bench bench, ContractTests contract, int rounds) {
    this.bench = bench;
    this.contract = contract;
    this.rounds = rounds;
  }

  Map<String, Double> run(PrintStream out) throws IOException, InterruptedException {
    out.println("the contract suite, on both providers");
    Map<String, Double> figures = new LinkedHashMap<>(contract.run());
    List<Double> fastest = new ArrayList<>();
    List<Double> relayed = new ArrayList<>();
    double lost = 0;
    for (int round = 1; round <= rounds; round++) {
      out.printf("round %d of %d%n", round, rounds);
      Notifications best = notifications(out);
      fastest.add(best.perSecond());
      lost = Math.max(lost, best.lost());
      relayed.add(RelayOverBluetooth.kibibytesPerSecond());
    }
    out.printf("%nBluetooth on an air in memory, %d rounds%n", rounds);
    figures.forEach((name, value) -> out.printf("  %-28s %9.0f%n", name, value));
    Samples notifications = new Samples(fastest);
    Samples relay = new Samples(relayed);
    Report.spread(out, "notifications to a page", "/s", notifications);
    Report.row(out, "of which were lost", "", lost, "the worst of all rounds");
    Report.spread(out, "Stream Relay", "KiB/s", relay);
    figures.put(PER_SECOND, notifications.median());
    figures.put(LOST, lost);
    figures.put("relay_kib_s", relay.median());
    return figures;
  }

  /** What a page got at one speed. */
  private record Notifications(double perSecond, double lost) {
    static Notifications of(Map<String, Double> figures) {
      Double perSecond = figures.get(PER_SECOND);
      Double lost = figures.get(LOST);
      if (perSecond == null || lost == null) {
        throw new BenchmarkException("the page told no " + PER_SECOND + " or no " + LOST);
      }
      return new Notifications(perSecond, lost);
    }
  }

  /** At the highest speed at which none was lost; at the lowest, if there is none. */
  private Notifications notifications(PrintStream out) throws IOException, InterruptedException {
    Notifications best = null;
    for (int hertz : HERTZ) {
      Notifications next = notifications(hertz);
      out.printf(
          "  %d sensors, %d a second each: %.0f/s came, %.0f lost%n",
          SENSORS, hertz, next.perSecond(), next.lost());
      if (best == null || (next.lost() == 0 && next.perSecond() > best.perSecond())) {
        best = next;
      }
    }
    return Objects.requireNonNull(best);
  }

  private Notifications notifications(int hertz) throws IOException, InterruptedException {
    Path page = bench.page("bluetooth");
    Path app = Files.createDirectories(bench.scratch().resolve("sensors-" + hertz));
    for (String file : List.of("index.html", "main.js")) {
      Files.writeString(app.resolve(file), Files.readString(page.resolve(file)));
    }
    Files.writeString(
        app.resolve("socket.ini"),
        Files.readString(page.resolve("socket.ini"))
            .replaceFirst("(?m)^sensor_hertz = .*$", "sensor_hertz = " + hertz));
    List<String> command =
        bench.platform().withProbe(bench.platform().handover(app, bench.environment()));
    try (Run run = bench.startPlatform(command)) {
      return Notifications.of(PageResult.parse(run.await(Set.of("RESULT"), LIMIT).text()));
    }
  }
}

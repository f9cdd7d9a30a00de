package org.socketplatform.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a call inside the JVM costs, and whether many routes or rules make it cost more. */
final class RouterBenchmark {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int RULES = 1000;
  private static final String P50 = "call_p50_us";
  private static final String PER_SECOND = "calls_per_s";
  private static final String ROUTES_P50 = "call_p50_us_1000_routes";
  private static final String RULES_P50 = "call_p50_us_1000_rules";

  private final Bench bench;
  private final int rounds;

  RouterBenchmark(Bench bench, int rounds) {
    this.bench = bench;
    this.rounds = rounds;
  }

  Map<String, Double> run(PrintStream out) throws IOException, InterruptedException {
    Path few = bench.page("router");
    Path many = withRules(few);
    Map<String, List<Double>> measured = new LinkedHashMap<>();
    for (int round = 1; round <= rounds; round++) {
      out.printf("round %d of %d%n", round, rounds);
      Map<String, Double> plain = measure(few);
      Map<String, Double> ruled = measure(many);
      for (String name : List.of(P50, PER_SECOND, ROUTES_P50)) {
        measured.computeIfAbsent(name, _ -> new ArrayList<>()).add(plain.get(name));
      }
      measured.computeIfAbsent(RULES_P50, _ -> new ArrayList<>()).add(ruled.get(P50));
    }
    return report(out, measured);
  }

  private Map<String, Double> measure(Path page) throws IOException, InterruptedException {
    Platform platform = bench.platform();
    List<String> command = platform.with("load", platform.handover(page, bench.environment()));
    try (Run run = bench.startPlatform(command)) {
      return PageResult.parse(run.await(Set.of("RESULT"), LIMIT).text());
    }
  }

  /** The same app with many more rules. */
  private Path withRules(Path page) throws IOException {
    Path app = Files.createDirectories(bench.scratch().resolve("rules"));
    for (String file : List.of("index.html", "main.js")) {
      Files.copy(page.resolve(file), app.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    StringBuilder settings = new StringBuilder(Files.readString(page.resolve("socket.ini")));
    for (int i = 0; i < RULES / 2; i++) {
      settings.append("\n[capabilities.plugin").append(i).append("]\nuse = true\n");
    }
    settings.append("\n[capabilities.fs]\n");
    for (int i = 0; i < RULES / 2; i++) {
      settings.append("read[] = $DATA/folder").append(i).append("/**\n");
    }
    Files.writeString(app.resolve("socket.ini"), settings);
    return app;
  }

  private Map<String, Double> report(PrintStream out, Map<String, List<Double>> measured) {
    out.printf("%nAuthorised calls inside the JVM, %d rounds%n", rounds);
    Map<String, Double> figures = new LinkedHashMap<>();
    measured.forEach((name, values) -> {
      Samples samples = new Samples(values);
      out.printf(
          "  %-26s %12.3f  (%.3f to %.3f)%n", name, samples.median(), samples.min(), samples.max());
      figures.put(name, samples.median());
    });
    out.println("  goals: a median under 2 us, more than 1000000/s on 2 processors,");
    out.println("  1000 routes or rules more change it by less than 10 %");
    return figures;
  }
}

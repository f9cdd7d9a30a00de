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
import java.util.Set;
import java.util.stream.Stream;

/**
 * How long it takes from saving a source of a plugin until a page that calls it all the time gets
 * the answer of the new code: noticing, compiling with the annotation processor, bundling, swapping
 * and one call.
 */
final class SaveToCall {
  private static final int WARM_UPS = 10;
  private static final int ROUNDS = 40;
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Set<String> ANSWER = Set.of("ANSWER");
  private static final String SOURCE = "greeter/src/main/java/com/example/greeter/Words.java";
  private static final String FIRST = "Hello";
  private static final double NANOS_PER_MILLI = 1e6;

  private final Bench bench;

  SaveToCall(Bench bench) {
    this.bench = bench;
  }

  Map<String, Double> run(PrintStream out) throws IOException, InterruptedException {
    Path app = copy(bench.page("save"), bench.scratch().resolve("save"));
    Path source = app.resolve(SOURCE);
    String text = Files.readString(source);
    Platform platform = bench.platform();
    List<String> command = platform.inDevelopment(platform.handover(app, bench.environment()));
    List<Double> millis = new ArrayList<>();
    try (Run run = bench.startPlatform(command)) {
      await(run, FIRST);
      for (int round = -WARM_UPS; round < ROUNDS; round++) {
        String word = "Hello" + (round + WARM_UPS);
        long saved = System.nanoTime();
        Files.writeString(source, text.replace('"' + FIRST + '"', '"' + word + '"'));
        await(run, word);
        if (round >= 0) {
          millis.add((System.nanoTime() - saved) / NANOS_PER_MILLI);
        }
      }
    }
    Samples samples = new Samples(millis);
    double p95 = samples.quantile(0.95);
    out.printf("%nSave to callable, %d saves of a plugin's source%n", samples.count());
    Report.spread(out, "save to call", "ms", samples);
    Report.row(out, "p50", "ms", samples.median(), "goal: under 300");
    Report.row(out, "p95", "ms", p95, "goal: under 600");
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("save_to_call_p50_ms", samples.median());
    figures.put("save_to_call_p95_ms", p95);
    return figures;
  }

  private static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    return to;
  }

  /** Waits for the answer with this greeting; any other is the wrong code. */
  private static void await(Run run, String greeting) throws InterruptedException {
    String answer = run.await(ANSWER, LIMIT).text();
    if (!answer.equals(greeting + " Ada")) {
      throw new BenchmarkException(
          "the page was answered '%s' instead of '%s Ada'".formatted(answer, greeting));
    }
  }
}

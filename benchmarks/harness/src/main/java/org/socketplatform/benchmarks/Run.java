package org.socketplatform.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A program that was started, with all processes below it. It tells how far it is by lines on its
 * standard output; closing ends it.
 */
final class Run implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LOG_TAIL = 10;

  private final List<String> command;
  private final Process process;
  private final Path log;

  /** What it printed; at its end nothing. */
  private final BlockingQueue<Optional<Line>> lines = new LinkedBlockingQueue<>();

  /** A line {@code WORD text}. */
  record Line(String word, String text) {
    static Line of(String line) {
      String[] parts = line.split(" ", 2);
      return new Line(parts[0], parts.length == 2 ? parts[1] : "");
    }
  }

  private Run(List<String> command, Process process, Path log) {
    this.command = command;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a program.
   *
   * @param log takes what it writes to its standard error
   */
  static Run start(List<String> command, Map<String, String> environment, Path log)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder.environment().putAll(environment);
    Run run = new Run(command, builder.start(), log);
    Thread.ofPlatform().daemon().name("output").start(run::readLines);
    return run;
  }

  private void readLines() {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(Optional.of(Line.of(line)));
      }
    } catch (IOException e) {
      // The process is gone; whoever waits for a line will be told.
    }
    lines.add(Optional.empty());
  }

  long pid() {
    return process.pid();
  }

  /** Waits for the next line that begins with one of these words. */
  Line await(Set<String> words, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<Line> line = lines.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null) {
        throw failure("did not print %s within %d s".formatted(words, limit.toSeconds()));
      }
      Line found = line.orElseThrow(() -> failure("ended before it printed " + words));
      if (words.contains(found.word())) {
        return found;
      }
    }
  }

  /** Waits for the line that begins with this word, and gives the number behind it. */
  long awaitNumber(String word, Duration limit) throws InterruptedException {
    return Long.parseLong(await(Set.of(word), limit).text());
  }

  /** Lets the program run for a while; fails if it ends. */
  void keepFor(Duration time) throws InterruptedException {
    if (process.waitFor(time)) {
      throw failure("ended while its memory was to be measured");
    }
  }

  private BenchmarkException failure(String what) {
    String tail;
    try {
      List<String> all = Files.readAllLines(log);
      tail = String.join("\n  ", all.subList(Math.max(0, all.size() - LOG_TAIL), all.size()));
    } catch (IOException e) {
      tail = "(its messages are lost: " + e + ")";
    }
    return new BenchmarkException(String.join(" ", command) + " " + what + "\n  " + tail);
  }

  /** The process and all below it. */
  List<ProcessHandle> tree() {
    List<ProcessHandle> all = new ArrayList<>();
    all.add(process.toHandle());
    process.descendants().forEach(all::add);
    return all;
  }

  /**
   * Ends the program and all below it; returns when they are gone, so that the next run is alone.
   */
  @Override
  public void close() {
    List<ProcessHandle> all = tree();
    process.destroy();
    CompletableFuture<?> gone =
        CompletableFuture.allOf(
            all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new));
    gone.completeOnTimeout(null, PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    all.forEach(ProcessHandle::destroyForcibly);
  }
}

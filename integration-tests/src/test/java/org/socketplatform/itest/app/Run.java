package org.socketplatform.itest.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An app that runs. */
record Run(Process process, Path out, Path err) implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(90);
  private static final Duration STEP = Duration.ofMillis(20);
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

  /** Waits for the end. */
  Result end() throws IOException, InterruptedException {
    if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("The app does not end" + said());
    }
    return new Result(process.exitValue(), lines(out), lines(err));
  }

  /** Waits until the app has printed a line. */
  void awaitLine(String line) throws IOException, InterruptedException {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!lines(out).contains(line)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new AssertionError("The app does not print '" + line + "'" + said());
      }
      Thread.sleep(STEP);
    }
  }

  private String said() throws IOException {
    return ". It said:\n" + String.join("\n", lines(out)) + "\n" + String.join("\n", lines(err));
  }

  /** The most memory that the JVM had so far, in MiB. */
  long peakMebibytes() throws IOException {
    Matcher peak = PEAK.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
    return peak.find() ? Long.parseLong(peak.group(1)) / 1024 : 0;
  }

  /** The processes that the app has started, and those that they have. */
  List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  /** The engine's process with the page. */
  ProcessHandle page() {
    return descendants().stream()
        .filter(process -> process.info().command().orElse("").endsWith("WebKitWebProcess"))
        .findFirst()
        .orElseThrow();
  }

  void interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
  }

  private static List<String> lines(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
  }

  @Override
  public void close() {
    List<ProcessHandle> left = descendants();
    process.destroyForcibly().onExit().join();
    left.forEach(ProcessHandle::destroyForcibly);
  }
}

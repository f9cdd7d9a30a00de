package org.socketplatform.itest.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An app that runs. */
record Run(Process process, Path out, Path err) implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofMinutes(4);
  private static final Duration STEP = Duration.ofMillis(20);
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

  /** Waits for the end. */
  Result end() throws IOException, InterruptedException {
    if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("The app does not end" + said());
    }
    return new Result(process.exitValue(), lines(out), lines(err));
  }

  /** Whether the app has printed a line; fails if it never will. */
  boolean hasPrinted(String line) throws IOException {
    boolean runs = process.isAlive();
    boolean hasPrinted = lines(out).contains(line);
    if (!runs && !hasPrinted) {
      throw new AssertionError("The app has ended without " + line + said());
    }
    return hasPrinted;
  }

  /** Waits until the app has printed a line. */
  void awaitLine(String line) throws IOException, InterruptedException {
    awaitLine(line::equals);
  }

  /** Waits until the app has printed a line with all these words, and gives it. */
  String awaitLineWith(String... words) throws IOException, InterruptedException {
    return awaitLine(line -> List.of(words).stream().allMatch(line::contains));
  }

  /** Waits until the app has printed such a line, and gives it. */
  String awaitLine(Predicate<String> wanted) throws IOException, InterruptedException {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (true) {
      Optional<String> found = lines(out).stream().filter(wanted).findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new AssertionError("The app does not print what is awaited" + said());
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
    return pages().getFirst();
  }

  /** The engine's process with the page that was opened last. */
  ProcessHandle newestPage() {
    return pages().stream()
        .max(Comparator.comparing(page -> page.info().startInstant().orElseThrow()))
        .orElseThrow();
  }

  /** The engine's processes with pages. */
  private List<ProcessHandle> pages() {
    return descendants().stream()
        .filter(process -> process.info().command().orElse("").endsWith("WebKitWebProcess"))
        .toList();
  }

  /** The JVM of the only plugin out of process. */
  ProcessHandle pluginProcess() {
    List<ProcessHandle> found =
        descendants().stream()
            .filter(process -> process.info().command().orElse("").endsWith("/bin/java"))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError("There is not one process of a plugin, but " + found);
    }
    return found.getFirst();
  }

  /** That JVM, and the processes between it and the app. */
  List<ProcessHandle> pluginProcessWithItsSandbox() {
    List<ProcessHandle> processes = new ArrayList<>();
    for (ProcessHandle one = pluginProcess();
        one.pid() != process.pid();
        one = one.parent().orElseThrow()) {
      processes.add(one);
    }
    return processes;
  }

  /** Ends the app as the kernel does, which it does not notice. */
  void kill() {
    process.destroyForcibly();
  }

  /** Waits until so many windows show a page. */
  void awaitPages(int count) throws IOException, InterruptedException {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (pages().size() != count) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new AssertionError("There are not " + count + " pages" + said());
      }
      Thread.sleep(STEP);
    }
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

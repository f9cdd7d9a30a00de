package org.socketplatform.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Watches how much memory a process takes, above all the engine's with the page, until closed. */
final class PageProcess implements AutoCloseable {
  private static final String NAME = "WebKitWebProces"; // the kernel keeps 15 letters
  private static final Duration STEP = Duration.ofMillis(20);

  private final long pid;
  private final double before;
  private final Thread watch;
  private volatile double peak;
  private volatile boolean closed;

  private PageProcess(long pid) throws IOException {
    this.pid = pid;
    this.before = Memory.resident(pid);
    this.watch = Thread.ofPlatform().daemon().name("page-memory").unstarted(this::sample);
  }

  static PageProcess watch(Run run) throws IOException {
    for (ProcessHandle process : run.tree()) {
      Path name = Path.of("/proc", Long.toString(process.pid()), "comm");
      if (Files.readString(name).strip().equals(NAME)) {
        return watch(process.pid());
      }
    }
    throw new BenchmarkException("no process of the engine has the page");
  }

  /** Watches any process. */
  static PageProcess watch(long pid) throws IOException {
    PageProcess process = new PageProcess(pid);
    process.watch.start();
    return process;
  }

  private void sample() {
    try {
      while (!closed) {
        peak = Math.max(peak, Memory.resident(pid));
        Thread.sleep(STEP);
      }
    } catch (IOException | InterruptedException e) {
      // The process is gone: that was the peak.
    }
  }

  /** By how many MiB the process grew at most. */
  double growth() {
    return Math.max(0, peak - before);
  }

  @Override
  public void close() {
    closed = true;
  }
}

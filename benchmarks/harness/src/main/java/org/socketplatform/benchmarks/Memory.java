package org.socketplatform.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** Memory of processes, in MiB. */
final class Memory {
  private static final double KIB_PER_MIB = 1024;

  private Memory() {}

  /** The proportional set size: what a process has alone, and its share of what it shares. */
  static double pss(long pid) throws IOException {
    return field(Path.of("/proc", Long.toString(pid), "smaps_rollup"), "Pss:");
  }

  static double pss(Collection<ProcessHandle> processes) throws IOException {
    double total = 0;
    for (ProcessHandle process : processes) {
      total += pss(process.pid());
    }
    return total;
  }

  /** What a process has in memory, shared or not; cheap to ask for. */
  static double resident(long pid) throws IOException {
    return field(Path.of("/proc", Long.toString(pid), "status"), "VmRSS:");
  }

  private static double field(Path file, String name) throws IOException {
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith(name)) {
        String kib = line.substring(name.length(), line.length() - " kB".length());
        return Long.parseLong(kib.strip()) / KIB_PER_MIB;
      }
    }
    throw new IOException("no " + name + " in " + file);
  }
}

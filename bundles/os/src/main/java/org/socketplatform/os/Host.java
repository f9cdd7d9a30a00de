package org.socketplatform.os;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Where facts about the host come from; each operating system has its own source. */
interface Host {
  /** The logical processors. */
  List<Cpu> cpus() throws IOException;

  Uname uname() throws IOException;

  /** How long the host has been up. */
  long uptimeMillis() throws IOException;

  /** Memory that new programs can get without swapping. */
  long availableMemory() throws IOException;

  /** All memory of the host. */
  long totalMemory() throws IOException;

  /** The name of the host in its network. */
  String hostname() throws IOException;

  /** How many programs wanted to run, on average over 1, 5 and 15 minutes. */
  List<Double> load() throws IOException;

  /** Who runs this process. */
  User user() throws IOException;

  /** What this process has used. */
  Usage usage() throws IOException;

  /** The best source for this operating system. */
  static Host ofThisSystem() {
    return System.getProperty("os.name", "").equals("Linux")
        ? LinuxHost.ofThisSystem()
        : new JdkHost();
  }

  /**
   * A logical processor.
   *
   * @param model such as {@code Intel(R) Core(TM) i7}
   * @param speed in MHz; 0 if unknown
   * @param times what it did so far
   */
  record Cpu(String model, long speed, Times times) {}

  /** What a processor did since the host started, in milliseconds. */
  record Times(long user, long nice, long sys, long idle, long irq) {
    static final Times UNKNOWN = new Times(0, 0, 0, 0, 0);
  }

  /** What {@code uname(2)} tells. */
  record Uname(String sysname, String release, String version, String machine) {}

  /**
   * A person who uses the host.
   *
   * @param uid the number of the user
   * @param gid that of the group
   * @param shell what a terminal of theirs runs, if that is known
   */
  record User(String username, long uid, long gid, Optional<String> shell) {}

  /**
   * Memory of a process.
   *
   * @param peakKib largest resident set so far, in KiB as {@code getrusage(2)} counts on Linux
   * @param residentBytes resident set now
   */
  record Usage(long peakKib, long residentBytes) {}
}

package org.socketplatform.os;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;

/** What plain Java knows, for operating systems without a source of their own yet. */
final class JdkHost implements Host {
  @Override
  public List<Cpu> cpus() {
    Cpu cpu = new Cpu(machine(), 0, Times.UNKNOWN);
    return Collections.nCopies(Runtime.getRuntime().availableProcessors(), cpu);
  }

  @Override
  public Uname uname() {
    String name = System.getProperty("os.name", "");
    String version = System.getProperty("os.version", "");
    return new Uname(name.startsWith("Mac") ? "Darwin" : name, version, name, machine());
  }

  /** The age of process 1, which POSIX systems start first. */
  @Override
  public long uptimeMillis() {
    Instant start =
        ProcessHandle.of(1)
            .flatMap(first -> first.info().startInstant())
            .orElseThrow(() -> unknown("uptime"));
    return Duration.between(start, Instant.now()).toMillis();
  }

  @Override
  public long availableMemory() {
    throw unknown("available memory");
  }

  @Override
  public long totalMemory() {
    throw unknown("size of the memory");
  }

  @Override
  public String hostname() throws IOException {
    return InetAddress.getLocalHost().getHostName();
  }

  @Override
  public List<Double> load() {
    throw unknown("load");
  }

  @Override
  public User user() {
    throw unknown("number of the user");
  }

  @Override
  public Usage usage() {
    throw unknown("resource usage");
  }

  /** The architecture as {@code uname -m} writes it. */
  static String machine() {
    String arch = System.getProperty("os.arch", "");
    return switch (arch) {
      case "amd64" -> "x86_64";
      case "x86" -> "i686";
      default -> arch;
    };
  }

  private static FailureException unknown(String what) {
    return new FailureException(
        new Failure(
            "NotSupportedError",
            "ENOTSUP",
            "The " + what + " is not known on this operating system"));
  }
}

package org.socketplatform.os;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.socketplatform.plugin.Application;
import org.socketplatform.plugin.Command;
import org.socketplatform.plugin.Plugin;
import org.socketplatform.plugin.Route;

/** Facts about the host: its processors, memory, networks and names. */
@Plugin("os")
final class HostInformation {
  private static final String INFO = "os:info";

  private final Map<String, Path> paths;
  private final Host host;

  HostInformation(Application application) {
    this.paths = Map.copyOf(application.paths());
    this.host = Host.ofThisSystem();
  }

  /** The logical processors. */
  @Command(permission = INFO)
  List<Host.Cpu> cpus() throws IOException {
    return host.cpus();
  }

  /** Addresses of the interfaces that are up. */
  @Command(permission = INFO)
  Network networkInterfaces() throws SocketException {
    return Network.ofThisHost();
  }

  /**
   * What the platform's process has used.
   *
   * @return {@code ru_maxrss}, the largest resident set in KiB; {@code rss}, that of now in bytes
   */
  @Command(permission = INFO)
  Map<String, Long> rusage() throws IOException {
    Host.Usage usage = host.usage();
    return Map.of("ru_maxrss", usage.peakKib(), "rss", usage.residentBytes());
  }

  /** What {@code uname(2)} tells. */
  @Command(permission = INFO)
  Host.Uname uname() throws IOException {
    return host.uname();
  }

  /** How long the host has been up, in milliseconds. */
  @Command(permission = INFO)
  long uptime() throws IOException {
    return host.uptimeMillis();
  }

  /** A clock that never goes back: nanoseconds from an arbitrary start, in eight bytes. */
  @Command(permission = INFO)
  ByteBuffer hrtime() {
    return eightBytes(System.nanoTime());
  }

  /** Memory that new programs can get, in bytes: a number of eight bytes. */
  @Command(permission = INFO)
  ByteBuffer availableMemory() throws IOException {
    return eightBytes(host.availableMemory());
  }

  /** All memory of the host, in bytes: a number of eight bytes. */
  @Command(permission = INFO)
  ByteBuffer totalMemory() throws IOException {
    return eightBytes(host.totalMemory());
  }

  /** The name of the host in its network. */
  @Command(permission = INFO)
  String hostname() throws IOException {
    return host.hostname();
  }

  /** How many programs wanted to run, on average over 1, 5 and 15 minutes. */
  @Command(permission = INFO)
  List<Double> loadavg() throws IOException {
    return host.load();
  }

  /** Who runs the app: {@code username}, {@code uid}, {@code gid}, and {@code shell} if known. */
  @Command(permission = INFO)
  Host.User user() throws IOException {
    return host.user();
  }

  /** Well-known folders by name; an app that may use a folder must know where it is. */
  @Command(permission = Route.BASIC)
  Map<String, String> paths() {
    Map<String, String> texts = new TreeMap<>();
    paths.forEach((name, path) -> texts.put(name, path.toString()));
    return texts;
  }

  /**
   * Numbers of the operating system's errors and signals, which tell nothing about the person who
   * uses it.
   */
  @Command(permission = Route.BASIC)
  Map<String, Integer> constants() {
    return Constants.ofThisSystem();
  }

  /** The first byte is the most significant: JSON has no 64-bit numbers. */
  private static ByteBuffer eightBytes(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(0, value);
  }
}

package org.socketplatform.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads {@code /proc}, see proc(5): it costs a fraction of what starting a program or the JDK's
 * management beans do.
 */
final class LinuxHost implements Host {
  /** {@code USER_HZ} is 100 on every architecture that Linux has a JVM for. */
  private static final long MILLIS_PER_TICK = 10;

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private final Path proc;
  private final String machine;

  LinuxHost(Path proc, String machine) {
    this.proc = proc;
    this.machine = machine;
  }

  static LinuxHost ofThisSystem() {
    return new LinuxHost(Path.of("/proc"), JdkHost.machine());
  }

  @Override
  public List<Cpu> cpus() throws IOException {
    List<Times> times = times();
    List<Cpu> cpus = new ArrayList<>();
    String model = "unknown";
    long speed = 0;
    boolean open = false;
    for (String line : Files.readAllLines(proc.resolve("cpuinfo"))) {
      if (line.startsWith("processor") && open) {
        cpus.add(new Cpu(model, speed, timesOf(times, cpus.size())));
      }
      open |= line.startsWith("processor");
      if (line.startsWith("model name")) {
        model = valueOf(line);
      } else if (line.startsWith("cpu MHz")) {
        speed = Math.round(Double.parseDouble(valueOf(line)));
      }
    }
    if (open) {
      cpus.add(new Cpu(model, speed, timesOf(times, cpus.size())));
    }
    return cpus;
  }

  private List<Times> times() throws IOException {
    List<Times> times = new ArrayList<>();
    for (String line : Files.readAllLines(proc.resolve("stat"))) {
      if (!line.startsWith("cpu") || line.startsWith("cpu ")) {
        continue;
      }
      // cpuN user nice system idle iowait irq softirq ...
      String[] ticks = BLANKS.split(line, -1);
      times.add(
          new Times(
              millis(ticks[1]),
              millis(ticks[2]),
              millis(ticks[3]),
              millis(ticks[4]),
              millis(ticks[6])));
    }
    return times;
  }

  private static Times timesOf(List<Times> times, int cpu) {
    return cpu < times.size() ? times.get(cpu) : Times.UNKNOWN;
  }

  private static long millis(String ticks) {
    return Long.parseLong(ticks) * MILLIS_PER_TICK;
  }

  @Override
  public Uname uname() throws IOException {
    return new Uname(kernel("ostype"), kernel("osrelease"), kernel("version"), machine);
  }

  private String kernel(String name) throws IOException {
    return Files.readString(proc.resolve("sys/kernel").resolve(name)).strip();
  }

  @Override
  public long uptimeMillis() throws IOException {
    String seconds = BLANKS.split(Files.readString(proc.resolve("uptime")), 2)[0];
    return Math.round(Double.parseDouble(seconds) * 1000);
  }

  @Override
  public long availableMemory() throws IOException {
    return bytes(fields("meminfo"), "MemAvailable");
  }

  @Override
  public long totalMemory() throws IOException {
    return bytes(fields("meminfo"), "MemTotal");
  }

  @Override
  public String hostname() throws IOException {
    return kernel("hostname");
  }

  @Override
  public List<Double> load() throws IOException {
    String[] averages = BLANKS.split(Files.readString(proc.resolve("loadavg")), -1);
    return Stream.of(averages).limit(3).map(Double::valueOf).toList();
  }

  @Override
  public User user() throws IOException {
    Map<String, String> status = fields("self/status");
    return new User(
        System.getProperty("user.name", ""),
        effective(status, "Uid"),
        effective(status, "Gid"),
        Optional.ofNullable(System.getenv("SHELL")));
  }

  /** Of the real, effective, saved and file system number, the second. */
  private static long effective(Map<String, String> status, String name) throws IOException {
    String[] numbers = BLANKS.split(status.getOrDefault(name, ""), -1);
    if (numbers.length < 2) {
      throw new IOException("There is no " + name);
    }
    return Long.parseLong(numbers[1]);
  }

  @Override
  public Usage usage() throws IOException {
    Map<String, String> status = fields("self/status");
    return new Usage(bytes(status, "VmHWM") / 1024, bytes(status, "VmRSS"));
  }

  private Map<String, String> fields(String file) throws IOException {
    Map<String, String> fields = new HashMap<>();
    for (String line : Files.readAllLines(proc.resolve(file))) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.put(line.substring(0, colon), valueOf(line));
      }
    }
    return fields;
  }

  private static long bytes(Map<String, String> fields, String name) throws IOException {
    String value = fields.get(name);
    if (value == null || !value.endsWith(" kB")) {
      throw new IOException("There is no " + name + " in kB");
    }
    return Long.parseLong(value.substring(0, value.length() - 3)) * 1024;
  }

  private static String valueOf(String line) {
    return line.substring(line.indexOf(':') + 1).strip();
  }
}

package org.socketplatform.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** How figures are written, for people and for programs. */
final class Report {
  private Report() {}

  /** One flat object; figures keep their order. */
  static String json(Map<String, Double> figures) {
    return figures.entrySet().stream()
        .map(figure -> "\"" + figure.getKey() + "\":" + number(figure.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String number(double value) {
    String text = "%.3f".formatted(value);
    return text.replaceAll("\\.?0+$", "");
  }

  static void machine(PrintStream out) {
    String load = "unknown";
    try {
      load = Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
    } catch (IOException e) {
      // Then it stays unknown.
    }
    out.printf(
        "%d processors, load %s before the start. Load of other programs makes all figures worse.%n",
        Runtime.getRuntime().availableProcessors(), load);
  }

  /** A row with the spread of samples. */
  static void spread(PrintStream out, String name, String unit, Samples samples) {
    out.printf(
        "  %-28s %9.1f %-6s min %.1f, middle half %.1f to %.1f, max %.1f%n",
        name,
        samples.median(),
        unit,
        samples.min(),
        samples.quantile(0.25),
        samples.quantile(0.75),
        samples.max());
  }

  static void row(PrintStream out, String name, String unit, double value, String remark) {
    out.printf("  %-28s %9.2f %-6s %s%n", name, value, unit, remark);
  }
}

package org.socketplatform.benchmarks;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A figure of a benchmark.
 *
 * @param name as programs read it
 * @param what as people do, with its unit
 * @param goal empty if there is none
 * @param isWorst whether the highest counts, and not the median
 * @param isOptional whether it may be missing, as where there is no peer to compare with
 */
record Figure(String name, String what, String goal, boolean isWorst, boolean isOptional) {
  Figure(String name, String what, String goal) {
    this(name, what, goal, false, false);
  }

  Figure worst() {
    return new Figure(name, what, goal, true, isOptional);
  }

  Figure optional() {
    return new Figure(name, what, goal, isWorst, true);
  }

  /**
   * Writes a table, and gives what programs read.
   *
   * @param measured by the names of the figures
   */
  static Map<String, Double> table(
      PrintStream out, List<Figure> figures, Map<String, List<Double>> measured) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (Figure figure : figures) {
      List<Double> found = measured.get(figure.name);
      if (found != null) {
        Samples samples = new Samples(found);
        values.put(figure.name, figure.isWorst ? samples.max() : samples.median());
        out.printf(
            "  %-41s %10.1f (%.1f to %.1f)%s%n",
            figure.what,
            samples.median(),
            samples.min(),
            samples.max(),
            figure.goal.isEmpty() ? "" : "  goal: " + figure.goal);
      } else if (!figure.isOptional) {
        throw new BenchmarkException("nothing has measured " + figure.name);
      }
    }
    return values;
  }
}

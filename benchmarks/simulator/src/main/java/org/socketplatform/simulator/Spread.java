package org.socketplatform.simulator;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Mean, standard deviation and ends of a figure over all runs; runs without it are left out. */
record Spread(double mean, double deviation, double min, double max) {
  static <T> Spread of(List<T> runs, ToDoubleFunction<T> figure) {
    double[] values =
        runs.stream().mapToDouble(figure).filter(value -> !Double.isNaN(value)).toArray();
    double sum = 0;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      sum += value;
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    double mean = sum / values.length;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double deviation = values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
    return values.length == 0
        ? new Spread(Double.NaN, Double.NaN, Double.NaN, Double.NaN)
        : new Spread(mean, deviation, min, max);
  }
}

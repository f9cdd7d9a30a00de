package org.socketplatform.simulator;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The table of all runs of {@link Endurance}, for people, for programs and for other tools. */
final class EnduranceFigures {
  /** A column of the table. */
  private record Column(
      String name, String unit, int decimals, ToDoubleFunction<EnduranceOutcome> figure) {}

  /** Of something that happened in none of n runs, -ln 0.05 / n is the 95 % bound. */
  private static final double RULE_OF_THREE = 3;

  private final List<EnduranceOutcome> runs;
  private final int firstSeed;
  private final List<Column> columns = new ArrayList<>();

  EnduranceFigures(List<EnduranceOutcome> runs, int firstSeed) {
    this.runs = runs;
    this.firstSeed = firstSeed;
    column("lost", "", 0, run -> run.isLost() ? 1 : 0);
    column("lost after", "h", 1, run -> run.isLost() ? run.lostAfterMillis() / 3.6e6 : Double.NaN);
    for (int i = 0; i < runs.getFirst().marks().size(); i++) {
      int mark = i;
      String at = "day " + runs.getFirst().marks().get(i).day() + ", ";
      column(at + "online", "", 0, run -> run.marks().get(mark).online());
      column(
          at + "of these hold it",
          "%",
          2,
          run -> 100.0 * run.marks().get(mark).holders() / run.marks().get(mark).online());
      column(
          at + "newcomers served",
          "%",
          2,
          run -> 100.0 * run.marks().get(mark).served() / run.marks().get(mark).newcomers());
      column(at + "after", "ms", 0, run -> run.marks().get(mark).delayMillis());
    }
    column("online", "", 1, EnduranceOutcome::onlineMean);
    column("fewest online", "", 0, EnduranceOutcome::onlineMin);
    column("sessions", "", 0, EnduranceOutcome::sessions);
    column("sessions that had it", "%", 2, run -> 100 * run.sessionsWithIt());
    column("sent per hour online", "B", 0, EnduranceOutcome::bytesPerHour);
    column("gone an hour after the end", "", 0, run -> run.isGoneAfterwards() ? 1 : 0);
  }

  private void column(
      String name, String unit, int decimals, ToDoubleFunction<EnduranceOutcome> figure) {
    columns.add(new Column(name, unit, decimals, figure));
  }

  private long lost() {
    return runs.stream().filter(EnduranceOutcome::isLost).count();
  }

  /** Mean, deviation and ends over the runs, and what follows from them. */
  void print(PrintStream out) {
    out.printf("%-28s %12s %12s %12s %12s%n", "", "mean", "sd", "min", "max");
    for (Column column : columns) {
      Spread spread = Spread.of(runs, column.figure);
      String number = "%12." + column.decimals + "f";
      out.printf(
          "%-28s " + number + " " + number + " " + number + " " + number + " %s%n",
          column.name,
          spread.mean(),
          spread.deviation(),
          spread.min(),
          spread.max(),
          column.unit);
    }
    out.printf("lost in %d of %d runs", lost(), runs.size());
    if (lost() == 0) {
      out.printf(": with 95 %% certainty in less than %.1f %%", bound());
    }
    out.println();
  }

  private double bound() {
    return Math.min(100, 100 * RULE_OF_THREE / runs.size());
  }

  /** One line for each run. */
  String csv() {
    StringBuilder csv = new StringBuilder("seed");
    columns.forEach(column -> csv.append(',').append(header(column)));
    csv.append('\n');
    for (int i = 0; i < runs.size(); i++) {
      csv.append(firstSeed + i);
      for (Column column : columns) {
        csv.append(',').append(Figures.number(column.figure.applyAsDouble(runs.get(i))));
      }
      csv.append('\n');
    }
    return csv.toString();
  }

  private static String header(Column column) {
    String name = column.name.replaceAll("[^A-Za-z0-9]+", "_");
    return column.unit.isEmpty() ? name : name + "_" + column.unit.replace("%", "percent");
  }

  /** The means, as one line. */
  String json() {
    String means =
        columns.stream()
            .map(column ->
                "\"%s\":%s"
                    .formatted(
                        header(column), Figures.number(Spread.of(runs, column.figure).mean())))
            .collect(Collectors.joining(","));
    return "{\"runs\":%d,%s}".formatted(runs.size(), means);
  }
}

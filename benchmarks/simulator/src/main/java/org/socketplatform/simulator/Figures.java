package org.socketplatform.simulator;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of all runs of {@link FigureA}, for people, for programs and for other tools. */
final class Figures {
  /** A column of the table. */
  private record Column(String name, String unit, int decimals, ToDoubleFunction<Outcome> figure) {}

  private static final List<Column> COLUMNS =
      List.of(
          new Column("change", "%", 0, Outcome::changePercent),
          new Column("joins", "", 0, Outcome::joins),
          new Column("leaves", "", 0, Outcome::leaves),
          new Column("coverage, alive >= 500 ms", "%", 2, o -> 100 * o.coverage500()),
          new Column("coverage, alive", "%", 2, o -> 100 * o.coverageAlive()),
          new Column("  ceiling at 2 round trips", "%", 2, o -> 100 * o.ceiling()),
          new Column("coverage, ready", "%", 2, o -> 100 * o.coverageReady()),
          new Column("coverage, ever", "%", 2, o -> 100 * o.coverageEver()),
          new Column("t50", "ms", 0, o -> o.delays().t50()),
          new Column("t90", "ms", 0, o -> o.delays().t90()),
          new Column("t99", "ms", 0, o -> o.delays().t99()),
          new Column("slowest", "ms", 0, o -> o.delays().max()),
          new Column("t90, from coming", "ms", 0, Outcome::t90Coming),
          new Column("redundancy (RMR)", "", 2, Outcome::rmr),
          new Column("last hop (LDH)", "", 1, Outcome::ldh),
          new Column("payload per peer", "B", 0, Outcome::payloadBytes),
          new Column("control per peer", "B", 0, Outcome::controlBytes),
          new Column("datagrams per peer", "", 0, Outcome::datagrams),
          new Column("queries", "", 0, Outcome::queries),
          new Column("direct connections", "%", 1, o -> 100 * o.directShare()));

  private static final List<Column> COLUMNS_OF_GROUPS =
      Stream.concat(
              group("capable", Outcome::capable).stream(),
              group("original", Outcome::original).stream())
          .toList();

  private static List<Column> group(String name, Function<Outcome, Outcome.Group> group) {
    return List.of(
        new Column(name + ", alive >= 500 ms", "%", 2, o -> 100 * group.apply(o).coverage500()),
        new Column(name + ", alive", "%", 2, o -> 100 * group.apply(o).coverageAlive()),
        new Column(name + ", t90", "ms", 0, o -> group.apply(o).t90()),
        new Column(name + ", t90, from coming", "ms", 0, o -> group.apply(o).t90Coming()),
        new Column(name + ", control per peer", "B", 0, o -> group.apply(o).controlBytes()));
  }

  private final List<Outcome> runs;
  private final int firstSeed;
  private final List<Column> columns = new ArrayList<>(COLUMNS);

  Figures(List<Outcome> runs, int firstSeed) {
    this.runs = runs;
    this.firstSeed = firstSeed;
    boolean isMixed = runs.stream().anyMatch(run -> !run.original().equals(Outcome.Group.NOBODY));
    if (isMixed) {
      columns.addAll(COLUMNS_OF_GROUPS);
    }
  }

  /** Mean, deviation and ends over the runs. */
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
  }

  /** One line for each run. */
  String csv() {
    StringBuilder csv = new StringBuilder("seed");
    columns.forEach(column -> csv.append(',').append(header(column)));
    csv.append('\n');
    for (int i = 0; i < runs.size(); i++) {
      csv.append(firstSeed + i);
      for (Column column : columns) {
        csv.append(',').append(number(column.figure.applyAsDouble(runs.get(i))));
      }
      csv.append('\n');
    }
    return csv.toString();
  }

  private static String header(Column column) {
    String name = column.name.strip().replaceAll("[^A-Za-z0-9]+", "_").replaceAll("_$", "");
    return column.unit.isEmpty() ? name : name + "_" + column.unit.replace("%", "percent");
  }

  /** The figures that have names, as one line. */
  String json() {
    Map<String, Double> named = new LinkedHashMap<>();
    Spread settled = Spread.of(runs, Outcome::coverage500);
    Spread alive = Spread.of(runs, Outcome::coverageAlive);
    named.put("coverage_500ms_mean", settled.mean());
    named.put("coverage_500ms_min", settled.min());
    named.put("coverage_alive_mean", alive.mean());
    named.put("coverage_alive_min", alive.min());
    named.put("ceiling_2rtt_mean", mean(Outcome::ceiling));
    named.put("coverage_ready_mean", mean(Outcome::coverageReady));
    named.put("t90_ms", mean(o -> o.delays().t90()));
    named.put("t90_coming_ms", mean(Outcome::t90Coming));
    named.put("rmr", mean(Outcome::rmr));
    named.put("ldh", mean(Outcome::ldh));
    named.put("payload_bytes_per_peer", mean(Outcome::payloadBytes));
    named.put("control_bytes_per_peer", mean(Outcome::controlBytes));
    named.put("change_percent", mean(Outcome::changePercent));
    named.put("direct_share", mean(Outcome::directShare));
    if (columns.size() > COLUMNS.size()) {
      named.put("coverage_500ms_capable_mean", mean(o -> o.capable().coverage500()));
      named.put("coverage_500ms_original_mean", mean(o -> o.original().coverage500()));
      named.put("control_bytes_per_capable_peer", mean(o -> o.capable().controlBytes()));
      named.put("control_bytes_per_original_peer", mean(o -> o.original().controlBytes()));
    }
    return named.entrySet().stream()
        .map(figure -> "\"" + figure.getKey() + "\":" + number(figure.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private double mean(ToDoubleFunction<Outcome> figure) {
    return Spread.of(runs, figure).mean();
  }

  static String number(double value) {
    return Double.isNaN(value)
        ? "null"
        : "%.4f".formatted(value).replaceAll("0+$", "").replaceAll("\\.$", "");
  }
}

package org.socketplatform.simulator;

import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The picture of one run as SVG: how many peers did, wanted or had what, over time. */
final class Plot {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 400;
  private static final int LEFT = 56;
  private static final int RIGHT = 24;
  private static final int TOP = 64;
  private static final int BOTTOM = 48;
  private static final int STEPS = 5;

  /** A line of the picture. */
  private record Line(String name, String colour, List<Point> points) {}

  private record Point(long millis, int value) {}

  /** Time, from 0 on. */
  private record Axis(long millis, int steps, long unitMillis, String unit) {}

  private final String title;
  private final List<Line> lines;
  private final Axis axis;
  private final int top;

  private Plot(String title, List<Line> lines, Axis axis) {
    this.title = title;
    this.lines = lines;
    this.axis = axis;
    this.top =
        roundUp(
            lines.stream()
                .flatMap(line -> line.points.stream())
                .mapToInt(Point::value)
                .max()
                .orElse(1));
  }

  /** Who came, went, wanted and got the message in a run of {@link FigureA}. */
  static Plot of(Scenario scenario, Outcome outcome) {
    String title =
        String.format(
            Locale.ROOT,
            "%d peers, change %.0f %%, message reached %.1f %% of the subscribers",
            scenario.peers(),
            outcome.changePercent(),
            100 * outcome.coverageAlive());
    List<Outcome.Sample> samples = outcome.timeline();
    return new Plot(
        title,
        List.of(
            line("joined", "#2e9e5b", samples, Outcome.Sample::millis, Outcome.Sample::joined),
            line("left", "#d1495b", samples, Outcome.Sample::millis, Outcome.Sample::left),
            line("alive", "#8d99ae", samples, Outcome.Sample::millis, Outcome.Sample::alive),
            line(
                "want the message",
                "#1d3557",
                samples,
                Outcome.Sample::millis,
                Outcome.Sample::wanting),
            line("have it", "#3a86ff", samples, Outcome.Sample::millis, Outcome.Sample::having)),
        new Axis(Scenario.WINDOW_MILLIS, STEPS, 1000, "s"));
  }

  private static <T> Line line(
      String name,
      String colour,
      List<T> samples,
      ToLongFunction<T> millis,
      ToIntFunction<T> value) {
    return new Line(
        name,
        colour,
        samples.stream().map(s -> new Point(millis.applyAsLong(s), value.applyAsInt(s))).toList());
  }

  /** Who was online and held the message in a run of {@link Endurance}. */
  static Plot of(EnduranceSetting setting, EnduranceOutcome outcome) {
    String title =
        String.format(
            Locale.ROOT,
            "%d people, %.0f online on average, one message",
            setting.peers(),
            outcome.onlineMean());
    List<EnduranceOutcome.Sample> samples = outcome.timeline();
    return new Plot(
        title,
        List.of(
            line(
                "online",
                "#8d99ae",
                samples,
                EnduranceOutcome.Sample::millis,
                EnduranceOutcome.Sample::online),
            line(
                "hold it",
                "#3a86ff",
                samples,
                EnduranceOutcome.Sample::millis,
                EnduranceOutcome.Sample::holders),
            line(
                "hold it, offline",
                "#2e9e5b",
                samples,
                EnduranceOutcome.Sample::millis,
                EnduranceOutcome.Sample::keepers)),
        new Axis(
            setting.days() * Habit.DAY_MILLIS,
            Math.min(setting.days(), 14),
            Habit.DAY_MILLIS,
            "d"));
  }

  private static int roundUp(int value) {
    int step = (int) Math.pow(10, Math.floor(Math.log10(Math.max(1, value))));
    return Math.max(STEPS, Math.ceilDiv(value, step) * step);
  }

  String svg() {
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
        <rect width="100%%" height="100%%" fill="#ffffff"/>
        <text x="%d" y="24" font-size="15" fill="#222222">%s</text>
        """
            .formatted(WIDTH, HEIGHT, LEFT, title));
    IntStream.rangeClosed(0, STEPS).forEach(step -> level(svg, top * step / STEPS));
    IntStream.rangeClosed(0, axis.steps)
        .forEach(step -> time(svg, axis.millis * step / axis.steps));
    int x = LEFT;
    for (Line line : lines) {
      svg.append(
          """
          <polyline fill="none" stroke="%s" stroke-width="2" points="%s"/>
          <rect x="%d" y="38" width="10" height="10" fill="%s"/><text x="%d" y="47" fill="#222222">%s</text>
          """
              .formatted(line.colour, points(line), x, line.colour, x + 14, line.name));
      x += 40 + 7 * line.name.length();
    }
    return svg.append("</svg>\n").toString();
  }

  private void level(StringBuilder svg, int value) {
    svg.append(
        String.format(
            Locale.ROOT,
            """
            <line x1="%d" x2="%d" y1="%.1f" y2="%.1f" stroke="#e3e6ea"/>
            <text x="%d" y="%.1f" text-anchor="end" fill="#555555">%d</text>
            """,
            LEFT,
            WIDTH - RIGHT,
            y(value),
            y(value),
            LEFT - 8,
            y(value) + 4,
            value));
  }

  private void time(StringBuilder svg, long millis) {
    svg.append(
        String.format(
            Locale.ROOT,
            """
            <text x="%.1f" y="%d" text-anchor="middle" fill="#555555">%d %s</text>
            """,
            x(millis),
            HEIGHT - BOTTOM + 20,
            millis / axis.unitMillis,
            axis.unit));
  }

  private String points(Line line) {
    return line.points.stream()
        .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", x(point.millis), y(point.value)))
        .collect(Collectors.joining(" "));
  }

  private double x(long millis) {
    return LEFT + (double) (WIDTH - LEFT - RIGHT) * millis / axis.millis;
  }

  private double y(int value) {
    return HEIGHT - BOTTOM - (double) (HEIGHT - TOP - BOTTOM) * value / top;
  }
}

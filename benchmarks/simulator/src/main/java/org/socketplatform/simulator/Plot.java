package org.socketplatform.simulator;

import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The picture of one run of {@link FigureA} as SVG: who came, went, wanted and got the message. */
final class Plot {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 400;
  private static final int LEFT = 56;
  private static final int RIGHT = 24;
  private static final int TOP = 64;
  private static final int BOTTOM = 48;
  private static final int STEPS = 5;

  /** A line of the picture. */
  private record Line(String name, String colour, ToIntFunction<Outcome.Sample> value) {}

  private static final List<Line> LINES =
      List.of(
          new Line("joined", "#2e9e5b", Outcome.Sample::joined),
          new Line("left", "#d1495b", Outcome.Sample::left),
          new Line("alive", "#8d99ae", Outcome.Sample::alive),
          new Line("want the message", "#1d3557", Outcome.Sample::wanting),
          new Line("have it", "#3a86ff", Outcome.Sample::having));

  private final String title;
  private final List<Outcome.Sample> samples;
  private final int top;

  private Plot(String title, List<Outcome.Sample> samples) {
    this.title = title;
    this.samples = samples;
    int largest =
        samples.stream()
            .flatMapToInt(s -> LINES.stream().mapToInt(line -> line.value.applyAsInt(s)))
            .max()
            .orElse(1);
    this.top = roundUp(largest);
  }

  static Plot of(Scenario scenario, Outcome outcome) {
    String title =
        String.format(
            Locale.ROOT,
            "%d peers, change %.0f %%, message reached %.1f %% of the subscribers",
            scenario.peers(),
            outcome.changePercent(),
            100 * outcome.coverageAlive());
    return new Plot(title, outcome.timeline());
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
    IntStream.rangeClosed(0, STEPS).forEach(step -> grid(svg, step));
    int x = LEFT;
    for (Line line : LINES) {
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

  private void grid(StringBuilder svg, int step) {
    double y = y(top * step / STEPS);
    long millis = Scenario.WINDOW_MILLIS * step / STEPS;
    svg.append(
        String.format(
            Locale.ROOT,
            """
            <line x1="%d" x2="%d" y1="%.1f" y2="%.1f" stroke="#e3e6ea"/>
            <text x="%d" y="%.1f" text-anchor="end" fill="#555555">%d</text>
            <text x="%.1f" y="%d" text-anchor="middle" fill="#555555">%d s</text>
            """,
            LEFT,
            WIDTH - RIGHT,
            y,
            y,
            LEFT - 8,
            y + 4,
            top * step / STEPS,
            x(millis),
            HEIGHT - BOTTOM + 20,
            millis / 1000));
  }

  private String points(Line line) {
    return samples.stream()
        .map(s ->
            String.format(Locale.ROOT, "%.1f,%.1f", x(s.millis()), y(line.value.applyAsInt(s))))
        .collect(Collectors.joining(" "));
  }

  private static double x(long millis) {
    return LEFT + (double) (WIDTH - LEFT - RIGHT) * millis / Scenario.WINDOW_MILLIS;
  }

  private double y(int value) {
    return HEIGHT - BOTTOM - (double) (HEIGHT - TOP - BOTTOM) * value / top;
  }
}

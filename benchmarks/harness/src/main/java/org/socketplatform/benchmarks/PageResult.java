package org.socketplatform.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What the page of the IPC benchmark measured: one flat JSON object of numbers. */
final class PageResult {
  private static final Pattern FIGURE = Pattern.compile("\"(\\w+)\":(-?[0-9][0-9.eE+-]*)");
  private static final Pattern ERROR = Pattern.compile("\"error\":\"(.*)\"");

  private PageResult() {}

  static Map<String, Double> parse(String json) {
    ERROR
        .matcher(json)
        .results()
        .findFirst()
        .ifPresent(error -> {
          throw new BenchmarkException("the page failed: " + error.group(1));
        });
    Map<String, Double> figures = new LinkedHashMap<>();
    for (MatchResult figure : FIGURE.matcher(json).results().toList()) {
      figures.put(figure.group(1), Double.valueOf(figure.group(2)));
    }
    return figures;
  }
}

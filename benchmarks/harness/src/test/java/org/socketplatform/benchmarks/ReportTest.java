package org.socketplatform.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReportTest {
  @Test
  void shouldWriteFiguresAsOneFlatObject() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("dcl_ms", 421.5);
    figures.put("events_lost", 0.0);
    figures.put("events_per_s", 130000.0);

    assertThat(Report.json(figures))
        .isEqualTo("{\"dcl_ms\":421.5,\"events_lost\":0,\"events_per_s\":130000}");
  }
}

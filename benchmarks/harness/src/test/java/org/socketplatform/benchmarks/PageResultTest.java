package org.socketplatform.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

final class PageResultTest {
  @Test
  void shouldReadNumbersAsJavaScriptWritesThem() {
    assertThat(PageResult.parse("{\"small_p50_us\":97.25,\"events_lost\":0,\"tiny\":1e-7}"))
        .containsOnly(entry("small_p50_us", 97.25), entry("events_lost", 0.0), entry("tiny", 1e-7));
  }

  @Test
  void shouldTellWhyThePageFailed() {
    assertThatThrownBy(() -> PageResult.parse("{\"error\":\"TypeError: no 5\"}"))
        .hasMessage("the page failed: TypeError: no 5");
  }
}

package org.socketplatform.pluginhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff();

  @Test
  void shouldDoubleThePauseUpToAMinute() {
    assertThat(IntStream.range(0, 9).mapToObj(_ -> backoff.after(Duration.ZERO).toSeconds()))
        .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
  }

  @Test
  void shouldBeginAnewAfterAStableRun() {
    backoff.after(Duration.ZERO);
    backoff.after(Duration.ofSeconds(59));

    assertThat(backoff.after(Duration.ofMinutes(1))).isEqualTo(Duration.ofSeconds(1));
  }
}

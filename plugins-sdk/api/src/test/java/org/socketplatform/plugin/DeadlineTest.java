package org.socketplatform.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  @Test
  void shouldTellHowMuchTimeIsLeft() {
    Deadline deadline = Deadline.in(Duration.ofHours(1));

    assertThat(deadline.hasPassed()).isFalse();
    assertThat(deadline.remainingNanos()).isBetween(1L, Duration.ofHours(1).toNanos());
  }

  @Test
  void shouldHavePassedWhereNoTimeIsGiven() {
    assertThat(Deadline.in(Duration.ZERO).hasPassed()).isTrue();
    assertThat(Deadline.in(Duration.ofSeconds(Long.MIN_VALUE)).hasPassed()).isTrue();
    assertThat(Deadline.in(Duration.ofMillis(-1)).remainingNanos()).isZero();
  }

  @Test
  void shouldBearTimesThatNobodyLivesToSee() {
    Deadline deadline = Deadline.in(Duration.ofSeconds(Long.MAX_VALUE));

    assertThat(deadline.hasPassed()).isFalse();
    assertThat(deadline.remainingNanos()).isPositive();
  }

  @Test
  void shouldNeverPassWhereThereIsNone() {
    assertThat(Deadline.NONE.hasPassed()).isFalse();
    assertThat(Deadline.NONE.remainingNanos()).isEqualTo(Long.MAX_VALUE);
  }
}

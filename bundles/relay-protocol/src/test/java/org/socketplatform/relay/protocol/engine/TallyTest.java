package org.socketplatform.relay.protocol.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TallyTest {
  private final Tally tally = new Tally(2);

  @Test
  void shouldCountEachKindOfEachNumber() {
    tally.add(7, 0, 0);
    tally.add(7, 1, 0);

    assertThat(tally.add(7, 0, 59_999)).isEqualTo(2);
    assertThat(tally.count(7, 1, 59_999)).isEqualTo(1);
    assertThat(tally.count(8, 0, 59_999)).isZero();
  }

  @Test
  void shouldStartAnewEachMinute() {
    tally.add(7, 0, 1000);

    assertThat(tally.count(7, 0, 61_000)).isZero();
    assertThat(tally.add(7, 0, 61_000)).isEqualTo(1);
  }

  @Test
  void shouldCountTogetherWhatIsBeyondItsBound() {
    for (int number = 1; number <= 8192; number++) {
      tally.add(number, 0, 0);
    }

    assertThat(tally.add(10_001, 0, 0)).isEqualTo(1);
    assertThat(tally.add(10_002, 0, 0)).isEqualTo(2);
    assertThat(tally.count(10_001, 0, 0)).isEqualTo(2);
    assertThat(tally.count(10_003, 0, 0)).isEqualTo(2);
    assertThat(tally.add(5, 0, 0)).isEqualTo(2);
  }
}

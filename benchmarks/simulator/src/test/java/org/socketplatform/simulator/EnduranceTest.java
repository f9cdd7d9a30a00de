package org.socketplatform.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EnduranceTest {
  private static final EnduranceSetting SMALL = new EnduranceSetting(64, 1, 3, false, 2, true);

  @Test
  void shouldGiveNewcomersTheMessageThoughItsWriterIsGone() {
    EnduranceOutcome outcome = new Endurance(SMALL, 1).run();

    assertThat(outcome.isLost()).isFalse();
    assertThat(outcome.marks()).hasSize(1);
    EnduranceOutcome.Mark mark = outcome.marks().getFirst();
    assertThat(mark.newcomers()).isEqualTo(8);
    assertThat(mark.served()).isEqualTo(8);
    assertThat(mark.holders()).isPositive();
  }

  @Test
  void shouldBeTheSameForTheSameSeed() {
    EnduranceSetting setting = new EnduranceSetting(32, 1, 1, true, 2, true);

    assertThat(new Endurance(setting, 4).run()).isEqualTo(new Endurance(setting, 4).run());
  }

  @Test
  void shouldKeepOfflineWhatPeersHeld() {
    EnduranceSetting setting = new EnduranceSetting(32, 1, 1, true, 2, true);

    assertThat(new Endurance(setting, 4).run().timeline()).anyMatch(sample -> sample.keepers() > 0);
    assertThat(new Endurance(SMALL, 1).run().timeline()).allMatch(sample -> sample.keepers() == 0);
  }

  @Test
  void shouldNoticeThatAMessageIsLost() {
    EnduranceSetting lonely = new EnduranceSetting(8, 3, 1, false, 0, true);

    EnduranceOutcome outcome = new Endurance(lonely, 2).run();

    assertThat(outcome.isLost()).isTrue();
    assertThat(outcome.lostAfterMillis()).isBetween(1L, 3 * Habit.DAY_MILLIS);
    assertThat(outcome.timeline()).anyMatch(sample -> sample.holders() > 0);
  }
}

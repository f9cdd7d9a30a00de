package org.socketplatform.relay.protocol.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {
  private final ReplayWindow window = new ReplayWindow();

  private boolean take(long counter) {
    boolean isNew = window.isNew(counter);
    if (isNew) {
      window.add(counter);
    }
    return isNew;
  }

  @Test
  void shouldTakeEachCounterOnceInWhateverOrder() {
    SplittableRandom random = new SplittableRandom(1);
    Set<Long> taken = new HashSet<>();
    for (long i = 0; i < 200_000; i++) {
      long counter = i / 2 + random.nextInt(ReplayWindow.SIZE / 2);

      assertThat(take(counter)).isEqualTo(taken.add(counter));
    }
    assertThat(taken).hasSizeGreaterThan(50_000);
  }

  @Test
  void shouldTakeNothingThatIsTooOldToBeKnown() {
    take(ReplayWindow.SIZE + 10);

    assertThat(take(10)).isFalse();
    assertThat(take(11)).isTrue();
    assertThat(take(11)).isFalse();
  }

  @Test
  void shouldForgetWhatLiesFarBehindAJump() {
    assertThat(take(0)).isTrue();
    assertThat(take(Long.MAX_VALUE)).isTrue();

    assertThat(take(Long.MAX_VALUE)).isFalse();
    assertThat(take(Long.MAX_VALUE - ReplayWindow.SIZE + 1)).isTrue();
    assertThat(take(0)).isFalse();
    assertThat(take(-1)).isFalse();
  }
}

package org.socketplatform.access;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A short run of what {@code ./ssc fuzz} runs for long, always with the same inputs. */
class FuzzTest {
  private static final long SEED = 20_26;

  private static void run(int times, int longest, Consumer<byte[]> target) {
    Random random = new Random(SEED);
    for (int i = 0; i < times; i++) {
      byte[] bytes = new byte[random.nextInt(longest)];
      random.nextBytes(bytes);
      target.accept(bytes);
    }
  }

  @Test
  void shouldFindNoWayOutOfAPathScope() {
    run(300, 256, PathFuzz::fuzzerTestOneInput);
  }

  @Test
  void shouldFindNoWayAroundAHostScope() {
    run(30_000, 64, HostFuzz::fuzzerTestOneInput);
  }

  @Test
  void shouldFindNoWayAroundAProgramScope() {
    assumeThat(ProgramFuzz.isSupported()).isTrue();

    run(5_000, 64, ProgramFuzz::fuzzerTestOneInput);
  }
}

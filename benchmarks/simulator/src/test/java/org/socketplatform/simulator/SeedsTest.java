package org.socketplatform.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class SeedsTest {
  @Test
  void shouldGiveResultsInTheOrderOfTheSeeds() throws InterruptedException {
    PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
    Seeds seeds = new Seeds(3, new Progress(nowhere, false, () -> 0));

    assertThat(seeds.run(40, 5, seed -> seed)).containsExactly(40L, 41L, 42L, 43L, 44L);
  }
}

package org.socketplatform.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SamplesTest {
  @Test
  void shouldTakeTheMiddleValueAsMedianWhenTheirNumberIsOdd() {
    assertThat(new Samples(List.of(9.0, 1.0, 5.0)).median()).isEqualTo(5.0);
  }

  @Test
  void shouldInterpolateBetweenSamples() {
    Samples samples = new Samples(List.of(4.0, 1.0, 2.0, 3.0));

    assertThat(samples.median()).isEqualTo(2.5);
    assertThat(samples.quantile(0.25)).isEqualTo(1.75);
    assertThat(samples.quantile(1)).isEqualTo(4.0);
  }
}

package org.socketplatform.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socketplatform.relay.protocol.Feature;

class OptionsTest {
  @Test
  void shouldTakeTheFoundingTextsSettingIfNothingIsSaid() {
    assertThat(Options.parse("figure-a").scenario()).isEqualTo(Scenario.USUAL);
  }

  @Test
  void shouldTakeAllSettings() {
    Options options =
        Options.parse(
            """
            figure-a --variant b --peers 1500 --loss 0.05 --hard-nat 0.33 --hostile 0.3 --attack aim \
            --without lazy-push --without handover --seeds 3 --first-seed 100 --jobs 1 --json\
            """
                .split(" "));

    assertThat(options.scenario().variant()).isEqualTo(Scenario.Variant.B);
    assertThat(options.scenario().peers()).isEqualTo(1500);
    assertThat(options.scenario().conditions().loss()).isEqualTo(0.05);
    assertThat(options.scenario().natMix().hardShare()).isEqualTo(0.33);
    assertThat(options.scenario().hostileShare()).isEqualTo(0.3);
    assertThat(options.scenario().attack()).isEqualTo(Attacker.Attack.AIM);
    assertThat(options.scenario().features())
        .isEqualTo(EnumSet.complementOf(EnumSet.of(Feature.LAZY_PUSH, Feature.HANDOVER)));
    assertThat(options.seeds()).isEqualTo(3);
    assertThat(options.firstSeed()).isEqualTo(100);
    assertThat(options.jobs()).isEqualTo(1);
    assertThat(options.json()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "figure-b",
        "figure-a --loss",
        "figure-a --loss 2",
        "figure-a --loss NaN",
        "figure-a --peers 1",
        "figure-a --peers many",
        "figure-a --seeds 0",
        "figure-a --jobs 0",
        "figure-a --attack hug",
        "figure-a --variant c",
        "figure-a --without luck",
        "figure-a --fast"
      })
  void shouldSayHowItIsUsedWhenTheLineMakesNoSense(String line) {
    String[] words = line.isEmpty() ? new String[0] : line.split(" ");

    assertThatExceptionOfType(SimulatorException.class)
        .isThrownBy(() -> Options.parse(words))
        .withMessageContaining("usage: simulate");
  }

  @Test
  void shouldTakeTheUsualEnduranceIfNothingIsSaid() {
    assertThat(EnduranceOptions.parse("endurance").setting()).isEqualTo(EnduranceSetting.USUAL);
  }

  @Test
  void shouldTakeAllSettingsOfTheEndurance() {
    EnduranceOptions options =
        EnduranceOptions.parse(
            """
            endurance --peers 64 --days 3 --zones 1 --keep --messages 7 --undated --seeds 4 \
            --first-seed 9 --jobs 1 --json\
            """
                .split(" "));

    assertThat(options.setting()).isEqualTo(new EnduranceSetting(64, 3, 1, true, 7, false));
    assertThat(options.seeds()).isEqualTo(4);
    assertThat(options.firstSeed()).isEqualTo(9);
    assertThat(options.jobs()).isEqualTo(1);
    assertThat(options.json()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"endurance --days 0", "endurance --peers 1", "endurance --loss 0.1"})
  void shouldSayHowTheEnduranceIsUsedWhenTheLineMakesNoSense(String line) {
    assertThatExceptionOfType(SimulatorException.class)
        .isThrownBy(() -> EnduranceOptions.parse(line.split(" ")))
        .withMessageContaining("simulate endurance");
  }
}

package org.socketplatform.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  @TempDir private Path folder;

  @Test
  void shouldRunTheCurrentFolderWhenNothingIsGiven() {
    Options options = Options.parse();

    assertThat(options.app()).isEqualTo(Path.of(""));
    assertThat(options.headless()).isFalse();
    assertThat(options.screenshot()).isEmpty();
    assertThat(options.timeout()).isEmpty();
    assertThat(options.arguments()).isEmpty();
  }

  @Test
  void shouldTakeOptionsBeforeAndBehindTheApp() {
    String file = folder.resolve("page.png").toString();

    Options options =
        Options.parse("--headless", "my app", "--screenshot", file, "--timeout", "1.5");

    assertThat(options.app()).isEqualTo(Path.of("my app"));
    assertThat(options.headless()).isTrue();
    assertThat(options.screenshot()).contains(Path.of(file));
    assertThat(options.timeout()).contains(Duration.ofMillis(1500));
  }

  @Test
  void shouldTakeValuesBehindAnEqualsSign() {
    assertThat(Options.parse("--timeout=3").timeout()).contains(Duration.ofSeconds(3));
  }

  @Test
  void shouldLeaveToTheAppWhatStandsBehindTheDashes() {
    Options options = Options.parse("app", "--", "--headless", "a b", "--", "");

    assertThat(options.headless()).isFalse();
    assertThat(options.arguments()).containsExactly("--headless", "a b", "--", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "0", "-1", "NaN", "1e99", "1s"})
  void shouldRefuseATimeoutThatIsNoTime(String text) {
    assertThatThrownBy(() -> Options.parse("--timeout", text))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--test", "-t"})
  void shouldRunTestsWithoutAWindow(String option) {
    Options options = Options.parse("app", option, "test/all.js");

    assertThat(options.test()).contains(Path.of("test/all.js"));
    assertThat(options.headless()).isTrue();
  }

  @Test
  void shouldRefuseATestWithAScreenshot() {
    String file = folder.resolve("page.png").toString();

    assertThatThrownBy(() -> Options.parse("--test", "test.js", "--screenshot", file))
        .hasMessageContaining("do not go together");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--timeout", "--screenshot", "--test", "-t"})
  void shouldRefuseAMissingValue(String option) {
    assertThatThrownBy(() -> Options.parse(option)).hasMessageContaining(option + " needs a");
    assertThatThrownBy(() -> Options.parse(option, "--headless"))
        .hasMessageContaining(option + " needs a");
  }

  @Test
  void shouldRefuseAScreenshotWithoutAFolder() {
    String file = folder.resolve("none/page.png").toString();

    assertThatThrownBy(() -> Options.parse("--screenshot", file))
        .hasMessageContaining("there is no folder " + folder.resolve("none"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--colour", "-x", "--headles"})
  void shouldRefuseAnUnknownOption(String option) {
    assertThatThrownBy(() -> Options.parse("app", option))
        .hasMessageContaining("unknown option " + option);
  }

  @Test
  void shouldRefuseTwoApps() {
    assertThatThrownBy(() -> Options.parse("one", "two"))
        .hasMessageContaining("'one'")
        .hasMessageContaining("'two'");
  }

  @Test
  void shouldRefuseAFlagWithAValue() {
    assertThatThrownBy(() -> Options.parse("--headless=no")).hasMessageContaining("no value");
  }
}

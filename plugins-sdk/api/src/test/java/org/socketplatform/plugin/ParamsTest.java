package org.socketplatform.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParamsTest {
  private final Params params =
      Params.of(
          Map.of(
              "text",
              "a",
              "empty",
              "",
              "number",
              "-5",
              "id",
              "18446744073709551615",
              "yes",
              "true",
              "no",
              "false"));

  @Test
  void shouldTreatEmptyAsAbsent() {
    assertThat(params.text("text")).hasValue("a");
    assertThat(params.text("empty")).isEmpty();
    assertThat(params.text("absent")).isEmpty();
    assertThatThrownBy(() -> params.require("empty")).hasMessage("Expecting 'empty' in parameters");
  }

  @Test
  void shouldReadNumbersAndFlags() {
    assertThat(params.requireLong("number")).isEqualTo(-5);
    assertThat(params.longOr("number", 1)).isEqualTo(-5);
    assertThat(params.longOr("absent", 1)).isEqualTo(1);
    assertThat(params.flag("yes", false)).isTrue();
    assertThat(params.flag("no", true)).isFalse();
    assertThat(params.flag("empty", true)).isTrue();
  }

  @Test
  void shouldSayWhichParameterIsInvalid() {
    assertThatThrownBy(() -> params.requireLong("text"))
        .hasMessage("Invalid 'text' given in parameters");
    assertThatThrownBy(() -> params.requireLong("id")).hasMessageStartingWith("Invalid 'id'");
    assertThatThrownBy(() -> params.flag("text", true)).hasMessageStartingWith("Invalid 'text'");
  }

  @Test
  void shouldNotChangeWithTheMapThatItWasMadeFrom() {
    Map<String, String> values = new HashMap<>(Map.of("a", "1"));
    Params copy = Params.of(values);
    values.put("a", "2");

    assertThat(copy.text("a")).hasValue("1");
    assertThatThrownBy(() -> copy.asMap().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }
}

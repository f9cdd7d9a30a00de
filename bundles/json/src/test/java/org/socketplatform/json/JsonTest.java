package org.socketplatform.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static final String RICH =
      "{\"a\":[1,-2.5,true,false,null,\"\\u0000ä😀\"],\"b\":{},\"c\":[[]],\"d\":9223372036854775807}";

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void shouldPassOnWhatSomebodyElseWrote() {
    assertThat(Json.text(Json.value(utf8(" " + RICH + "\n")))).isEqualTo(RICH);
    assertThat(Json.text(Json.value(utf8("7")))).isEqualTo("7");
    assertThat(Json.text(Json.value(utf8("18446744073709551616"))))
        .isEqualTo("1.8446744073709552E19");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "[1", "1 2", "{} []", "{\"a\"}", "nul", "'a'", "NaN", "]"})
  void shouldRefuseWhatIsNotOneValue(String json) {
    assertThatThrownBy(() -> Json.value(utf8(json))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldRefuseBytesThatAreNoText() {
    assertThatThrownBy(() -> Json.value(new byte[] {'"', (byte) 0xC3, '"'}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldBoundTheDepth() {
    assertThatThrownBy(() -> Json.value(utf8("[".repeat(100_000))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldReadOrRefuseAnything() {
    Random random = new Random(20260102);
    int read = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] json = utf8(RICH);
      for (int changes = random.nextInt(3); changes > 0; changes--) {
        json[random.nextInt(json.length)] = (byte) random.nextInt(256);
      }
      try {
        Json.text(Json.value(json));
        read++;
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageNotContaining("Exception");
      }
    }
    assertThat(read).isGreaterThan(5_000);
  }
}

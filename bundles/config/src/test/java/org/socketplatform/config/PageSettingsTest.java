package org.socketplatform.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageSettingsTest {
  private static Map<String, ?> page(String value) {
    return PageSettings.of(SocketIni.parse("[webview.watch]\nreload = " + value + "\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0.0", "50%", "1px", "0123", "1e999", "9007199254740993", "-", "0x", "0xzz", "truely",
        "{a: 1}", "[1,]", "[1] 2", "NaN", "hello world", "\\u0041", "1_000", "+1", ".5", "1.",
      })
  void shouldKeepTextThatIsNotWhollySomethingElse(String value) {
    assertThat(page(value)).isEqualTo(Map.of("webview_watch_reload", value));
  }

  @Test
  void shouldParseWholeValues() {
    assertThat(page("true").values()).singleElement().isEqualTo(true);
    assertThat(page("false").values()).singleElement().isEqualTo(false);
    assertThat(new ArrayList<Object>(page("null").values())).containsExactly((Object) null);
    assertThat(page("42").values()).singleElement().isEqualTo(42L);
    assertThat(page("-0.5e1").values()).singleElement().isEqualTo(-5.0);
    assertThat(page("0xff").values()).singleElement().isEqualTo(255L);
    assertThat(page("'\"quoted \\u0041\\n\"'").values()).singleElement().isEqualTo("quoted A\n");
    assertThat(page("{\"a\": [1, \"b\", {}], \"c\": null}").values())
        .singleElement()
        .hasToString("{a=[1, b, {}], c=null}");
  }

  @Test
  void shouldJoinListsAndFlattenKeys() {
    assertThat(PageSettings.of(SocketIni.parse("[build]\nenv[] = A\nenv[] = B\n")))
        .isEqualTo(Map.of("build_env", "A B"));
    assertThat(PageSettings.of(SocketIni.parse("[env]\nA = [1]\n")))
        .isEqualTo(Map.of("env_A", List.of(1L)));
  }
}

package org.socketplatform.webview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socketplatform.plugin.FailureException;

class ProtocolHandlersTest {
  private static final String SECTION = "webview.protocol-handlers";

  private final List<String> known = new ArrayList<>();

  private ProtocolHandlers handlers(FakeSettings settings) {
    return new ProtocolHandlers(settings, known::add);
  }

  @Test
  void shouldTakeTheSchemesOfTheApp() {
    ProtocolHandlers handlers =
        handlers(
            new FakeSettings()
                .with(SECTION, "one", "https")
                .with(SECTION + ".two", "/sw.js")
                .with(SECTION + ".three", "{\"a\":1}"));

    assertThat(known).containsExactlyInAnyOrder("one", "two", "three");
    assertThat(handlers.configured()).containsExactlyInAnyOrder("one", "two", "three");
    assertThat(handlers.scripts()).isEqualTo(Map.of("two", "/sw.js"));
    assertThat(handlers.data("three")).contains("{\"a\":1}");
    assertThat(handlers.data("https")).isEmpty();
  }

  @Test
  void shouldTellTheEngineOnceOfEachScheme() {
    ProtocolHandlers handlers = handlers(new FakeSettings());

    handlers.register("one", "");
    handlers.unregister("one");
    handlers.register("one", "data");
    handlers.setData("one", "other");

    assertThat(known).containsExactly("one");
    assertThat(handlers.data("one")).contains("other");
    assertThat(handlers.configured()).as("what the policy allows").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "socket", "ipc", "https", "a b", "1a", "a:", "ä", "A"})
  void shouldRefuseWhatCannotBeASchemeOfAnApp(String scheme) {
    ProtocolHandlers handlers = handlers(new FakeSettings());

    assertThatThrownBy(() -> handlers.register(scheme, "")).isInstanceOf(FailureException.class);
    assertThatThrownBy(() -> handlers.setData(scheme, "")).isInstanceOf(FailureException.class);
    assertThatThrownBy(() -> handlers.unregister(scheme)).isInstanceOf(FailureException.class);
    assertThat(known).isEmpty();
  }

  @Test
  void shouldBoundWhatItKeeps() {
    ProtocolHandlers handlers = handlers(new FakeSettings());
    handlers.register("one", "");

    assertThatThrownBy(() -> handlers.setData("one", "x".repeat((1 << 20) + 1)))
        .isInstanceOf(FailureException.class);
    for (int i = 0; i < 63; i++) {
      handlers.register("scheme" + i, "");
    }
    assertThatThrownBy(() -> handlers.register("another", ""))
        .hasMessageContaining("64 schemes already");
  }
}

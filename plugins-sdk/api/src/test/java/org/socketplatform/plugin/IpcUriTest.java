package org.socketplatform.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpcUriTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ipc://ping                        | ping            | {}",
        "IPC://fs.readFile                 | fs.readfile     | {}",
        "ipc://ping/                       | ping            | {}",
        "ipc://ping?                       | ping            | {}",
        "ipc://ping/?a=1&b=2               | ping            | {a=1, b=2}",
        "ipc://ping?a=1#b=2                | ping            | {a=1}",
        "ipc://ping?a=1&a=2                | ping            | {a=2}",
        "ipc://ping?a&b=&=c&&d==e=         | ping            | {a=, b=, =c, d==e=}",
        "ipc://ping?%61=%C3%A4%20%F0%9F%98%80+x | ping       | {a=ä 😀 x}",
        "ipc://internal.set-x_1            | internal.set-x_1 | {}",
      })
  void shouldReadACall(String uri, String command, String params) {
    IpcUri parsed = IpcUri.parse(uri);

    assertThat(parsed.command()).isEqualTo(command);
    assertThat(parsed.params()).hasToString(params);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ipc:",
        "ipc:/ping",
        "ipc://",
        "ipc://?a=1",
        "http://ping",
        " ipc://ping",
        "ipc://.",
        "ipc://a.",
        "ipc://.a",
        "ipc://a..b",
        "ipc://a/b",
        "ipc://a b",
        "ipc://ä",
        "ipc://a%20b",
        "ipc://user@a",
        "ipc://a:80",
        "ipc://a?b=%",
        "ipc://a?b=%4",
        "ipc://a?b=%zz",
        "ipc://a?%-1=b",
      })
  void shouldSayThatItIsMalformed(String uri) {
    assertThatThrownBy(() -> IpcUri.parse(uri))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> {
              assertThat(e.failure().code()).isEqualTo("BAD_REQUEST");
              assertThat(e.failure().message()).startsWith("Malformed ipc:// URI: ");
            });
  }

  @Test
  void shouldTakeAnEndlessCommandForWhatItIs() {
    assertThat(IpcUri.parse("ipc://" + "a.".repeat(1_000_000) + "a").command()).hasSize(2_000_001);
    assertThatThrownBy(() -> IpcUri.parse("ipc://" + "a.".repeat(1_000_000)))
        .isInstanceOf(FailureException.class);
  }

  @Test
  void shouldReadALongParameter() {
    String value = "x".repeat(1 << 20);

    assertThat(IpcUri.parse("ipc://a?b=" + value).params())
        .hasToString(Map.of("b", value).toString());
  }
}

package org.socketplatform.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socketplatform.plugin.FailureException;

class HttpWriterTest {
  private static String text(ByteBuffer bytes) {
    return ISO_8859_1.decode(bytes.duplicate()).toString();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
  }

  @Test
  void shouldSayHowLongABodyIs() {
    HttpWriter writer = new HttpWriter(false, false, true);

    assertThat(text(writer.head(200, "OK", List.of("X", "y"), 3, 5)))
        .isEqualTo(
            String.join(
                "\r\n",
                "HTTP/1.1 200 OK",
                "X: y",
                "Content-Length: 3",
                "Connection: keep-alive",
                "Keep-Alive: timeout=5",
                "",
                ""));
    assertThat(text(writer.body(bytes("abc")))).isEqualTo("abc");
    assertThat(text(writer.end(List.of()))).isEmpty();
    assertThat(writer.isKeptAlive()).isTrue();
  }

  @Test
  void shouldSendChunksWhereTheLengthIsNotKnown() {
    HttpWriter writer = new HttpWriter(false, false, true);

    assertThat(text(writer.head(200, "OK", List.of(), -1, 0)))
        .contains("Transfer-Encoding: chunked");
    assertThat(text(writer.body(bytes("hello world, hello"))))
        .isEqualTo("12\r\nhello world, hello\r\n");
    assertThat(text(writer.end(List.of("X-Sum", "1")))).isEqualTo("0\r\nX-Sum: 1\r\n\r\n");
  }

  @Test
  void shouldEndTheConnectionOfAnOldClient() {
    HttpWriter writer = new HttpWriter(false, true, true);

    assertThat(text(writer.head(200, "OK", List.of(), -1, 0)))
        .isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
    assertThat(text(writer.body(bytes("abc")))).isEqualTo("abc");
    assertThat(writer.isKeptAlive()).isFalse();
  }

  @Test
  void shouldLetNoOneTakeTheNextResponseForTheRestOfAShortBody() {
    HttpWriter writer = new HttpWriter(false, false, true);
    writer.head(200, "OK", List.of("Content-Length", "5"), -1, 0);
    writer.body(bytes("abc"));
    writer.end(List.of());

    assertThat(writer.isKeptAlive()).isFalse();
  }

  @Test
  void shouldRefuseABodyThatIsLongerThanWasSaid() {
    HttpWriter writer = new HttpWriter(false, false, true);
    writer.head(200, "OK", List.of("Content-Length", "2"), -1, 0);

    assertThatThrownBy(() -> writer.body(bytes("abc")))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("longer");
  }

  @Test
  void shouldSendNoBodyWhereThereIsNone() {
    for (int status : new int[] {204, 304}) {
      HttpWriter writer = new HttpWriter(false, false, true);
      assertThat(text(writer.head(status, "No", List.of(), -1, 0)))
          .doesNotContain("Transfer-Encoding");
      assertThat(text(writer.body(bytes("abc")))).isEmpty();
    }
    HttpWriter head = new HttpWriter(true, false, true);
    assertThat(text(head.head(200, "OK", List.of("Content-Length", "9"), -1, 0)))
        .contains("Content-Length: 9");
    assertThat(text(head.body(bytes("abc")))).isEmpty();
    assertThat(head.isKeptAlive()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nb: c", "a\nb", "a\0", "\u0100"})
  void shouldRefuseWhatWouldEndAHeader(String value) {
    HttpWriter writer = new HttpWriter(false, false, true);

    assertThatThrownBy(() -> writer.head(200, "OK", List.of("X", value), -1, 0))
        .isInstanceOf(FailureException.class);
    assertThatThrownBy(() -> writer.head(200, value, List.of(), -1, 0))
        .isInstanceOf(FailureException.class);
    assertThatThrownBy(() -> writer.head(200, "OK", List.of(value, "x"), -1, 0))
        .isInstanceOf(FailureException.class);
  }
}

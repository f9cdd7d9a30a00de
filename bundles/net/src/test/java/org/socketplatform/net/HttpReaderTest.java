package org.socketplatform.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpReaderTest {
  private static final int HEADERS = 16 * 1024;
  private static final String POST = "POST /p HTTP/1.1\r\nHost: a\r\n";

  private static List<HttpReader.Part> read(byte[] bytes, int step) {
    HttpReader reader = new HttpReader(HEADERS);
    List<HttpReader.Part> parts = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += step) {
      reader.read(ByteBuffer.wrap(bytes, at, Math.min(step, bytes.length - at)));
      for (HttpReader.Part part = reader.next(); part != null; part = reader.next()) {
        parts.add(part);
      }
    }
    return parts;
  }

  private static List<HttpReader.Part> read(String text) {
    return read(text.getBytes(ISO_8859_1), Integer.MAX_VALUE / 2);
  }

  @Test
  void shouldReadARequest() {
    assertThat(read(POST + "X: 1\r\nX: 2\r\nContent-Length: 3\r\n\r\nabc"))
        .containsExactly(
            new HttpReader.Head(
                "POST",
                "/p",
                1,
                List.of("Host", "a", "X", "1", "X", "2", "Content-Length", "3"),
                true,
                true,
                false,
                false),
            new HttpReader.Bytes(ByteBuffer.wrap("abc".getBytes(ISO_8859_1))),
            new HttpReader.End(List.of()));
  }

  @Test
  void shouldKeepWhatFollowsARequestToUpgrade() {
    HttpReader reader = new HttpReader(HEADERS);
    reader.read(
        ByteBuffer.wrap(
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n\0\1GET / "
                .getBytes(ISO_8859_1)));
    assertThat(reader.next())
        .isInstanceOfSatisfying(HttpReader.Head.class, head -> assertThat(head.upgrade()).isTrue());
    assertThat(reader.next()).isEqualTo(new HttpReader.End(List.of()));
    assertThat(reader.next()).isNull();
    assertThat(new String(reader.beyond(), ISO_8859_1)).isEqualTo("\0\1GET / ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
        "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        "Content-Length: 3, 4\r\n\r\nabcd",
        "Content-Length: +3\r\n\r\nabc",
        "Content-Length: 0x3\r\n\r\nabc",
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n3\nabc\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n0x3\r\nabc\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n7fffffffffffffffff\r\n",
        "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        "X: a\nY: b\r\n\r\n",
        "X: a\rY: b\r\n\r\n",
        "Host: b\r\n\r\n"
      })
  void shouldRefuseWhatTwoReadersCouldReadDifferently(String rest) {
    List<HttpReader.Part> parts = read(POST + rest + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");

    assertThat(parts.getLast()).isInstanceOf(HttpReader.Refused.class);
    assertThat(parts)
        .noneMatch(part -> part instanceof HttpReader.Head head && head.target().contains("smug"));
  }

  @Test
  void shouldRefuseHeadersThatAreTooLong() {
    assertThat(read(POST + "X: " + "x".repeat(HEADERS) + "\r\n\r\n"))
        .containsExactly(new HttpReader.Refused(431, "HPE_HEADER_OVERFLOW", "Header overflow"));
    assertThat(read("GET /" + "x".repeat(HEADERS) + " HTTP/1.1\r\n\r\n"))
        .containsExactly(new HttpReader.Refused(414, "HPE_HEADER_OVERFLOW", "URI too long"));
  }

  @Test
  void shouldReadTheSameHoweverTheBytesComeIn() {
    String[] words = {
      "GET ", "POST ", "/a", " HTTP/1.1\r\n", " HTTP/1.0\r\n", "Host: a\r\n", "Content-Length: ",
      "3\r\n", "Transfer-Encoding: chunked\r\n", "\r\n", "abc", "0\r\n\r\n", "5\r\nhello\r\n", "\n",
      "\r", ":", " ", "\0", "Upgrade: x\r\n", "Connection: upgrade\r\n", "Expect: 100-continue\r\n"
    };
    Random random = new Random(3);
    for (int round = 0; round < 3000; round++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? POST : "");
      for (int i = random.nextInt(12); i > 0; i--) {
        text.append(words[random.nextInt(words.length)]);
      }
      byte[] bytes = text.toString().getBytes(ISO_8859_1);
      List<HttpReader.Part> whole = joined(read(bytes, Math.max(1, bytes.length)));
      List<HttpReader.Part> pieces = joined(read(bytes, 1 + random.nextInt(7)));
      assertThat(pieces).as(text.toString()).isEqualTo(whole);
      int refusals = (int) whole.stream().filter(HttpReader.Refused.class::isInstance).count();
      assertThat(refusals).isLessThanOrEqualTo(1);
      if (refusals == 1) {
        assertThat(whole.getLast()).isInstanceOf(HttpReader.Refused.class);
      }
    }
  }

  /** Bodies in one piece. */
  private static List<HttpReader.Part> joined(List<HttpReader.Part> parts) {
    List<HttpReader.Part> joined = new ArrayList<>();
    for (HttpReader.Part part : parts) {
      if (part instanceof HttpReader.Bytes(ByteBuffer more)
          && !joined.isEmpty()
          && joined.getLast() instanceof HttpReader.Bytes(ByteBuffer before)) {
        joined.set(
            joined.size() - 1,
            new HttpReader.Bytes(
                ByteBuffer.allocate(before.remaining() + more.remaining())
                    .put(before.duplicate())
                    .put(more.duplicate())
                    .flip()));
      } else {
        joined.add(part);
      }
    }
    return joined;
  }
}

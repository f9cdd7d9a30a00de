package org.socketplatform.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socketplatform.plugin.IpcUri;
import org.socketplatform.plugin.Params;

class MessageDecoderTest {
  private final Told told = new Told();
  private final MessageDecoder decoder = new MessageDecoder(told);

  /** What a decoder was heard to say. */
  private static final class Told implements MessageDecoder.Sink {
    final List<String> lines = new ArrayList<>();

    @Override
    public void message(IpcUri message, Payload body) {
      byte[] bytes = new byte[body.bytes().remaining()];
      body.bytes().get(bytes);
      body.release().run();
      lines.add(message.command() + message.params() + new String(bytes, ISO_8859_1));
    }

    @Override
    public void text(String line) {
      lines.add("text " + line);
    }

    @Override
    public void problem(String what) {
      lines.add("problem " + what);
    }
  }

  private void take(String text) {
    decoder.take(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  @Test
  void shouldReadMessagesLineByLine() {
    take("ipc://send?event=a&value=%22b%22\nipc://Heart");
    take("Beat\r\n\nhello\n");
    assertThat(told.lines)
        .containsExactly("send{event=a, value=\"b\"}", "heartbeat{}", "text hello");
  }

  @Test
  void shouldReadRawBytesBehindALine() {
    take("ipc://send?event=a&bytes=5\nx\ny\nz\nipc://heartbeat\n");
    assertThat(told.lines).containsExactly("send{event=a, bytes=5}x\ny\nz", "heartbeat{}");
  }

  @Test
  void shouldReadTheSameHoweverItIsCut() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes("ipc://send?event=%C3%A4&bytes=300\n".getBytes(UTF_8));
    byte[] noise = new byte[300];
    new Random(1).nextBytes(noise);
    all.writeBytes(noise);
    all.writeBytes("\nplain ä\nipc://what%\nipc://resolve?seq=1&value=x\n".getBytes(UTF_8));
    byte[] bytes = all.toByteArray();
    decoder.take(ByteBuffer.wrap(bytes));
    for (int size = 1; size < 50; size++) {
      Told cut = new Told();
      MessageDecoder other = new MessageDecoder(cut);
      for (int i = 0; i < bytes.length; i += size) {
        other.take(ByteBuffer.wrap(bytes, i, Math.min(size, bytes.length - i)));
      }
      assertThat(cut.lines).isEqualTo(told.lines);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ipc://",
        "ipc://a b",
        "ipc://..",
        "ipc://send?event=%zz",
        "ipc://send?bytes=x",
        "ipc://send?bytes=-1",
        "ipc://send?bytes=134217729"
      })
  void shouldSayWhatCannotBeUnderstood(String line) {
    take(line + "\nipc://heartbeat\n");
    assertThat(told.lines).hasSize(2);
    assertThat(told.lines.getFirst()).startsWith("problem ");
    assertThat(told.lines.getLast()).isEqualTo("heartbeat{}");
  }

  @Test
  void shouldSayThatALineIsNotText() {
    decoder.take(ByteBuffer.wrap(new byte[] {'a', (byte) 0xff, '\n', 'b', '\n'}));
    assertThat(told.lines).hasSize(2);
    assertThat(told.lines.getFirst()).startsWith("problem ");
    assertThat(told.lines.getLast()).isEqualTo("text b");
  }

  @Test
  void shouldLeaveOutALineThatIsTooLong() {
    byte[] much = new byte[1 << 20];
    Arrays.fill(much, (byte) 'x');
    for (int i = 0; i < 20; i++) {
      decoder.take(ByteBuffer.wrap(much));
    }
    assertThat(decoder.rest().length).isLessThanOrEqualTo(MessageDecoder.LONGEST_LINE);
    take("\nipc://heartbeat\n");
    assertThat(told.lines).hasSize(2);
    assertThat(told.lines.getFirst()).startsWith("problem a line is longer");
    assertThat(told.lines.getLast()).isEqualTo("heartbeat{}");
  }

  @Test
  void shouldGoOnWithTheRestOfAnotherDecoder() {
    take("ipc://send?event=a");
    MessageDecoder next = new MessageDecoder(told);
    next.take(ByteBuffer.wrap(decoder.rest()));
    next.take(ByteBuffer.wrap("b\n".getBytes(UTF_8)));
    assertThat(told.lines).containsExactly("send{event=ab}");
  }

  @Test
  void shouldReadWhatItWrites() {
    Map<String, String> params = new LinkedHashMap<>();
    params.put("event", "a b&c=d\n%+");
    params.put("value", "{\"ä\":\"\u2028\"}");
    take(MessageDecoder.written("process.write", Params.of(params)));
    assertThat(told.lines).containsExactly("process.write" + params);
  }

  @Test
  void shouldSurviveAnyBytes() {
    Random random = new Random(42);
    byte[][] words = {
      "ipc://send?event=a".getBytes(UTF_8),
      "&bytes=7".getBytes(UTF_8),
      "\n".getBytes(UTF_8),
      "%".getBytes(UTF_8)
    };
    for (int round = 0; round < 20_000; round++) {
      byte[] some;
      if (random.nextInt(3) > 0) {
        some = words[random.nextInt(words.length)];
      } else {
        some = new byte[random.nextInt(20)];
        random.nextBytes(some);
      }
      decoder.take(ByteBuffer.wrap(some));
    }
    decoder.close();
    assertThat(told.lines).isNotEmpty();
  }
}

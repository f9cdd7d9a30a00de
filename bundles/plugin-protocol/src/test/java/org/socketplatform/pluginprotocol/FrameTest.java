package org.socketplatform.pluginprotocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.HostAndPort;
import org.socketplatform.plugin.Scope;

class FrameTest {
  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  static final List<Frame> frames =
      List.of(
          new Frame.Hello(1, "greeter"),
          new Frame.Call(
              7,
              "greeter.hello",
              1500,
              new Caller(2, "socket://com.example", Caller.Kind.PAGE),
              true,
              Map.of("name", "Ada ä😀"),
              List.of(
                  new Frame.CheckedPath("file", "/home/ada/ä"),
                  new Frame.CheckedHost("host", new HostAndPort("::1", 65535)),
                  new Frame.CheckedProgram("program", "/bin/ls", List.of("-l", "")))),
          new Frame.Call(
              -1, "g.h", -1, new Caller(-1, "", Caller.Kind.PLATFORM), false, Map.of(), List.of()),
          new Frame.Call(
              8,
              "os.cpus",
              -1,
              new Caller(-1, "plugin:g", Caller.Kind.PLUGIN),
              false,
              Map.of(),
              List.of()),
          new Frame.Body(7, true, bytes("abc")),
          new Frame.BodyBroken(7),
          new Frame.Demand(7, 128),
          new Frame.Cancel(7),
          new Frame.Ping(),
          new Frame.Ready(
              1,
              "greeter",
              List.of(
                  new Frame.RouteEntry("greeter.hello", "greeter:hello", List.of()),
                  new Frame.RouteEntry(
                      "greeter.read",
                      "greeter:read",
                      List.of(
                          new Scope.Place("a", "greeter:read", true),
                          new Scope.Place("b", "greeter:read", false),
                          new Scope.Place("e", "greeter:read", true, Scope.Access.READ),
                          new Scope.Place("f", "greeter:read", true, Scope.Access.WRITE),
                          new Scope.Host("c", "greeter:read"),
                          new Scope.Program("d", "greeter:read"))))),
          new Frame.Refused("no routes"),
          new Frame.Value(7, true, bytes("{}")),
          new Frame.Bytes(7, 1L << 40, Map.of("content-type", "image/png")),
          new Frame.Part(7, bytes("")),
          new Frame.Stream(7),
          new Frame.Item(7, bytes("1")),
          new Frame.End(7),
          new Frame.Failed(
              7,
              new Failure(
                  "E", "CODE", "why", true, Map.of("a", "b", "c", 1L, "d", 0.5, "e", true))),
          new Frame.Credit(7, 1 << 20),
          new Frame.Pong());

  private static byte[] written(Frame frame) {
    FrameWriter writer = new FrameWriter();
    assertThat(writer.write(frame)).isTrue();
    return Arrays.copyOf(writer.bytes(), writer.length());
  }

  private static Frame read(Frame like, ByteBuffer content) throws ProtocolException {
    return like instanceof Frame.ToPlugin
        ? FrameDecoder.toPlugin(content)
        : FrameDecoder.fromPlugin(content);
  }

  @ParameterizedTest
  @FieldSource("frames")
  void shouldReadWhatItWrote(Frame frame) throws IOException {
    ByteBuffer content = new FrameReader(new ByteArrayInputStream(written(frame))).next();

    assertThat(read(frame, Objects.requireNonNull(content))).isEqualTo(frame);
  }

  @ParameterizedTest
  @FieldSource("frames")
  void shouldRefuseEveryFrameThatEndsEarlyOrLate(Frame frame) throws IOException {
    byte[] whole = written(frame);
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    boolean open =
        frame instanceof Frame.Body
            || frame instanceof Frame.Value
            || frame instanceof Frame.Part
            || frame instanceof Frame.Item;
    for (int end = 4; end < whole.length && !open; end++) {
      ByteBuffer cut = ByteBuffer.wrap(whole, 4, end - 4);
      assertThatThrownBy(() -> read(frame, cut)).isInstanceOf(ProtocolException.class);
    }
    if (!open) {
      assertThatThrownBy(() -> read(frame, ByteBuffer.wrap(longer, 4, longer.length - 4)))
          .isInstanceOf(ProtocolException.class);
    }
  }

  @Test
  void shouldKeepTheLayoutOfTheDocumentation() {
    assertThat(HexFormat.of().formatHex(written(new Frame.Hello(1, "clock"))))
        .isEqualTo("0000000c" + "01" + "0001" + "00000005" + "636c6f636b");
    assertThat(HexFormat.of().formatHex(written(frames.get(2))))
        .isEqualTo(
            "00000021"
                + "02"
                + "ffffffff"
                + "00000003672e68"
                + "ffffffffffffffff"
                + "ffffffff"
                + "00000000"
                + "02"
                + "00"
                + "0000"
                + "00");
    assertThat(HexFormat.of().formatHex(written(new Frame.Value(7, true, bytes("{}")))))
        .isEqualTo("00000008" + "83" + "00000007" + "01" + "7b7d");
    assertThat(
            HexFormat.of()
                .formatHex(
                    written(
                        new Frame.Ready(
                            1,
                            "c",
                            List.of(
                                new Frame.RouteEntry(
                                    "c.t", "c:t", List.of(new Scope.Host("h", "c:t"))))))))
        .isEqualTo(
            "00000026"
                + "81"
                + "0001"
                + "0000000163"
                + "0001"
                + "00000003632e74"
                + "00000003633a74"
                + "01"
                + "02"
                + "0000000168"
                + "00000003633a74");
  }

  @Test
  void shouldReadFramesInWhateverPiecesTheyCome() throws IOException {
    FrameWriter writer = new FrameWriter();
    for (Frame frame : frames) {
      writer.write(frame);
    }
    writer.write(new Frame.Part(9, ByteBuffer.allocate(Limits.FRAME - 5)));
    byte[] all = Arrays.copyOf(writer.bytes(), writer.length());
    Random random = new Random(20260103);
    FrameReader reader =
        new FrameReader(
            new ByteArrayInputStream(all) {
              @Override
              public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 1 + random.nextInt(9000)));
              }
            });

    for (Frame frame : frames) {
      ByteBuffer content = reader.next();
      assertThat(read(frame, Objects.requireNonNull(content))).isEqualTo(frame);
    }
    assertThat(reader.next()).isNotNull().extracting(ByteBuffer::remaining).isEqualTo(Limits.FRAME);
    assertThat(reader.next()).isNull();
  }

  @Test
  void shouldRefuseLengthsThatNoFrameHas() {
    for (int length : new int[] {0, -1, Limits.FRAME + 1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      byte[] bytes = ByteBuffer.allocate(8).putInt(length).array();
      assertThatThrownBy(() -> new FrameReader(new ByteArrayInputStream(bytes)).next())
          .isInstanceOf(ProtocolException.class);
    }
  }

  @Test
  void shouldTellAnEndWithinAFrame() {
    byte[] half = Arrays.copyOf(written(frames.getFirst()), 9);
    assertThatThrownBy(() -> new FrameReader(new ByteArrayInputStream(half)).next())
        .isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> new FrameReader(new ByteArrayInputStream(half, 0, 2)).next())
        .isInstanceOf(EOFException.class);
  }

  @Test
  void shouldNotWriteAFrameThatIsTooLong() {
    FrameWriter writer = new FrameWriter();
    writer.write(new Frame.Ping());
    int before = writer.length();

    assertThat(writer.write(new Frame.Refused("x".repeat(Limits.FRAME)))).isFalse();
    assertThat(writer.length()).isEqualTo(before);
  }

  @ParameterizedTest
  @FieldSource("frames")
  void shouldReadCallsAndAnswersOfBothSides(Frame frame) throws IOException {
    ByteBuffer content = ByteBuffer.wrap(written(frame)).position(4).slice();
    if (frame instanceof Frame.Call call && !call.checked().isEmpty()) {
      assertThatThrownBy(() -> FrameDecoder.fromPlugin(content))
          .hasMessageContaining("checked parameters");
    } else if (frame instanceof Frame.Asking || frame instanceof Frame.Answering) {
      assertThat(FrameDecoder.fromPlugin(content)).isEqualTo(frame);
      assertThat(FrameDecoder.toPlugin(content)).isEqualTo(frame);
    } else if (frame instanceof Frame.ToPlugin) {
      assertThatThrownBy(() -> FrameDecoder.fromPlugin(content))
          .isInstanceOf(ProtocolException.class);
    } else {
      assertThatThrownBy(() -> FrameDecoder.toPlugin(content))
          .isInstanceOf(ProtocolException.class);
    }
  }

  @Test
  void shouldNotWriteMoreParametersThanCanBeCounted() {
    Map<String, String> params = new HashMap<>();
    for (int i = 0; i <= 0xffff; i++) {
      params.put(Integer.toHexString(i), "");
    }
    Frame call =
        new Frame.Call(
            1, "g.h", -1, new Caller(-1, "", Caller.Kind.PLATFORM), false, params, List.of());

    assertThat(new FrameWriter().write(call)).isFalse();
  }

  /** Any bytes end as a frame or as a {@link ProtocolException}, and never as anything else. */
  @Test
  void shouldReadOrRefuseAnything() {
    Random random = new Random(20260104);
    int read = 0;
    for (int i = 0; i < 30_000; i++) {
      Frame frame = frames.get(random.nextInt(frames.size()));
      byte[] content = written(frame);
      content = Arrays.copyOfRange(content, 4, content.length);
      for (int changes = random.nextInt(4); changes > 0; changes--) {
        content[random.nextInt(content.length)] = (byte) random.nextInt(256);
      }
      ByteBuffer bytes = ByteBuffer.wrap(content, 0, random.nextInt(content.length + 1));
      for (Frame like : List.of(frames.getFirst(), frames.getLast())) {
        try {
          assertThat(read(like, bytes.duplicate())).isNotNull();
          read++;
        } catch (ProtocolException e) {
          assertThat(e).hasMessageMatching("[\\x20-\\x7e]{1,100}");
        }
      }
    }
    assertThat(read).isGreaterThan(2_000);
  }
}

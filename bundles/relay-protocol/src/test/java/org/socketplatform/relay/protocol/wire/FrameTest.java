package org.socketplatform.relay.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socketplatform.relay.protocol.Vectors;

class FrameTest {
  private final Digests digests = new Digests();
  private final Frame frame = new Frame();
  private final byte[] publish = Vectors.bytes(Vectors.named("publish.single"), "hex");

  /** A frame whose fields have the lengths given, of bytes that are not zero. */
  private static byte[] frame(int... lengths) {
    ByteBuffer out = ByteBuffer.allocate(4000);
    out.put(HexFormat.of().parseHex("03050b11")).put((byte) 5).putShort((short) 6);
    out.putInt(1).putInt(0).putInt(-1).putInt(0);
    for (int length : lengths) {
      out.putShort((short) length);
      for (int i = 0; i < length; i++) {
        out.put((byte) 9);
      }
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  @Test
  void shouldRefuseEveryFrameThatIsCutShort() {
    for (int length = 0; length < publish.length; length++) {
      assertThat(frame.read(publish, 0, length)).as("%d bytes", length).isFalse();
    }
  }

  @Test
  void shouldIgnoreWhatFollowsAFrame() {
    byte[] longer = Arrays.copyOf(publish, publish.length + 40);

    assertThat(frame.read(longer, 0, longer.length)).isTrue();
    assertThat(frame.toBytes()).isEqualTo(publish);
  }

  @Test
  void shouldReadAFrameInTheMiddleOfAnArray() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[17]);
    out.writeBytes(publish);

    assertThat(frame.read(out.toByteArray(), 17, publish.length)).isTrue();
    assertThat(frame.toBytes()).isEqualTo(publish);
    assertThat(frame.id(Field.PACKET_ID))
        .hasToString("d3fd4894458e7a728d8a67c9d8f118c75ab4b0e28393f2e6a42686ca8a18ced6");
  }

  @Test
  void shouldTakeBothDialectsOfEmpty() {
    byte[] none = frame(32, 0, 0, 32, 0, 0, 0, 0, 0, 5, 0);

    assertThat(frame.read(none, 0, none.length)).isTrue();
    assertThat(frame.isEmpty(Field.SIG)).isTrue();
    assertThat(frame.id(Field.SUBCLUSTER_ID)).isNull();
    assertThat(frame.copy(Field.USR1)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseAFieldThatIsLongerThanItMayBe(Field field) {
    int[] lengths = new int[Field.COUNT];
    lengths[field.place()] = field.max();
    byte[] longest = frame(lengths);
    lengths[field.place()]++;
    byte[] tooLong = frame(lengths);

    assertThat(frame.read(longest, 0, longest.length)).isTrue();
    assertThat(frame.read(tooLong, 0, tooLong.length)).isFalse();
    assertThatThrownBy(() -> new Packet(5).set(field, new byte[field.max() + 1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(field.name());
  }

  @Test
  void shouldWriteTheLongestFrame() {
    Packet packet = new Packet(PacketType.PUBLISH);
    for (Field field : Field.values()) {
      packet.set(field, new byte[field.max()]);
    }

    assertThat(packet.toBytes(digests)).hasSize(Frame.MAX_BYTES);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 11, 12, 255})
  void shouldRefuseTypesThatVersionSixDoesNotHave(int type) {
    publish[Frame.TYPE_OFFSET] = (byte) type;

    assertThat(frame.read(publish, 0, publish.length)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 7})
  void shouldRefuseOtherVersions(int version) {
    publish[Frame.VERSION_OFFSET + 1] = (byte) version;

    assertThat(frame.read(publish, 0, publish.length)).isFalse();
  }

  @Test
  void shouldKeepItsIdWhenItsHopsChange() {
    byte[] join = Vectors.bytes(Vectors.named("join"), "hex");
    frame.read(join, 0, join.length);

    frame.setHops(9);

    assertThat(frame.hops()).isEqualTo(9);
    Packet again = Packet.of(frame).set(Field.PACKET_ID, new byte[0]);
    assertThat(again.toBytes(digests)).isEqualTo(join);
  }

  @Test
  void shouldReadNumbersAsUnsigned() {
    Packet packet = new Packet(PacketType.PUBLISH).clock(0xffff_fffeL).ttl(0xffff_ffffL);
    byte[] bytes = packet.toBytes(digests);
    frame.read(bytes, 0, bytes.length);

    assertThat(frame.clock()).isEqualTo(0xffff_fffeL);
    assertThat(frame.ttl()).isEqualTo(0xffff_ffffL);
    assertThat(frame.index()).isEqualTo(-1);
  }

  @Test
  void shouldStartTheClockAgainWhereOriginalPeersDo() {
    byte[] bytes = new Packet(PacketType.JOIN).clock(2_000_000_000L).toBytes(digests);
    frame.read(bytes, 0, bytes.length);

    assertThat(frame.clock()).isZero();
  }

  @Test
  void shouldHaveOneFingerprintWhateverTheHops() {
    byte[] farther = publish.clone();
    assertThat(frame.read(farther, 0, farther.length)).isTrue();
    frame.setHops(9);
    long far = frame.fingerprint(5);
    byte[] other = publish.clone();
    other[other.length - 1] ^= 1;

    assertThat(frame.read(publish, 0, publish.length)).isTrue();
    assertThat(frame.fingerprint(5)).isEqualTo(far).isNotEqualTo(frame.fingerprint(6));
    assertThat(frame.read(other, 0, other.length)).isTrue();
    assertThat(frame.fingerprint(5)).isNotEqualTo(far);
  }
}

package org.socketplatform.relay.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.socketplatform.relay.protocol.Vectors;

/** Packets of original peers, read and written byte for byte. */
class GoldenPacketsTest {
  private static final Map<String, Field> FIELDS =
      Map.of(
          "clusterId", Field.CLUSTER_ID,
          "subclusterId", Field.SUBCLUSTER_ID,
          "previousId", Field.PREVIOUS_ID,
          "packetId", Field.PACKET_ID,
          "nextId", Field.NEXT_ID,
          "usr1", Field.USR1,
          "usr2", Field.USR2,
          "usr3", Field.USR3,
          "usr4", Field.USR4,
          "sig", Field.SIG);

  private final Digests digests = new Digests();

  static Stream<String> names() {
    return Vectors.packets().stream().map(packet -> (String) packet.get("name"));
  }

  private static long number(Map<String, Object> fields, String name) {
    return fields.get(name) instanceof Double number ? number.longValue() : -1;
  }

  private static boolean isEmpty(byte[] value) {
    return value.length == 1 && value[0] == 0;
  }

  private static byte[] message(Map<String, Object> fields) {
    Map<String, Object> message = Vectors.object(fields, "message");
    return message.containsKey("json")
        ? json(Vectors.object(message, "json"))
        : Vectors.bytes(message, "hex");
  }

  /** Writes values in their order, as the peer that sends them does. */
  private static byte[] json(Map<String, Object> values) {
    JsonText text = new JsonText();
    values.forEach((name, value) -> {
      switch (value) {
        case Double number -> text.add(name, number.longValue());
        case Boolean flag -> text.add(name, flag);
        case String string -> text.add(name, string);
        case Json.Raw raw -> text.addRaw(name, raw.text());
        default -> throw new IllegalArgumentException(name);
      }
    });
    return text.toBytes();
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldReadWhatAnOriginalPeerWrote(String name) {
    Map<String, Object> vector = Vectors.named(name);
    Map<String, Object> expected = Vectors.object(vector, "fields");
    byte[] bytes = Vectors.bytes(vector, "hex");
    Frame frame = new Frame();

    assertThat(frame.read(bytes, 0, bytes.length)).isTrue();

    assertThat(frame.length()).isEqualTo(bytes.length);
    assertThat((long) frame.type()).isEqualTo(number(expected, "type"));
    assertThat(frame.clock()).isEqualTo(number(expected, "clock"));
    assertThat(frame.hops()).isEqualTo(number(expected, "hops"));
    assertThat((long) frame.index()).isEqualTo(number(expected, "index"));
    assertThat(frame.ttl()).isEqualTo(number(expected, "ttl"));
    FIELDS.forEach((key, field) -> {
      byte[] value = Vectors.bytes(expected, key);
      assertThat(frame.isEmpty(field)).as(key).isEqualTo(isEmpty(value));
      assertThat(frame.copy(field)).as(key).isEqualTo(isEmpty(value) ? new byte[0] : value);
    });
    assertThat(frame.copy(Field.MESSAGE)).isEqualTo(message(expected));
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldWriteTheSameBytes(String name) {
    Map<String, Object> vector = Vectors.named(name);
    Map<String, Object> fields = Vectors.object(vector, "fields");
    Packet packet = new Packet((int) number(fields, "type"));
    FIELDS.forEach((key, field) -> packet.set(field, Vectors.bytes(fields, key)));
    if (packet.get(Field.PACKET_ID).length == 32 && number(fields, "type") != PacketType.PUBLISH) {
      packet.set(Field.PACKET_ID, new byte[0]); // the writer computes it
    }
    for (Field field : List.of(Field.CLUSTER_ID, Field.USR4, Field.SIG)) {
      if (isEmpty(packet.get(field))) {
        packet.set(field, new byte[0]);
      }
    }
    packet
        .clock(number(fields, "clock"))
        .hops(number(fields, "hops"))
        .index((int) number(fields, "index"))
        .ttl(number(fields, "ttl"))
        .set(Field.MESSAGE, message(fields));

    assertThat(HexFormat.of().formatHex(packet.toBytes(digests))).isEqualTo(vector.get("hex"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldUnderstandControlPacketsOfOriginalPeers(String name) {
    byte[] bytes = Vectors.bytes(Vectors.named(name), "hex");
    Frame frame = new Frame();
    frame.read(bytes, 0, bytes.length);

    if (frame.type() <= PacketType.JOIN) {
      assertThat(Control.of(frame)).isNotNull();
    } else {
      assertThat(Control.of(frame)).isNull();
    }
  }
}

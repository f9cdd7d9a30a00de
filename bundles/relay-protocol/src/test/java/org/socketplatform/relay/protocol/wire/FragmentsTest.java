package org.socketplatform.relay.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.Vectors;

class FragmentsTest {
  private final Digests digests = new Digests();
  private final Frame frame = new Frame();

  private static byte[] hex(String name) {
    return Vectors.bytes(Vectors.named(name), "hex");
  }

  private static Fragments.@Nullable Head head(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return Fragments.head(bytes, 0, bytes.length);
  }

  @Test
  void shouldCutAMessageIntoThePacketsOfAnOriginalPeer() {
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    for (int i = 1; i <= 3; i++) {
      byte[] piece = hex("publish.fragment[" + i + "]");
      frame.read(piece, 0, piece.length);
      sealed.writeBytes(frame.copy(Field.MESSAGE));
    }
    Packet like = new Packet(PacketType.PUBLISH).hops(1);
    for (Field field :
        List.of(Field.CLUSTER_ID, Field.SUBCLUSTER_ID, Field.USR1, Field.USR2, Field.SIG)) {
      like.set(field, frame.copy(field));
    }

    List<Packet> packets =
        Fragments.cut(like, sealed.toByteArray(), "{}", 1_700_000_000_000L, digests);

    assertThat(packets).hasSize(4);
    for (int i = 0; i < 4; i++) {
      assertThat(HexFormat.of().formatHex(packets.get(i).toBytes(digests)))
          .isEqualTo(HexFormat.of().formatHex(hex("publish.fragment[" + i + "]")));
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1024,1", "1025,3", "2048,3", "2049,4"})
  void shouldCutAtTheSizeOfAPacket(int size, int packets) {
    byte[] sealed = new byte[size];
    Arrays.fill(sealed, (byte) 7);

    List<Packet> cut = Fragments.cut(new Packet(PacketType.STREAM), sealed, "{}", 1, digests);

    assertThat(cut).hasSize(packets);
    assertThat(cut.stream().skip(packets > 1 ? 1 : 0).mapToInt(p -> p.get(Field.MESSAGE).length))
        .allMatch(length -> length <= 1024)
        .satisfies(lengths -> assertThat(lengths.stream().mapToInt(i -> i).sum()).isEqualTo(size));
  }

  @Test
  void shouldNameWhatComesBeforeAndAfterAMessage() {
    Id before = digests.sha256(new byte[] {1});
    Id after = digests.sha256(new byte[] {2});
    Packet like =
        new Packet(PacketType.PUBLISH).set(Field.PREVIOUS_ID, before).set(Field.NEXT_ID, after);

    List<Packet> cut = Fragments.cut(like, new byte[3000], "{}", 1, digests);

    Id headId = Id.of(cut.getFirst().get(Field.PACKET_ID));
    assertThat(cut.getFirst().get(Field.PREVIOUS_ID)).isEqualTo(before.toBytes());
    assertThat(cut.getLast().get(Field.NEXT_ID)).isEqualTo(after.toBytes());
    assertThat(cut.stream().skip(1).map(packet -> Id.of(packet.get(Field.PREVIOUS_ID))))
        .containsOnly(headId);
    for (int i = 1; i < cut.size(); i++) {
      assertThat(cut.get(i - 1).get(Field.NEXT_ID)).isEqualTo(cut.get(i).get(Field.PACKET_ID));
    }
  }

  @Test
  void shouldReadWhatAHeadSays() {
    assertThat(head("{\"meta\":{\"a\":[1,2]},\"ts\":5,\"size\":2660,\"indexes\":3}"))
        .isEqualTo(new Fragments.Head(2660, 3, 5, "{\"a\":[1,2]}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"size\":2660}",
        "{\"size\":2660,\"indexes\":4}",
        "{\"size\":2660,\"indexes\":1000000000}",
        "{\"size\":0,\"indexes\":0}",
        "{\"size\":-5,\"indexes\":1}",
        "{\"size\":2.5,\"indexes\":1}",
        "{\"size\":1e300,\"indexes\":1e300}",
        "{\"size\":\"2660\",\"indexes\":3}",
        "[]"
      })
  void shouldRefuseAHeadThatCannotBe(String json) {
    assertThat(head(json)).isNull();
  }
}

package org.socketplatform.relay.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final String HEADER =
      "03050b11" + "14" + "01" + "000000000000000a" + "000000000000000b" + "000000000000000c";
  private static final long TOP = 1L << 63;

  private static ComparisonWriter writer() {
    return new ComparisonWriter(ComparisonReader.FIRST, 10, 11, 12, 2);
  }

  private static byte[] bytes(ByteBuffer datagram) {
    byte[] bytes = new byte[datagram.limit()];
    datagram.get(0, bytes);
    return bytes;
  }

  private static String hex(ByteBuffer datagram) {
    return HEX.formatHex(bytes(datagram));
  }

  private static ComparisonReader read(ByteBuffer datagram) {
    byte[] bytes = bytes(datagram);
    return Objects.requireNonNull(ComparisonReader.of(bytes, bytes.length));
  }

  private static boolean isValid(String ranges) {
    byte[] bytes = HEX.parseHex(HEADER + ranges);
    return ComparisonReader.of(bytes, bytes.length) != null;
  }

  @Test
  void shouldWriteRangesInFewBytes() {
    ComparisonWriter writer = writer();
    writer.sum(0x12L << 56, 0x1234L << 48, 0x99);
    writer.list(0x1234L << 48, 0, new long[] {0x1234L << 48, -1});

    assertThat(writer.datagrams())
        .extracting(ComparisonTest::hex)
        .containsExactly(
            HEADER
                + ("01" + "12")
                + ("12" + "1234" + "0000000000000099")
                + ("20" + "02" + "1234000000000000" + "ffffffffffffffff"));
  }

  @Test
  void shouldReadWhatItWrote() {
    ComparisonWriter writer = writer();
    writer.sum(0, 5, 77);
    writer.list(TOP, 0, new long[] {TOP, TOP + 1});
    ComparisonReader reader = read(writer.datagrams().getFirst());

    assertThat(reader.isFirst()).isTrue();
    assertThat(List.of(reader.echo(), reader.cookie(), reader.nonce()))
        .containsExactly(10L, 11L, 12L);
    assertThat(reader.next()).isTrue();
    assertThat(reader.isSum()).isTrue();
    assertThat(List.of(reader.low(), reader.high(), reader.sum())).containsExactly(0L, 5L, 77L);
    assertThat(reader.next()).isTrue();
    assertThat(reader.isSum() || reader.isList()).isFalse();
    assertThat(reader.next()).isTrue();
    assertThat(reader.isList()).isTrue();
    assertThat(List.of(reader.low(), reader.high())).containsExactly(TOP, 0L);
    assertThat(reader.count()).isEqualTo(2);
    assertThat(reader.name(1)).isEqualTo(TOP + 1);
    assertThat(reader.next()).isFalse();
  }

  @Test
  void shouldBeginAnotherDatagramWhenOneIsFullAndStopAtTheLast() {
    ComparisonWriter writer = writer();
    for (long place = 0; place < 300; place++) {
      writer.sum(place << 40, (place + 1) << 40, place);
    }
    List<ByteBuffer> datagrams = writer.datagrams();
    List<Long> sums = new ArrayList<>();
    for (ByteBuffer datagram : datagrams) {
      assertThat(datagram.limit()).isLessThanOrEqualTo(ComparisonWriter.MAX_BYTES);
      ComparisonReader reader = read(datagram);
      while (reader.next()) {
        if (reader.isSum()) {
          assertThat(reader.low()).isEqualTo(reader.sum() << 40);
          sums.add(reader.sum());
        }
      }
    }

    assertThat(datagrams).hasSize(2);
    assertThat(sums).hasSizeBetween(180, 200).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void shouldAnswerWithoutARange() {
    ComparisonWriter writer = writer();
    assertThat(writer.datagrams()).isEmpty();

    writer.acknowledge();

    ByteBuffer datagram = writer.datagrams().getFirst();
    assertThat(hex(datagram)).isEqualTo(HEADER);
    assertThat(read(datagram).next()).isFalse();
  }

  @Test
  void shouldNotListMoreThanIsRead() {
    assertThatThrownBy(() -> writer().list(0, 0, new long[65]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldRefuseWhatIsCutOrOutOfOrder() {
    assertThat(isValid("")).isTrue();
    assertThat(isValid("0112")).isTrue();
    assertThat(isValid("01")).isFalse();
    assertThat(isValid("09112233445566778899")).isFalse();
    assertThat(isValid("3112")).isFalse();
    assertThat(isValid("01120112")).isFalse();
    assertThat(isValid("01120111")).isFalse();
    assertThat(isValid("0100")).isFalse();
    assertThat(isValid("000112")).isFalse();
    assertThat(isValid("1011223344556677")).isFalse();
    assertThat(isValid("101122334455667788")).isTrue();
    assertThat(isValid("20")).isFalse();
    assertThat(isValid("2000")).isTrue();
    assertThat(isValid("2001")).isFalse();
    assertThat(isValid("2002" + "0000000000000002" + "0000000000000002")).isFalse();
    assertThat(isValid("2002" + "0000000000000002" + "8000000000000002")).isTrue();
    assertThat(isValid("211201" + "1200000000000000")).isFalse();
    assertThat(isValid("211201" + "11ffffffffffffff")).isTrue();
    assertThat(isValid("0112" + "2001" + "11ffffffffffffff")).isFalse();
    assertThat(isValid("2041" + "00".repeat(8 * 65))).isFalse();
    byte[] tooLong = new byte[ComparisonWriter.MAX_BYTES + 1];
    assertThat(ComparisonReader.of(tooLong, tooLong.length)).isNull();
    assertThat(ComparisonReader.of(tooLong, 29)).isNull();
  }

  @Test
  void shouldBeTakenForPacketsOfTheProtocol() {
    byte[] bytes = HEX.parseHex(HEADER);
    assertThat(PacketType.of(bytes, 0, bytes.length)).isEqualTo(PacketType.COMPARE);
    for (int type : new int[] {0, 16, 19, 21, 255}) {
      bytes[4] = (byte) type;
      assertThat(PacketType.of(bytes, 0, bytes.length)).isZero();
    }
  }
}

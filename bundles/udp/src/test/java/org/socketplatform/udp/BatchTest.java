package org.socketplatform.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchTest {
  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }

  private static String hex(Batch batch) {
    return HexFormat.of().formatHex(Base64.getDecoder().decode(batch.encode()));
  }

  @Test
  void shouldNameEachSenderOnce() {
    Batch batch = new Batch(false);
    batch.add(ByteBuffer.wrap(new byte[] {1, 2, 3}), at("1.2.3.4", 0x1234));
    batch.add(ByteBuffer.wrap(new byte[0]), at("1.2.3.5", 1));
    batch.add(ByteBuffer.wrap(new byte[] {4}), at("1.2.3.4", 0x1234));

    assertThat(hex(batch))
        .isEqualTo(
            "0002" // senders
                + "1234"
                + "07"
                + "312e322e332e34"
                + "0001"
                + "07"
                + "312e322e332e35"
                + "0000"
                + "0003"
                + "010203"
                + "0001"
                + "0000"
                + "0000"
                + "0001"
                + "04");
    assertThat(batch.packets()).isEqualTo(3);
  }

  @Test
  void shouldTakeAnyPacketFirstAndOthersUntilItIsFull() {
    Batch batch = new Batch(false);
    assertThat(batch.hasRoomFor(65507)).isTrue();
    batch.add(ByteBuffer.allocate(Batch.FULL - 10), at("1.2.3.4", 1));

    assertThat(batch.hasRoomFor(2)).isTrue();
    assertThat(batch.hasRoomFor(3)).isFalse();
  }

  @Test
  void shouldTakeManySenders() {
    Batch batch = new Batch(true);
    for (int port = 1; port <= 1000; port++) {
      batch.add(ByteBuffer.allocate(1), at("127.0.0.1", port));
    }

    assertThat(hex(batch)).startsWith("03e8");
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.3.4, false, 1.2.3.4",
    "1.2.3.4, true, ::ffff:1.2.3.4",
    "::, true, ::",
    "::1, true, ::1",
    "1::, true, 1::",
    "2001:db8:0:0:1:0:0:1, true, 2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1, true, 2001:db8:0:1:1:1:1:1",
    "2001:DB8:0:0:0:0:2:1, true, 2001:db8::2:1",
    "fe80::1, true, fe80::1"
  })
  void shouldWriteAddressesAsNodeDoes(String address, boolean isIpv6, String text) {
    assertThat(Addresses.text(InetAddress.ofLiteral(address), isIpv6)).isEqualTo(text);
  }
}

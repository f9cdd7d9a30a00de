package org.socketplatform.relay.protocol.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.wire.Digests;
import org.socketplatform.relay.protocol.wire.Field;
import org.socketplatform.relay.protocol.wire.Frame;
import org.socketplatform.relay.protocol.wire.Packet;
import org.socketplatform.relay.protocol.wire.PacketType;

class IndexTest {
  private static final long NONCE = 0x0102030405060708L;

  private final Cache cache = new Cache(3000 * Cache.PACKET_BYTES, true, true);
  private final Index index = new Index();
  private final Digests digests = new Digests();

  private void hold(long name, int rest, boolean isStrange) {
    byte[] bytes = new byte[Id.BYTES];
    ByteBuffer.wrap(bytes).putLong(name).putInt(rest);
    Packet packet = new Packet(PacketType.PUBLISH).set(Field.PACKET_ID, Id.of(bytes));
    byte[] written = packet.toBytes(digests);
    Frame frame = new Frame();
    assertThat(frame.read(written, 0, written.length)).isTrue();
    cache.insert(Id.of(bytes), frame, 1, true, isStrange, new ArrayList<>());
  }

  private void hold(long... names) {
    for (long name : names) {
      hold(name, 0, false);
    }
    index.update(cache, NONCE);
  }

  @Test
  void shouldHashAsTheAuthorsOfSipHashDo() {
    SipHash hash = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

    assertThat(hash.of(0x0706050403020100L)).isEqualTo(0x93f5f5799a932462L);
  }

  @Test
  void shouldOrderNamesAsNumbersWithoutASign() {
    hold(-1, 5, 1L << 63, 7, Long.MAX_VALUE);

    assertThat(index.names(0, index.size())).containsExactly(5, 7, Long.MAX_VALUE, 1L << 63, -1);
    assertThat(index.find(6)).isEqualTo(1);
    assertThat(index.find(7)).isEqualTo(1);
    assertThat(index.find(-2)).isEqualTo(4);
  }

  @Test
  void shouldSumUpAnyRange() {
    Random random = new Random(1);
    long[] names = random.longs(200).toArray();
    hold(names);
    SipHash hash = new SipHash(Long.reverseBytes(NONCE), 0);

    for (int i = 0; i < 100; i++) {
      int from = random.nextInt(200);
      int to = from + random.nextInt(200 - from);
      long sum = 0;
      for (long name : index.names(from, to)) {
        sum += hash.of(Long.reverseBytes(name));
      }
      assertThat(index.sum(from, to)).isEqualTo(sum);
    }
  }

  @Test
  void shouldHaveOtherSumsWithAnotherNonce() {
    hold(1, 2, 3);
    long before = index.sum(0, 3);

    index.update(cache, NONCE + 1);

    assertThat(index.sum(0, 3)).isNotEqualTo(before);
  }

  @Test
  void shouldFollowTheCache() {
    hold(1, 2, 3);
    CachedPacket packet = cache.packets().getFirst();
    long name = packet.id().prefix();
    cache.remove(packet);

    index.update(cache, NONCE);

    assertThat(index.names(0, index.size())).hasSize(2).doesNotContain(name);
  }

  @Test
  void shouldLeaveOutWhatNobodyWants() {
    hold(1, 2);
    hold(3, 0, true);

    index.update(cache, NONCE);

    assertThat(index.names(0, index.size())).containsExactly(1, 2);
  }

  @Test
  void shouldCountOneNameOnce() {
    hold(5, 0, false);
    hold(5, 1, false);

    index.update(cache, NONCE);

    assertThat(index.names(0, index.size())).containsExactly(5);
  }

  @Test
  void shouldFindShortBoundsBetweenNames() {
    hold(0x1122334455667788L, 0x1122334455667789L, 0x1122400000000001L, 0xff00000000000001L);

    assertThat(List.of(index.boundAt(1), index.boundAt(2), index.boundAt(3)))
        .containsExactly(0x1122334455667789L, 0x1122400000000000L, 0xff00000000000000L);
    for (int place = 1; place < 4; place++) {
      assertThat(index.find(index.boundAt(place))).isEqualTo(place);
    }
  }
}

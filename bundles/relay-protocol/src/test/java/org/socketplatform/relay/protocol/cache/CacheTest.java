package org.socketplatform.relay.protocol.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.wire.Digests;
import org.socketplatform.relay.protocol.wire.Field;
import org.socketplatform.relay.protocol.wire.Frame;
import org.socketplatform.relay.protocol.wire.Packet;
import org.socketplatform.relay.protocol.wire.PacketType;

class CacheTest {
  private static final long HOUR = 3_600_000;

  private final Digests digests = new Digests();
  private final List<CachedPacket> evicted = new ArrayList<>();

  private Id id(int number) {
    return digests.sha256(new byte[] {(byte) number, (byte) (number >> 8)});
  }

  private boolean insert(Cache cache, int number, int hops, long now, boolean own) {
    return insert(cache, number, new Packet(PacketType.PUBLISH).hops(hops), now, own);
  }

  private boolean insert(Cache cache, int number, Packet packet, long now, boolean own) {
    byte[] bytes = packet.set(Field.PACKET_ID, id(number)).toBytes(digests);
    Frame frame = new Frame();
    assertThat(frame.read(bytes, 0, bytes.length)).isTrue();
    return cache.insert(id(number), frame, now, own, evicted);
  }

  private static Cache ofPackets(int count, boolean fair) {
    return new Cache(count * Cache.PACKET_BYTES, fair, true);
  }

  private List<Id> evictedIds() {
    return evicted.stream().map(CachedPacket::id).toList();
  }

  @Test
  void shouldHoldAsManyPacketsAsTheOriginal() {
    assertThat(new Cache(16_000_000, true, true).capacity()).isEqualTo(6604);
  }

  @Test
  void shouldHoldAPacketOnce() {
    Cache cache = ofPackets(3, true);

    assertThat(insert(cache, 1, 0, 5, true)).isTrue();
    assertThat(insert(cache, 1, 0, 6, true)).isFalse();

    assertThat(cache.size()).isEqualTo(1);
    assertThat(Objects.requireNonNull(cache.get(id(1))).received()).isEqualTo(5);
  }

  @Test
  void shouldGiveUpForeignPacketsFirstThenFarOnesThenOldOnes() {
    Cache cache = ofPackets(5, true);
    insert(cache, 1, 2, 1, true);
    insert(cache, 2, 9, 2, true);
    insert(cache, 3, 1, 3, false);
    insert(cache, 4, 1, 4, false);
    insert(cache, 5, 3, 5, false);

    for (int i = 0; i < 5; i++) {
      assertThat(insert(cache, 10 + i, 0, 10 + i, true)).isTrue();
    }

    assertThat(evictedIds()).containsExactly(id(5), id(3), id(4), id(2), id(1));
    assertThat(cache.size()).isEqualTo(5);
  }

  @Test
  void shouldNotTakeWhatIsOfLessUseThanAllThatItHolds() {
    Cache cache = ofPackets(2, true);
    insert(cache, 1, 2, 1, true);
    insert(cache, 2, 2, 2, true);

    assertThat(insert(cache, 3, 2, 3, false)).isFalse();
    assertThat(insert(cache, 4, 3, 3, true)).isFalse();
    assertThat(insert(cache, 5, 2, 3, true)).isTrue();

    assertThat(evictedIds()).containsExactly(id(1));
  }

  @Test
  void shouldGiveUpTheNewestAsTheOriginalDoes() {
    Cache cache = ofPackets(2, false);
    insert(cache, 1, 2, 1, true);
    insert(cache, 2, 1, 2, true);

    assertThat(insert(cache, 3, 1, 3, true)).isTrue();

    assertThat(evictedIds()).containsExactly(id(2));
  }

  @Test
  void shouldLetPacketsGoWhenTheirTimeIsOver() {
    Cache cache = ofPackets(9, true);
    insert(cache, 1, 0, 0, true);
    insert(cache, 2, 0, 0, false);
    insert(cache, 3, new Packet(PacketType.PUBLISH).ttl(1000), 0, true);

    assertThat(cache.nextDeadline()).isEqualTo(1000);
    assertThat(cache.expire(999)).isEmpty();
    assertThat(cache.expire(1000)).extracting(CachedPacket::id).containsExactly(id(3));
    assertThat(cache.nextDeadline()).isEqualTo(6 * HOUR);
    assertThat(cache.expire(6 * HOUR)).extracting(CachedPacket::id).containsExactly(id(2));
    assertThat(cache.expire(12 * HOUR)).extracting(CachedPacket::id).containsExactly(id(1));
    assertThat(cache.size()).isZero();
    assertThat(cache.nextDeadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldFindEverythingThatItHoldsAfterManyChanges() {
    Cache cache = ofPackets(500, true);
    Random random = new Random(7);
    Set<Id> held = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      int number = random.nextInt(800);
      CachedPacket packet = cache.get(id(number));
      assertThat(packet != null).isEqualTo(held.contains(id(number)));
      if (packet != null) {
        cache.remove(packet);
        held.remove(id(number));
      } else {
        insert(cache, number, 0, i, true);
        held.add(id(number));
      }
      evicted.forEach(gone -> held.remove(gone.id()));
      evicted.clear();
    }

    assertThat(cache.packets())
        .extracting(CachedPacket::id)
        .containsExactlyInAnyOrderElementsOf(held);
    for (Id id : held) {
      assertThat(Objects.requireNonNull(cache.get(id.prefix())).id()).isEqualTo(id);
    }
  }

  @Test
  void shouldFindWhatFollowsAPacket() {
    Cache cache = ofPackets(9, true);
    insert(cache, 1, 0, 0, true);
    insert(cache, 2, new Packet(PacketType.PUBLISH).set(Field.PREVIOUS_ID, id(1)), 0, true);
    insert(cache, 3, new Packet(PacketType.PUBLISH).set(Field.PREVIOUS_ID, id(2)), 0, true);

    assertThat(cache.following(id(1))).extracting(CachedPacket::id).containsExactly(id(2));
  }

  @Test
  void shouldHoldNothingWithoutRoom() {
    assertThat(insert(ofPackets(0, true), 1, 0, 0, true)).isFalse();
  }
}

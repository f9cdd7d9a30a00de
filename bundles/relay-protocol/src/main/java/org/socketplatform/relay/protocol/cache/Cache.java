package org.socketplatform.relay.protocol.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.wire.Frame;
import org.socketplatform.relay.protocol.wire.Packet;

/**
 * The packets that a peer holds. A full cache makes room: the fair way gives up what is of another
 * cluster, has come the longest way, and is oldest; the original's gives up what is newest.
 */
public final class Cache {
  /** What the original counts a packet as, in bytes. */
  public static final int PACKET_BYTES = 2423;

  private static final int MAX_HOPS = 16;
  private static final int WORTHS = 2 * (MAX_HOPS + 1);

  private final int capacity;
  private final boolean fair;
  private Map<Id, CachedPacket> packets = Map.of();
  private @Nullable CachedPacket[] oldest = {};
  private @Nullable CachedPacket[] newest = {};
  private long nextDeadline = Long.MAX_VALUE;
  private int changes;

  /**
   * An empty cache.
   *
   * @param bytes how much it may hold, each packet counted as 2423 bytes
   * @param fair whether it makes room the fair way
   */
  public Cache(int bytes, boolean fair) {
    capacity = Math.ceilDiv(bytes, PACKET_BYTES);
    this.fair = fair;
  }

  /** How many packets it may hold. */
  public int capacity() {
    return capacity;
  }

  /** How many packets it holds. */
  public int size() {
    return packets.size();
  }

  /** A number that is another one after each change. */
  public int changes() {
    return changes;
  }

  /** Whether a packet is held. */
  public boolean contains(Id id) {
    return packets.containsKey(id);
  }

  /** A packet; null if it is not held. */
  public @Nullable CachedPacket get(Id id) {
    return packets.get(id);
  }

  /** All packets, in no order. */
  public Collection<CachedPacket> packets() {
    return Collections.unmodifiableCollection(packets.values());
  }

  /**
   * Takes a packet that is not held yet, and makes room for it.
   *
   * @param own whether it is of the peer's own cluster, and so lives twice as long
   * @param evicted gets what had to go
   * @return whether it is held now
   */
  public boolean insert(Id id, Frame frame, long now, boolean own, List<CachedPacket> evicted) {
    if (capacity == 0 || packets.containsKey(id)) {
      return false;
    }
    if (oldest.length == 0) {
      packets = new HashMap<>();
      oldest = new CachedPacket[WORTHS];
      newest = new CachedPacket[WORTHS];
    }
    int worth = (int) Math.min(frame.hops(), MAX_HOPS) + (own ? 0 : MAX_HOPS + 1);
    while (packets.size() >= capacity) {
      CachedPacket victim = fair ? leastWorth() : lastCome();
      if (victim == null || (fair && victim.worth() < worth)) {
        return false;
      }
      remove(victim);
      evicted.add(victim);
    }
    long life =
        frame.ttl() < Packet.DEFAULT_TTL
            ? Math.max(frame.ttl(), 1)
            : Packet.DEFAULT_TTL * (own ? 2 : 1);
    CachedPacket packet = new CachedPacket(id, frame, now, now + life, (short) worth);
    packets.put(id, packet);
    append(packet);
    nextDeadline = Math.min(nextDeadline, packet.deadline());
    changes++;
    return true;
  }

  private @Nullable CachedPacket leastWorth() {
    for (int worth = WORTHS - 1; worth >= 0; worth--) {
      if (oldest[worth] != null) {
        return oldest[worth];
      }
    }
    return null;
  }

  private @Nullable CachedPacket lastCome() {
    CachedPacket last = null;
    for (CachedPacket candidate : newest) {
      if (candidate != null && (last == null || candidate.received() > last.received())) {
        last = candidate;
      }
    }
    return last;
  }

  /** Gives a packet up. */
  public void remove(CachedPacket packet) {
    if (packets.remove(packet.id(), packet)) {
      unlink(packet);
      changes++;
    }
  }

  /** When the next packet's time is over; {@link Long#MAX_VALUE} if none is held. */
  public long nextDeadline() {
    return nextDeadline;
  }

  /** Gives up the packets whose time is over, and returns them. */
  public List<CachedPacket> expire(long now) {
    if (now < nextDeadline) {
      return List.of();
    }
    List<CachedPacket> expired = new ArrayList<>();
    nextDeadline = Long.MAX_VALUE;
    for (CachedPacket packet : packets.values()) {
      if (packet.deadline() <= now) {
        expired.add(packet);
      } else {
        nextDeadline = Math.min(nextDeadline, packet.deadline());
      }
    }
    expired.forEach(this::remove);
    return expired;
  }

  /** The packets that follow a packet, or are the pieces of its message. */
  public List<CachedPacket> following(Id previous) {
    List<CachedPacket> found = new ArrayList<>();
    for (CachedPacket packet : packets.values()) {
      if (Objects.equals(packet.previous(), previous)) {
        found.add(packet);
      }
    }
    return found;
  }

  private void append(CachedPacket packet) {
    int worth = packet.worth();
    packet.older = newest[worth];
    if (packet.older == null) {
      oldest[worth] = packet;
    } else {
      packet.older.newer = packet;
    }
    newest[worth] = packet;
  }

  private void unlink(CachedPacket packet) {
    if (packet.older == null) {
      oldest[packet.worth()] = packet.newer;
    } else {
      packet.older.newer = packet.newer;
    }
    if (packet.newer == null) {
      newest[packet.worth()] = packet.older;
    } else {
      packet.newer.older = packet.older;
    }
    packet.older = null;
    packet.newer = null;
  }
}

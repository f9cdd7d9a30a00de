package org.socketplatform.relay.protocol.cache;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.wire.Birth;
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
  private final boolean dated;
  // Open addressing by the first eight bytes of the id, at most half full, a power of two long.
  private @Nullable CachedPacket[] slots = {};
  private int size;
  private long sum;
  private @Nullable CachedPacket[] oldest = {};
  private @Nullable CachedPacket[] newest = {};
  private long nextDeadline = Long.MAX_VALUE;
  private int changes;

  /**
   * An empty cache.
   *
   * @param bytes how much it may hold, each packet counted as 2423 bytes
   * @param fair whether it makes room the fair way
   * @param dated whether packets that have a date last for two weeks from then
   */
  public Cache(int bytes, boolean fair, boolean dated) {
    capacity = Math.ceilDiv(bytes, PACKET_BYTES);
    this.fair = fair;
    this.dated = dated;
  }

  /** How many packets it may hold. */
  public int capacity() {
    return capacity;
  }

  /** How many packets it holds. */
  public int size() {
    return size;
  }

  /** A number that is another one after each change. */
  public int changes() {
    return changes;
  }

  /** A number that two caches have in common if they hold the same, and else hardly ever. */
  public long sum() {
    return sum;
  }

  /** Whether a packet is held. */
  public boolean contains(Id id) {
    return get(id) != null;
  }

  /** A packet; null if it is not held. */
  public @Nullable CachedPacket get(Id id) {
    for (int slot = home(id.prefix()); slots.length > 0; slot = (slot + 1) & (slots.length - 1)) {
      CachedPacket packet = slots[slot];
      if (packet == null || packet.id().equals(id)) {
        return packet;
      }
    }
    return null;
  }

  /** A packet by the first eight bytes of its id; null if it is not held. */
  public @Nullable CachedPacket get(long prefix) {
    for (int slot = home(prefix); slots.length > 0; slot = (slot + 1) & (slots.length - 1)) {
      CachedPacket packet = slots[slot];
      if (packet == null || packet.id().prefix() == prefix) {
        return packet;
      }
    }
    return null;
  }

  private int home(long prefix) {
    return (int) ((prefix * 0x9e3779b97f4a7c15L) >>> 40) & (slots.length - 1);
  }

  /** All packets, in no order. */
  public List<CachedPacket> packets() {
    List<CachedPacket> all = new ArrayList<>(size);
    for (CachedPacket packet : slots) {
      if (packet != null) {
        all.add(packet);
      }
    }
    return all;
  }

  /** The first eight bytes of the ids of all packets that somebody wants, in no order. */
  long[] names() {
    long[] names = new long[size];
    int count = 0;
    for (CachedPacket packet : slots) {
      if (packet != null && !packet.isStrange()) {
        names[count++] = packet.id().prefix();
      }
    }
    return Arrays.copyOf(names, count);
  }

  /**
   * The packets that came last, newest first.
   *
   * @param most how many at most
   */
  public List<CachedPacket> latest(int most) {
    return latest(most, packet -> true);
  }

  /** The same of those that pass a test. */
  public List<CachedPacket> latest(int most, Predicate<CachedPacket> test) {
    Comparator<CachedPacket> byTime = Comparator.comparingLong(CachedPacket::received);
    PriorityQueue<CachedPacket> latest = new PriorityQueue<>(byTime);
    for (CachedPacket packet : slots) {
      if (packet != null && test.test(packet)) {
        latest.add(packet);
        if (latest.size() > most) {
          latest.remove();
        }
      }
    }
    List<CachedPacket> sorted = new ArrayList<>(latest);
    sorted.sort(byTime.reversed());
    return sorted;
  }

  /**
   * Takes a packet that is not held yet, and makes room for it.
   *
   * @param own whether it is of the peer's own cluster, and so lives twice as long
   * @param evicted gets what had to go
   * @return whether it is held now
   */
  public boolean insert(Id id, Frame frame, long now, boolean own, List<CachedPacket> evicted) {
    return insert(id, frame, now, own, false, evicted);
  }

  /**
   * The same for a packet that perhaps nobody wants: then it is the first to go, and does not count
   * where two caches are compared.
   */
  public boolean insert(
      Id id, Frame frame, long now, boolean own, boolean strange, List<CachedPacket> evicted) {
    if (capacity == 0 || contains(id)) {
      return false;
    }
    if (oldest.length == 0) {
      oldest = new CachedPacket[WORTHS];
      newest = new CachedPacket[WORTHS];
    }
    int worth = (int) Math.min(frame.hops(), MAX_HOPS) + (own && !strange ? 0 : MAX_HOPS + 1);
    while (size >= capacity) {
      CachedPacket victim = fair ? leastWorth() : lastCome();
      if (victim == null || (fair && victim.worth() < worth)) {
        return false;
      }
      remove(victim);
      evicted.add(victim);
    }
    long deadline = deadline(frame, now, own, strange);
    CachedPacket packet = new CachedPacket(id, frame, now, deadline, (short) worth, strange);
    if (2 * (size + 1) > slots.length) {
      grow();
    }
    put(packet);
    size++;
    sum += strange ? 0 : id.prefix();
    append(packet);
    nextDeadline = Math.min(nextDeadline, packet.deadline());
    changes++;
    return true;
  }

  /**
   * Counts the newest packets of a subcluster among those that somebody wants.
   *
   * @param most how many at most
   */
  public void adopt(Id subcluster, int most) {
    for (CachedPacket packet :
        latest(most, each -> each.isStrange() && Objects.equals(each.subcluster(), subcluster))) {
      sum += packet.id().prefix();
      packet.adopt();
      nextDeadline = Math.min(nextDeadline, packet.deadline());
      changes++;
    }
  }

  private long deadline(Frame frame, long now, boolean own, boolean strange) {
    long ttl = frame.ttl();
    if (ttl < Packet.DEFAULT_TTL) {
      return now + Math.max(ttl, 1);
    }
    long deadline = now + Packet.DEFAULT_TTL * (own ? 2 : 1);
    if (!dated || !Birth.isIn(ttl)) {
      return deadline;
    }
    return strange ? Math.min(deadline, Birth.end(ttl)) : Birth.end(ttl);
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
    int slot = home(packet.id().prefix());
    while (slots[slot] != packet) {
      if (slots[slot] == null) {
        return;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    free(slot);
    unlink(packet);
    size--;
    sum -= packet.isStrange() ? 0 : packet.id().prefix();
    changes++;
  }

  private void grow() {
    @Nullable CachedPacket[] before = slots;
    slots = new CachedPacket[Math.max(4, 2 * before.length)];
    for (CachedPacket packet : before) {
      if (packet != null) {
        put(packet);
      }
    }
  }

  private void put(CachedPacket packet) {
    int slot = home(packet.id().prefix());
    while (slots[slot] != null) {
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = packet;
  }

  /** Empties a slot, and moves back what had to go on from there. */
  private void free(int freed) {
    int hole = freed;
    slots[hole] = null;
    for (int slot = (hole + 1) & (slots.length - 1); ; slot = (slot + 1) & (slots.length - 1)) {
      CachedPacket packet = slots[slot];
      if (packet == null) {
        return;
      }
      int home = home(packet.id().prefix());
      if (((slot - home) & (slots.length - 1)) >= ((slot - hole) & (slots.length - 1))) {
        slots[hole] = packet;
        slots[slot] = null;
        hole = slot;
      }
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
    for (CachedPacket packet : packets()) {
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
    for (CachedPacket packet : packets()) {
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

package org.socketplatform.relay.protocol.engine;

import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.wire.PacketType;

/**
 * How many datagrams of one sender are taken in a minute. Joins and published packets, which are
 * passed on, have a quota of their own. Whole networks of 256 addresses have four times that, so
 * that changing the port or the address does not help. The table is bounded and starts anew each
 * minute; senders beyond its bound share one entry.
 */
final class Limits {
  private static final long MINUTE = 60_000;
  private static final int RELAYED = 1024;
  private static final int OTHER = 1_048_576;
  private static final int NETWORK_FACTOR = 4;
  private static final int MAX_SENDERS = 4096;
  private static final long THE_REST = -1;

  private final boolean networksToo;
  private final LongMap<int[]> used = new LongMap<>();
  private long minuteEnds;

  /** Counts single senders, and perhaps their networks too. */
  Limits(boolean networksToo) {
    this.networksToo = networksToo;
  }

  /** Counts a datagram; how far its sender is beyond the quota, 0 if it is not. */
  int exceeded(long from, int type, long now) {
    if (now >= minuteEnds) {
      used.clear();
      minuteEnds = now + MINUTE;
    }
    boolean relayed = type == PacketType.JOIN || type == PacketType.PUBLISH;
    int quota = relayed ? RELAYED : OTHER;
    int over = count(from, relayed) - quota;
    if (networksToo) {
      over =
          Math.max(
              over, count(1L << 56 | Endpoint.network(from), relayed) - quota * NETWORK_FACTOR);
    }
    return Math.max(over, 0);
  }

  private int count(long key, boolean relayed) {
    int[] counts = used.get(key);
    if (counts == null) {
      long place = used.size() >= MAX_SENDERS ? THE_REST : key;
      counts = used.get(place);
      if (counts == null) {
        counts = new int[2];
        used.put(place, counts);
      }
    }
    return ++counts[relayed ? 0 : 1];
  }
}

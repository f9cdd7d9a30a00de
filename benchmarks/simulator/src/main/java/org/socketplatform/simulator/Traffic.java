package org.socketplatform.simulator;

import org.socketplatform.relay.protocol.wire.PacketType;

/**
 * Counts what hosts send and what becomes of it. Sizes are those of the UDP payload, without the 28
 * bytes of IP and UDP.
 */
final class Traffic {
  private static final int TYPES = PacketType.BOUND;

  private final long[] datagrams = new long[TYPES];
  private final long[] bytes = new long[TYPES];
  private long lost;
  private long filtered;
  private long unreachable;

  void sent(byte[] datagram) {
    int type = PacketType.of(datagram, 0, datagram.length);
    datagrams[type]++;
    bytes[type] += datagram.length;
  }

  /** What both counted. */
  Traffic and(Traffic other) {
    Traffic sum = new Traffic();
    for (int type = 0; type < TYPES; type++) {
      sum.datagrams[type] = datagrams[type] + other.datagrams[type];
      sum.bytes[type] = bytes[type] + other.bytes[type];
    }
    sum.lost = lost + other.lost;
    sum.filtered = filtered + other.filtered;
    sum.unreachable = unreachable + other.unreachable;
    return sum;
  }

  void lost() {
    lost++;
  }

  void filtered() {
    filtered++;
  }

  void unreachable() {
    unreachable++;
  }

  /** Datagrams that carry messages, whole or in part. */
  long payloadDatagrams() {
    return sum(datagrams, true);
  }

  /** Bytes of these. */
  long payloadBytes() {
    return sum(bytes, true);
  }

  /** Bytes of all others. */
  long controlBytes() {
    return sum(bytes, false);
  }

  /** All datagrams. */
  long datagrams() {
    return sum(datagrams, true) + sum(datagrams, false);
  }

  /** Datagrams that ask for a packet, or answer that. */
  long queries() {
    return datagrams[PacketType.QUERY];
  }

  private static long sum(long[] counts, boolean payload) {
    long sum = 0;
    for (int type = 0; type < TYPES; type++) {
      sum += PacketType.isPayload(type) == payload ? counts[type] : 0;
    }
    return sum;
  }

  /** Datagrams that the network lost. */
  long lostDatagrams() {
    return lost;
  }

  /** Datagrams that a NAT did not let in. */
  long filteredDatagrams() {
    return filtered;
  }

  /** Datagrams to addresses that are nobody's any more. */
  long unreachableDatagrams() {
    return unreachable;
  }
}

package org.socketplatform.relay.protocol.engine;

import org.socketplatform.relay.protocol.wire.PacketType;

/**
 * How many datagrams of one sender are taken in a minute. Joins and published packets, which are
 * passed on, have a quota of their own. Whole networks of 256 addresses have four times that, so
 * that changing the port or the address does not help.
 */
final class Limits {
  private static final int RELAYED = 1024;
  private static final int OTHER = 1_048_576;

  private final boolean networksToo;
  private final Tally tally = new Tally(2);

  /** Counts single senders, and perhaps their networks too. */
  Limits(boolean networksToo) {
    this.networksToo = networksToo;
  }

  /** Counts a datagram; how far its sender is beyond the quota, 0 if it is not. */
  int exceeded(long from, int type, long now) {
    boolean relayed = type == PacketType.JOIN || type == PacketType.PUBLISH;
    int kind = relayed ? 0 : 1;
    int quota = relayed ? RELAYED : OTHER;
    int over = tally.add(from, kind, now) - quota;
    if (networksToo) {
      int ofNetwork = tally.add(Quotas.network(from), kind, now);
      over = Math.max(over, ofNetwork - quota * Quotas.NETWORK_FACTOR);
    }
    return Math.max(over, 0);
  }
}

package org.socketplatform.relay.protocol.engine;

import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Feature;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.wire.Field;
import org.socketplatform.relay.protocol.wire.Frame;

/**
 * How much a peer does for others in a minute, so that a few that flood it do not make it flood
 * everybody: new packets and joins that are passed on, and attempts to reach whoever was named.
 *
 * <p>What is of a subcluster that this peer is in costs nothing if it opens, because then a member
 * wrote it; if it does not open it is not passed on. What is of subclusters that connected peers
 * are in costs less than what is of others, whose ids anybody can invent. Each source has a quota,
 * by its id if it is connected and else by its endpoint; its network of 256 addresses has four
 * times that, and all sources together have one, too.
 */
final class Quotas {
  static final int NETWORK_FACTOR = 4;

  private static final long NETWORK = 1L << 56;
  private static final long IDENTITY = 2L << 62;
  private static final long SUBCLUSTER = 3L << 62;
  private static final long TARGET = 1L << 57;
  private static final long ALL = 1L << 58;
  private static final int UNLIMITED = Integer.MAX_VALUE;
  private static final int PACKETS_IN_ALL = 4096;

  /** How many packets are taken of one subcluster that this peer is not in. */
  private static final int OF_SUBCLUSTER = 1024;

  /** How many of them are passed on as if they were the only ones. */
  static final int MANY = 128;

  /** What is counted, with the quota of each source and of all. */
  enum Kind {
    /** Messages of an own subcluster that do not open. */
    SPOILT(0, 64, UNLIMITED),
    /** Packets of a subcluster that a connected peer, or this one, is in. */
    USEFUL(1, 1024, PACKETS_IN_ALL),
    /** Packets of other subclusters. */
    STRANGE(2, 128, 512),
    /** Joins of the source itself. */
    OWN_JOIN(3, 64, UNLIMITED),
    /** Joins of others that it passes on. */
    PASSED_JOIN(4, 256, 2048),
    /** Attempts to reach a peer in a network. */
    ATTEMPT(5, 64, UNLIMITED),
    /** Handshakes of sessions that are answered. */
    HANDSHAKE(6, 64, 1024),
    /** Comparisons of what is held that are answered. */
    COMPARISON(7, 128, 1024),
    /** Rows of parity that are looked at. */
    PARITY(8, 256, 2048);

    private final int place;
    private final int ofEach;
    private final int inAll;

    Kind(int place, int ofEach, int inAll) {
      this.place = place;
      this.ofEach = ofEach;
      this.inAll = inAll;
    }
  }

  private final Engine engine;
  private final boolean isOn;
  private final Tally tally = new Tally(Kind.values().length);

  Quotas(Engine engine) {
    this.engine = engine;
    isOn = engine.has(Feature.QUOTAS) && !engine.options.limitExempt();
  }

  /** The number that stands for the network of an endpoint. */
  static long network(long endpoint) {
    return NETWORK | Endpoint.network(endpoint);
  }

  private long source(long from) {
    Known known = engine.table.at(from);
    return known != null && known.connected ? known.id.prefix() >>> 2 | IDENTITY : from;
  }

  private static long number(@Nullable Id subcluster) {
    return (subcluster == null ? 0 : subcluster.prefix() >>> 2) | SUBCLUSTER;
  }

  private int add(long number, Kind kind) {
    return tally.add(number, kind.place, engine.now);
  }

  private boolean takes(Kind kind, long from) {
    return add(source(from), kind) <= kind.ofEach
        && add(network(from), kind) <= kind.ofEach * NETWORK_FACTOR
        && (kind.inAll == UNLIMITED || add(ALL, kind) <= kind.inAll);
  }

  /** Whether a new packet may be looked at, held and passed on. */
  boolean takesPacket(Frame frame, long from) {
    if (!isOn) {
      return true;
    }
    Id subcluster = frame.id(Field.SUBCLUSTER_ID);
    if (isOwn(subcluster)) {
      return frame.index() < 0
          ? tally.count(source(from), Kind.SPOILT.place, engine.now) < Kind.SPOILT.ofEach
          : takes(Kind.USEFUL, from);
    }
    return isWanted(subcluster)
        ? takes(Kind.USEFUL, from) && add(number(subcluster), Kind.USEFUL) <= OF_SUBCLUSTER
        : takes(Kind.STRANGE, from);
  }

  /**
   * Whether a packet that was taken is to be passed on sparingly: perhaps nobody wants it, or there
   * are many of its kind.
   */
  boolean spares(Frame frame) {
    Id subcluster = frame.id(Field.SUBCLUSTER_ID);
    return isOn
        && !isOwn(subcluster)
        && (!isWanted(subcluster)
            || tally.count(number(subcluster), Kind.USEFUL.place, engine.now) > MANY);
  }

  /** A message of an own subcluster did not open; whether it is given up therefore. */
  boolean refusesSpoilt(long from) {
    if (isOn) {
      takes(Kind.SPOILT, from);
    }
    return isOn;
  }

  private boolean isOwn(@Nullable Id subcluster) {
    return subcluster != null && engine.groups.containsKey(subcluster);
  }

  private boolean isWanted(@Nullable Id subcluster) {
    if (subcluster != null) {
      for (Known known : engine.table.all()) {
        if (known.connected && known.isIn(subcluster)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a join may be answered and passed on. */
  boolean takesJoin(boolean isOwn, long from) {
    Known known = engine.table.at(from);
    return !isOn
        || (known != null && known.indexed)
        || takes(isOwn ? Kind.OWN_JOIN : Kind.PASSED_JOIN, from);
  }

  /** Whether a peer that somebody named may be written to, for all that its network got. */
  boolean mayTry(long target) {
    return !isOn || add(TARGET | Endpoint.network(target), Kind.ATTEMPT) <= Kind.ATTEMPT.ofEach;
  }

  /** Whether a member that asks for a session may be answered. */
  boolean takesHandshake(long from) {
    return !isOn || takes(Kind.HANDSHAKE, from);
  }

  /** Whether a comparison may be answered. */
  boolean takesComparison(long from) {
    return !isOn || takes(Kind.COMPARISON, from);
  }

  /** Whether a row of parity may be looked at. */
  boolean takesParity(long from) {
    return !isOn || takes(Kind.PARITY, from);
  }
}

package org.socketplatform.relay.protocol.engine;

import org.socketplatform.relay.protocol.Feature;
import org.socketplatform.relay.protocol.cache.CachedPacket;
import org.socketplatform.relay.protocol.wire.Birth;
import org.socketplatform.relay.protocol.wire.Frame;
import org.socketplatform.relay.protocol.wire.Packet;

/**
 * How old packets get. The original counts a packet's life anew at each peer that gets it, so that
 * peers that give each other what they lack keep everything for ever. Here the age is counted from
 * a date that travels with the packet, and what was given up is not taken again.
 */
final class Lifetimes {
  /** As far as clocks are trusted to agree. */
  private static final long SKEW_MILLIS = 300_000;

  private static final int MOST_GONE = 4096;

  private final Engine engine;
  private final boolean isOn;
  private final Generations gone = new Generations(MOST_GONE, Birth.LIFE_MILLIS);

  Lifetimes(Engine engine) {
    this.engine = engine;
    isOn = engine.has(Feature.DATED_PACKETS);
  }

  /** The ttl of a message that is being written; a date if no life is asked for but the usual. */
  long ttl(long asked) {
    return isOn && asked == Packet.DEFAULT_TTL ? Birth.written(engine.now) : asked;
  }

  /**
   * Whether a packet that came is not too old. If it does not say how old it is, or says that it is
   * from the future, it is taken as written now, and says so from here on.
   */
  boolean takes(long name, Frame frame) {
    if (!isOn) {
      return true;
    }
    long ttl = frame.ttl();
    if (ttl >= Packet.DEFAULT_TTL
        && (!Birth.isIn(ttl) || Birth.millis(ttl) > engine.now + SKEW_MILLIS)) {
      frame.setTtl(Birth.found(engine.now));
    }
    boolean isOver = Birth.isIn(frame.ttl()) && Birth.end(frame.ttl()) <= engine.now;
    return !isOver && !isGone(name);
  }

  /** Whether a packet was given up because its time was over. */
  boolean isGone(long name) {
    return isOn && gone.contains(name, engine.now);
  }

  /**
   * A packet was given up because its time is over here; whether it is so everywhere. What nobody
   * is known to want is not remembered, since anybody can make much of it.
   */
  boolean end(CachedPacket packet) {
    if (!isOn || packet.isStrange()) {
      return false;
    }
    gone.add(packet.id().prefix(), engine.now);
    return packet.isDated();
  }
}

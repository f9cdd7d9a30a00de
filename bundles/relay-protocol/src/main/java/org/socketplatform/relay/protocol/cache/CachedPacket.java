package org.socketplatform.relay.protocol.cache;

import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.wire.Birth;
import org.socketplatform.relay.protocol.wire.Field;
import org.socketplatform.relay.protocol.wire.Frame;

/** A packet that is held, as it came. */
public final class CachedPacket {
  private final Id id;
  private final byte[] bytes;
  private final @Nullable Id subcluster;
  private final @Nullable Id previous;
  private final long clock;
  private final long ttl;
  private final long received;
  private long deadline;
  private final int index;
  private final short worth;
  private boolean strange;
  private byte copies;

  // A place in the list of packets that are of equal worth, oldest first.
  @Nullable CachedPacket older;
  @Nullable CachedPacket newer;

  CachedPacket(Id id, Frame frame, long received, long deadline, short worth, boolean strange) {
    this.id = id;
    bytes = frame.toBytes();
    subcluster = frame.id(Field.SUBCLUSTER_ID);
    previous = frame.id(Field.PREVIOUS_ID);
    clock = frame.clock();
    ttl = frame.ttl();
    index = frame.index();
    this.received = received;
    this.deadline = deadline;
    this.worth = worth;
    this.strange = strange;
  }

  /** The packet's id. */
  public Id id() {
    return id;
  }

  /** The frame; it must not be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** The subcluster that it belongs to; null if it names none. */
  public @Nullable Id subcluster() {
    return subcluster;
  }

  /** What it follows, or the head of its message; null if there is none. */
  public @Nullable Id previous() {
    return previous;
  }

  /** Its counter. */
  public long clock() {
    return clock;
  }

  /** -1 for a whole message, 0 for a head, 1 and up for a piece. */
  public int index() {
    return index;
  }

  /** When it came, in milliseconds since the epoch. */
  public long received() {
    return received;
  }

  /** When its time is over, in milliseconds since the epoch. */
  public long deadline() {
    return deadline;
  }

  /** Whether it says when it was written. */
  public boolean isDated() {
    return Birth.isIn(ttl);
  }

  /** How many peers are known to hold it as well. */
  public int copies() {
    return copies;
  }

  /** Another peer holds it, too. */
  public void countCopy() {
    if (copies < Byte.MAX_VALUE) {
      copies++;
    }
  }

  /** Whether nobody was known who wants it, when it came. */
  public boolean isStrange() {
    return strange;
  }

  /** Somebody wants it after all; it lasts as long as any other then. */
  void adopt() {
    strange = false;
    if (Birth.isIn(ttl)) {
      deadline = Birth.end(ttl);
    }
  }

  int worth() {
    return worth;
  }
}

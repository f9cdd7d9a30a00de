package org.socketplatform.relay.protocol.wire;

/** The fields of a frame that have a length of their own, in the order of the wire. */
public enum Field {
  /** SHA-256 of the name of the app's cluster. */
  CLUSTER_ID(0, 32),
  /** Public key of the subcluster. */
  SUBCLUSTER_ID(1, 32),
  /** The packet that this one follows; for a piece, the head of its message. */
  PREVIOUS_ID(2, 32),
  /** The packet's own id. */
  PACKET_ID(3, 32),
  /** The piece that follows. */
  NEXT_ID(4, 32),
  /** Hash of the event's name; in an intro or a query the time in ASCII. */
  USR1(5, 32),
  /** Public key of the sender. */
  USR2(6, 32),
  /** Stream: to; query: its id; publish: first half of a strong signature. */
  USR3(7, 32),
  /** Stream: from; sync: since; query: 1 or 2; publish: second half of a strong signature. */
  USR4(8, 32),
  /** JSON or bytes, by type. */
  MESSAGE(9, 1024),
  /** Signature of the sender as the original makes it. */
  SIG(10, 64);

  static final int COUNT = 11;

  private final int place;
  private final int max;

  Field(int place, int max) {
    this.place = place;
    this.max = max;
  }

  /** Which of the fields it is, from 0 on. */
  int place() {
    return place;
  }

  /** The longest that it may be, in bytes. */
  public int max() {
    return max;
  }
}

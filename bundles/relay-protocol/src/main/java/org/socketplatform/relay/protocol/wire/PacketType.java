package org.socketplatform.relay.protocol.wire;

/** What a packet is for. Types from 9 on are of this implementation; original peers drop them. */
public final class PacketType {
  /** Asks whether a peer is there, where this one is seen, or for a connection. */
  public static final int PING = 1;

  /** Answers a ping. */
  public static final int PONG = 2;

  /** Makes two peers known to each other. */
  public static final int INTRO = 3;

  /** Says that a peer has come into a subcluster. */
  public static final int JOIN = 4;

  /** A message for everybody in a subcluster, or a piece of one. */
  public static final int PUBLISH = 5;

  /** A message for one peer, or a piece of one. */
  public static final int STREAM = 6;

  /** Sums up what a cache holds. */
  public static final int SYNC = 7;

  /** A question to everybody, or an answer to one. */
  public static final int QUERY = 8;

  /** Names packets that the sender holds, and so does not need. */
  public static final int HAVE = 9;

  /** Names packets that the sender wants to have. */
  public static final int WANT = 10;

  /** The sender goes away. */
  public static final int LEAVE = 11;

  /** Asks a peer for a session. */
  public static final int SESSION_ASK = 12;

  /** Answers that. */
  public static final int SESSION_ANSWER = 13;

  /** Ends the handshake of a session, and carries something sealed already. */
  public static final int SESSION_BEGIN = 14;

  /** Something sealed for a session. */
  public static final int SESSION_DATA = 15;

  /** Sums up ranges of what is held, or lists them. */
  public static final int COMPARE = 20;

  /** Makes up for pieces that are lost. */
  public static final int PARITY = 25;

  /** One more than the highest number that a type can have. */
  public static final int BOUND = 256;

  private static final int LAST = SESSION_DATA;

  private PacketType() {}

  /** The type that a datagram claims to have; 0 if it is none of the protocol. */
  public static int of(byte[] bytes, int offset, int length) {
    if (length < Frame.VERSION_OFFSET
        || bytes[offset] != Frame.MAGIC_0
        || bytes[offset + 1] != Frame.MAGIC_1
        || bytes[offset + 2] != Frame.MAGIC_2
        || bytes[offset + 3] != Frame.MAGIC_3) {
      return 0;
    }
    int type = bytes[offset + Frame.TYPE_OFFSET] & 255;
    return isOurs(type) ? type : 0;
  }

  private static boolean isOurs(int type) {
    return switch (type) {
      case COMPARE, PARITY -> true;
      default -> type <= LAST;
    };
  }

  /** Whether packets of a type carry what apps have written. */
  public static boolean isPayload(int type) {
    return switch (type) {
      case PUBLISH, STREAM, SESSION_BEGIN, SESSION_DATA, PARITY -> true;
      default -> false;
    };
  }

  /** Whether packets of a type are of a session, and begin as {@link SessionPacket} says. */
  public static boolean isOfSession(int type) {
    return type >= SESSION_ASK && type <= SESSION_DATA;
  }
}

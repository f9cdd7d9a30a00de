package org.socketplatform.relay.protocol.wire;

import java.nio.ByteBuffer;
import org.socketplatform.relay.protocol.Id;

/**
 * How packets of a session lie in a datagram. All begin alike, so that who passes them on needs to
 * know no more:
 *
 * <pre>
 *   magic 4, type 1, hops 1, id of the peer that it is for 32
 *
 *   ASK     sender's number 8, first message of the handshake 80
 *   ANSWER  receiver's number 8, sender's number 8, second message 128
 *   BEGIN   receiver's number 8, third message 96, counter 8, sealed
 *   DATA    receiver's number 8, counter 8, sealed
 * </pre>
 */
public final class SessionPacket {
  /** Where the number of peers that it has passed is. */
  public static final int HOPS_OFFSET = 5;

  /** Where the id is of the peer that it is for. */
  public static final int TO_OFFSET = 6;

  /** Where the first number is. */
  public static final int NUMBER_OFFSET = TO_OFFSET + Id.BYTES;

  /** Length of what all begin with, the first number included. */
  public static final int HEADER = NUMBER_OFFSET + Long.BYTES;

  /** Length of the handshake's messages, each of which carries 32 bytes. */
  public static final int FIRST = 80;

  public static final int SECOND = 128;

  public static final int THIRD = 96;

  private SessionPacket() {}

  /** A packet of so many bytes, written up to the first number. */
  public static ByteBuffer begin(int type, Id to, long number, int size) {
    return ByteBuffer.allocate(size)
        .put(Frame.MAGIC_0)
        .put(Frame.MAGIC_1)
        .put(Frame.MAGIC_2)
        .put(Frame.MAGIC_3)
        .put((byte) type)
        .put((byte) 1)
        .put(to.toBytes())
        .putLong(number);
  }

  /** Whether a datagram is as long as its type needs. */
  public static boolean isWhole(int type, int length) {
    return switch (type) {
      case PacketType.SESSION_ASK -> length == HEADER + FIRST;
      case PacketType.SESSION_ANSWER -> length == HEADER + Long.BYTES + SECOND;
      case PacketType.SESSION_BEGIN -> length > HEADER + THIRD + Long.BYTES;
      case PacketType.SESSION_DATA -> length > HEADER + Long.BYTES;
      default -> false;
    };
  }

  /** The first number. */
  public static long number(byte[] bytes) {
    return number(bytes, NUMBER_OFFSET);
  }

  /** A number at a place. */
  public static long number(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).getLong(at);
  }
}

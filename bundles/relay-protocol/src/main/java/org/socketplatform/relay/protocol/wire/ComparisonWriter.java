package org.socketplatform.relay.protocol.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes what a peer holds in ranges, which follow each other, into as many datagrams as it takes.
 * Each of these can be read alone:
 *
 * <pre>
 *   magic 4, type 1, flags 1, receiver's cookie 8, sender's cookie 8, nonce 8, then for each range:
 *
 *   kind, upper bound's length  1  four bits each; length 0: up to the end
 *   upper bound                 0 to 8, the zeros at its end left out
 *   kind 0                      nothing: the range is not looked at
 *   kind 1                      sum 8
 *   kind 2                      how many 1, names 8 each, in order
 * </pre>
 */
public final class ComparisonWriter {
  /** Longest datagram. */
  public static final int MAX_BYTES = 1200;

  /** Most names of one list. */
  public static final int MOST_NAMES = 64;

  private static final int BOUND = 1 + Long.BYTES;

  private final int flags;
  private final long echo;
  private final long cookie;
  private final long nonce;
  private final int most;
  private final List<ByteBuffer> datagrams = new ArrayList<>(1);

  /** Where the last range ended that was written into the last datagram. */
  private long reached;

  /**
   * Begins.
   *
   * @param flags the {@link ComparisonReader#FIRST} or none
   * @param echo the receiver's cookie
   * @param cookie the sender's cookie
   * @param nonce what all of one comparison have in common
   * @param most how many datagrams there may be; what does not fit is left out
   */
  public ComparisonWriter(int flags, long echo, long cookie, long nonce, int most) {
    this.flags = flags;
    this.echo = echo;
    this.cookie = cookie;
    this.nonce = nonce;
    this.most = most;
  }

  /** The sum of a range; 0 as its upper bound is the end. */
  public void sum(long low, long high, long sum) {
    if (begin(low, BOUND + Long.BYTES)) {
      last().put(head(ComparisonReader.SUM, high));
      bound(high).putLong(sum);
    }
  }

  /** All names of a range; 0 as its upper bound is the end. */
  public void list(long low, long high, long[] names) {
    if (names.length > MOST_NAMES) {
      throw new IllegalArgumentException(names.length + " names are too many for one list");
    }
    if (begin(low, BOUND + 1 + Long.BYTES * names.length)) {
      last().put(head(ComparisonReader.LIST, high));
      bound(high).put((byte) names.length);
      for (long name : names) {
        last().putLong(name);
      }
    }
  }

  /** There is at least one datagram, even if it has no range. */
  public void acknowledge() {
    if (datagrams.isEmpty()) {
      open();
    }
  }

  /** What was written. */
  public List<ByteBuffer> datagrams() {
    for (ByteBuffer datagram : datagrams) {
      datagram.flip();
    }
    return datagrams;
  }

  private ByteBuffer last() {
    return datagrams.getLast();
  }

  /** Makes room for a range, and leaves out what lies before it. */
  private boolean begin(long low, int size) {
    if (datagrams.isEmpty() || last().remaining() < BOUND + size) {
      if (datagrams.size() >= most) {
        return false;
      }
      open();
    }
    if (low != reached) {
      last().put(head(ComparisonReader.SKIP, low));
      bound(low);
    }
    return true;
  }

  private void open() {
    reached = 0;
    datagrams.add(
        ByteBuffer.allocate(MAX_BYTES)
            .put(Frame.MAGIC_0)
            .put(Frame.MAGIC_1)
            .put(Frame.MAGIC_2)
            .put(Frame.MAGIC_3)
            .put((byte) PacketType.COMPARE)
            .put((byte) flags)
            .putLong(echo)
            .putLong(cookie)
            .putLong(nonce));
  }

  private static byte head(int kind, long bound) {
    return (byte) (kind << 4 | length(bound));
  }

  private static int length(long bound) {
    return bound == 0 ? 0 : Long.BYTES - Long.numberOfTrailingZeros(bound) / Byte.SIZE;
  }

  private ByteBuffer bound(long bound) {
    reached = bound;
    for (int i = 1; i <= length(bound); i++) {
      last().put((byte) (bound >>> (Long.SIZE - Byte.SIZE * i)));
    }
    return last();
  }
}

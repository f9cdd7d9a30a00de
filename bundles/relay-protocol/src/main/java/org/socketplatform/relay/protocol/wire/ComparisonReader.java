package org.socketplatform.relay.protocol.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads, one range after the other, what {@link ComparisonWriter} writes. */
public final class ComparisonReader {
  /** A flag: with this a comparison begins, and it is answered in any case. */
  public static final int FIRST = 1;

  static final int SKIP = 0;
  static final int SUM = 1;
  static final int LIST = 2;

  private static final int FLAGS_OFFSET = 5;
  private static final int ECHO_OFFSET = 6;
  private static final int COOKIE_OFFSET = 14;
  private static final int NONCE_OFFSET = 22;
  private static final int HEADER = 30;

  private final ByteBuffer in;
  private int kind;
  private long low;
  private long high;
  private int names;
  private int count;

  private ComparisonReader(ByteBuffer in) {
    this.in = in;
  }

  /** What a datagram says; null unless all of it is valid. */
  public static @Nullable ComparisonReader of(byte[] bytes, int length) {
    if (length < HEADER || length > ComparisonWriter.MAX_BYTES) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, length).position(HEADER);
    ComparisonReader trial = new ComparisonReader(in);
    while (in.hasRemaining()) {
      if (!trial.read()) {
        return null;
      }
    }
    return new ComparisonReader(in.position(HEADER));
  }

  /** Whether a comparison begins. */
  public boolean isFirst() {
    return (in.get(FLAGS_OFFSET) & FIRST) != 0;
  }

  /** The cookie that the sender gives back. */
  public long echo() {
    return in.getLong(ECHO_OFFSET);
  }

  /** The cookie that the sender gives. */
  public long cookie() {
    return in.getLong(COOKIE_OFFSET);
  }

  /** What all of one comparison have in common. */
  public long nonce() {
    return in.getLong(NONCE_OFFSET);
  }

  /** Goes to the next range; false if there is none. */
  public boolean next() {
    return in.hasRemaining() && read();
  }

  private boolean read() {
    boolean isAtEnd = in.position() > HEADER && high == 0;
    int head = in.get() & 255;
    int length = head & 15;
    if (isAtEnd || length > Long.BYTES || in.remaining() < length) {
      return false;
    }
    kind = head >> 4;
    low = high;
    high = 0;
    for (int i = 1; i <= length; i++) {
      high |= (in.get() & 255L) << (Long.SIZE - Byte.SIZE * i);
    }
    if (length > 0 && Long.compareUnsigned(high, low) <= 0) {
      return false;
    }
    return switch (kind) {
      case SKIP -> true;
      case SUM -> pass(Long.BYTES);
      case LIST -> in.hasRemaining() && readList();
      default -> false;
    };
  }

  private boolean readList() {
    count = in.get() & 255;
    if (count > ComparisonWriter.MOST_NAMES || !pass(Long.BYTES * count)) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      boolean isInOrder = i == 0 || Long.compareUnsigned(name(i), name(i - 1)) > 0;
      if (!isInOrder
          || Long.compareUnsigned(name(i), low) < 0
          || (high != 0 && Long.compareUnsigned(name(i), high) >= 0)) {
        return false;
      }
    }
    return true;
  }

  private boolean pass(int size) {
    names = in.position();
    if (in.remaining() < size) {
      return false;
    }
    in.position(names + size);
    return true;
  }

  /** Where the range begins. */
  public long low() {
    return low;
  }

  /** Where the range ends; 0 if it goes up to the end. */
  public long high() {
    return high;
  }

  /** Whether the range is summed up. */
  public boolean isSum() {
    return kind == SUM;
  }

  /** Whether the range is listed. */
  public boolean isList() {
    return kind == LIST;
  }

  /** The sum of a range that is summed up. */
  public long sum() {
    return in.getLong(names);
  }

  /** How many names a range has that is listed. */
  public int count() {
    return count;
  }

  /** A name of a range that is listed. */
  public long name(int place) {
    return in.getLong(names + Long.BYTES * place);
  }
}

package org.socketplatform.relay.protocol.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Id;

/**
 * A view of a version-6 frame where it lies, so that a packet that only passes through is never
 * taken apart. One view is used again and again; it is good until the bytes beneath it change.
 *
 * <p>Both dialects of an empty field are taken: no bytes, and one zero byte. A field longer than
 * its maximum, or one that runs past the end, makes the frame invalid; bytes after the last field
 * are not part of it.
 */
public final class Frame {
  /** The longest frame: 23 + 11 lengths of 2 + 9 ids of 32 + 1024 + 64 bytes. */
  public static final int MAX_BYTES = 1421;

  /** The longest message. */
  public static final int MESSAGE_BYTES = 1024;

  /** The only version that is spoken. */
  public static final int VERSION = 6;

  static final byte MAGIC_0 = 3;
  static final byte MAGIC_1 = 5;
  static final byte MAGIC_2 = 11;
  static final byte MAGIC_3 = 17;

  static final int TYPE_OFFSET = 4; // u8
  static final int VERSION_OFFSET = 5; // u16
  static final int CLOCK_OFFSET = 7; // u32
  public static final int HOPS_OFFSET = 11; // u32
  static final int INDEX_OFFSET = 15; // i32
  static final int TTL_OFFSET = 19; // u32, milliseconds
  static final int FIELDS_OFFSET = 23; // eleven times u16 length, bytes

  private static final Field[] FIELDS = Field.values();
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

  private final short[] starts = new short[Field.COUNT];
  private final short[] lengths = new short[Field.COUNT];
  private byte[] bytes = {};
  private int start;
  private int length;

  /**
   * Looks at a datagram.
   *
   * @return whether it is a frame of version 6 with a type from 1 to 8 that keeps the bounds
   */
  public boolean read(byte[] source, int offset, int size) {
    bytes = source;
    start = offset;
    length = 0;
    int type = PacketType.of(source, offset, size);
    if (size < FIELDS_OFFSET
        || type < PacketType.PING
        || type > PacketType.QUERY
        || (short) SHORTS.get(source, offset + VERSION_OFFSET) != VERSION) {
      return false;
    }
    int at = FIELDS_OFFSET;
    for (int i = 0; i < Field.COUNT; i++) {
      if (at + 2 > size) {
        return false;
      }
      int fieldLength = (short) SHORTS.get(source, offset + at) & 0xffff;
      at += 2;
      if (fieldLength > FIELDS[i].max() || at + fieldLength > size) {
        return false;
      }
      starts[i] = (short) at;
      lengths[i] = (short) fieldLength;
      at += fieldLength;
    }
    length = at;
    return true;
  }

  /** Bytes beneath the view; the frame begins at {@link #offset}. */
  public byte[] array() {
    return bytes;
  }

  /** Where the frame begins in its array. */
  public int offset() {
    return start;
  }

  /** Length of the frame in bytes. */
  public int length() {
    return length;
  }

  /** The packet's type, from 1 to 8. */
  public int type() {
    return bytes[start + TYPE_OFFSET];
  }

  /** The counter of joins, or of messages that follow each other; unsigned. */
  public long clock() {
    return number(CLOCK_OFFSET);
  }

  /** How many peers the packet has passed; unsigned. */
  public long hops() {
    return number(HOPS_OFFSET);
  }

  /** -1 for a whole message, 0 for a head, 1 and up for a piece. */
  public int index() {
    return (int) INTS.get(bytes, start + INDEX_OFFSET);
  }

  /** How long the packet wishes to live, in milliseconds, or its {@link Birth}; unsigned. */
  public long ttl() {
    return number(TTL_OFFSET);
  }

  private long number(int offset) {
    return (int) INTS.get(bytes, start + offset) & 0xffff_ffffL;
  }

  /** Writes another number of hops into the bytes themselves. */
  public void setHops(int hops) {
    INTS.set(bytes, start + HOPS_OFFSET, hops);
  }

  /** Writes another ttl into the bytes themselves. */
  public void setTtl(long ttl) {
    INTS.set(bytes, start + TTL_OFFSET, (int) ttl);
  }

  /** Where a field begins in the array. */
  public int start(Field field) {
    return start + starts[field.place()];
  }

  /** The length of a field as it is on the wire, in bytes. */
  public int length(Field field) {
    return lengths[field.place()];
  }

  /** Whether a field is empty, in either dialect. */
  public boolean isEmpty(Field field) {
    int size = length(field);
    return size == 0 || (size == 1 && bytes[start(field)] == 0);
  }

  /** A copy of a field; without bytes if it is empty. */
  public byte[] copy(Field field) {
    if (isEmpty(field)) {
      return new byte[0];
    }
    return Arrays.copyOfRange(bytes, start(field), start(field) + length(field));
  }

  /** A field of 32 bytes; null if it has another length. */
  public @Nullable Id id(Field field) {
    return length(field) == Id.BYTES ? Id.at(bytes, start(field)) : null;
  }

  /** Whether a field has the 32 bytes of an id. */
  public boolean has(Field field, Id id) {
    return length(field) == Id.BYTES && id.isAt(bytes, start(field));
  }

  /** The first eight bytes of a field; 0 if it does not have 32 bytes. */
  public long prefix(Field field) {
    return length(field) == Id.BYTES ? (long) LONGS.get(bytes, start(field)) : 0;
  }

  /** The decimal number that a field spells in ASCII; -1 if it does not. */
  public long decimal(Field field) {
    int size = length(field);
    if (size < 1 || size > 16) {
      return -1;
    }
    long value = 0;
    for (int at = start(field), end = at + size; at < end; at++) {
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  /**
   * A number that is the same for frames that differ in their hops only, and as good as never for
   * others, unless who makes them knows the seed; never 0.
   */
  public long fingerprint(long seed) {
    long sum = seed ^ clock();
    int at = start + INDEX_OFFSET;
    int end = start + length;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      sum = mix(sum ^ (long) LONGS.get(bytes, at));
    }
    for (; at < end; at++) {
      sum = mix(sum ^ bytes[at]);
    }
    return sum | 1;
  }

  private static long mix(long value) {
    long product = (value ^ value >>> 32) * 0x9e3779b97f4a7c15L;
    return product ^ product >>> 29;
  }

  /** A copy of the whole frame. */
  public byte[] toBytes() {
    return Arrays.copyOfRange(bytes, start, start + length);
  }
}

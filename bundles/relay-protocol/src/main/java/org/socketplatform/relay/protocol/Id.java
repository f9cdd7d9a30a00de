package org.socketplatform.relay.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * 32 bytes that name something: a peer, a packet, a cluster, an event, or a public key. Ids are
 * ordered as their hexadecimal digits are.
 */
public final class Id implements Comparable<Id> {
  /** Length in bytes. */
  public static final int BYTES = 32;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final HexFormat HEX = HexFormat.of();

  private final long a;
  private final long b;
  private final long c;
  private final long d;

  private Id(long a, long b, long c, long d) {
    this.a = a;
    this.b = b;
    this.c = c;
    this.d = d;
  }

  /**
   * The id in an array.
   *
   * @throws IllegalArgumentException unless there are exactly 32 bytes
   */
  public static Id of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("an id has 32 bytes, these are " + bytes.length);
    }
    return at(bytes, 0);
  }

  /**
   * The id in the middle of an array.
   *
   * @throws IndexOutOfBoundsException if fewer than 32 bytes are left
   */
  public static Id at(byte[] bytes, int offset) {
    return new Id(
        (long) LONGS.get(bytes, offset),
        (long) LONGS.get(bytes, offset + 8),
        (long) LONGS.get(bytes, offset + 16),
        (long) LONGS.get(bytes, offset + 24));
  }

  /**
   * The id that 64 hexadecimal digits spell, in either case.
   *
   * @throws IllegalArgumentException if they are not that
   */
  public static Id ofHex(CharSequence digits) {
    if (digits.length() != 2 * BYTES) {
      throw new IllegalArgumentException("an id has 64 digits, these are " + digits.length());
    }
    return of(HEX.parseHex(digits));
  }

  /** A copy of the bytes. */
  public byte[] toBytes() {
    byte[] bytes = new byte[BYTES];
    writeTo(bytes, 0);
    return bytes;
  }

  /**
   * Writes the bytes into an array.
   *
   * @throws IndexOutOfBoundsException if fewer than 32 bytes are left
   */
  public void writeTo(byte[] bytes, int offset) {
    LONGS.set(bytes, offset, a);
    LONGS.set(bytes, offset + 8, b);
    LONGS.set(bytes, offset + 16, c);
    LONGS.set(bytes, offset + 24, d);
  }

  /** Whether these are the 32 bytes at a place in an array, without making an id of them. */
  public boolean isAt(byte[] bytes, int offset) {
    return (long) LONGS.get(bytes, offset) == a
        && (long) LONGS.get(bytes, offset + 8) == b
        && (long) LONGS.get(bytes, offset + 16) == c
        && (long) LONGS.get(bytes, offset + 24) == d;
  }

  /** The first eight bytes, enough to tell ids apart that nobody chose on purpose. */
  public long prefix() {
    return a;
  }

  /** The hexadecimal digit at a place from 0 to 63. */
  public int digit(int place) {
    long word =
        switch (place >> 4) {
          case 0 -> a;
          case 1 -> b;
          case 2 -> c;
          default -> d;
        };
    return (int) (word >>> (60 - 4 * (place & 15))) & 15;
  }

  @Override
  public int compareTo(Id other) {
    int order = Long.compareUnsigned(a, other.a);
    if (order == 0) {
      order = Long.compareUnsigned(b, other.b);
    }
    if (order == 0) {
      order = Long.compareUnsigned(c, other.c);
    }
    return order != 0 ? order : Long.compareUnsigned(d, other.d);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Id id && a == id.a && b == id.b && c == id.c && d == id.d;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(a ^ Long.rotateLeft(d, 32));
  }

  /** The 64 hexadecimal digits, in lower case. */
  @Override
  public String toString() {
    return HEX.toHexDigits(a) + HEX.toHexDigits(b) + HEX.toHexDigits(c) + HEX.toHexDigits(d);
  }
}

package org.socketplatform.relay.protocol.crypto;

/**
 * Numbers modulo 2^255 - 19, each five limbs of 51 bits, the least significant first.
 *
 * <p>A product of two limbs has a low part of 51 bits and a high part. The high part comes from one
 * multiplication of operands that are shifted left by 13 bits together, so that nothing is carried
 * between the halves, which Java has no instruction for.
 *
 * <p>What {@link #multiply}, {@link #square} and {@link #addScaled} write is <em>reduced</em>: its
 * limbs are below 2^52. Sums and differences of two reduced numbers are below 2^53, which all
 * methods take. All take the same time whatever the numbers are, and any operand may be the result.
 */
final class Field25519 {
  static final int LIMBS = 5;
  static final int BYTES = 32;

  private static final int BITS = 51;
  private static final long MASK = (1L << BITS) - 1;
  private static final int LEFT = 8;
  private static final int RIGHT = Long.SIZE - BITS - LEFT;

  /** The limbs of twice the prime: more than what is subtracted. */
  private static final long FIRST_OF_TWO_PRIMES = 2 * (MASK - 18);

  private static final long NEXT_OF_TWO_PRIMES = 2 * MASK;

  private Field25519() {}

  /** Reads 32 bytes, little endian; the last bit is left out, as RFC 7748 wants it. */
  static long[] decode(byte[] bytes) {
    long first = word(bytes, 0);
    long second = word(bytes, 8);
    long third = word(bytes, 16);
    long fourth = word(bytes, 24);
    return new long[] {
      first & MASK,
      ((first >>> 51) | (second << 13)) & MASK,
      ((second >>> 38) | (third << 26)) & MASK,
      ((third >>> 25) | (fourth << 39)) & MASK,
      (fourth >>> 12) & MASK
    };
  }

  private static long word(byte[] bytes, int at) {
    long word = 0;
    for (int i = Long.BYTES - 1; i >= 0; i--) {
      word = word << Byte.SIZE | (bytes[at + i] & 255);
    }
    return word;
  }

  /** Writes the least number that is congruent to a reduced one, in 32 bytes, little endian. */
  static void encode(long[] a, byte[] out) {
    long[] r = new long[LIMBS];
    carry(a[0], a[1], a[2], a[3], a[4], r);
    // The number is below two primes now: is it below one?
    long beyond = (r[0] + 19) >>> BITS;
    for (int i = 1; i < LIMBS; i++) {
      beyond = (r[i] + beyond) >>> BITS;
    }
    long carried = 19 * beyond;
    for (int i = 0; i < LIMBS; i++) {
      carried += r[i];
      r[i] = carried & MASK;
      carried >>>= BITS;
    }
    put(out, 0, r[0] | (r[1] << 51));
    put(out, 8, (r[1] >>> 13) | (r[2] << 38));
    put(out, 16, (r[2] >>> 26) | (r[3] << 25));
    put(out, 24, (r[3] >>> 39) | (r[4] << 12));
  }

  private static void put(byte[] out, int at, long word) {
    for (int i = 0; i < Long.BYTES; i++) {
      out[at + i] = (byte) (word >>> (Byte.SIZE * i));
    }
  }

  static void add(long[] a, long[] b, long[] out) {
    for (int i = 0; i < LIMBS; i++) {
      out[i] = a[i] + b[i];
    }
  }

  static void subtract(long[] a, long[] b, long[] out) {
    out[0] = a[0] - b[0] + FIRST_OF_TWO_PRIMES;
    for (int i = 1; i < LIMBS; i++) {
      out[i] = a[i] - b[i] + NEXT_OF_TWO_PRIMES;
    }
  }

  /** Writes a + b * factor; the factor is below 2^20. */
  static void addScaled(long[] a, long[] b, long factor, long[] out) {
    long shifted = factor << RIGHT;
    long high0 = Math.multiplyHigh(b[0] << LEFT, shifted);
    long high1 = Math.multiplyHigh(b[1] << LEFT, shifted);
    long high2 = Math.multiplyHigh(b[2] << LEFT, shifted);
    long high3 = Math.multiplyHigh(b[3] << LEFT, shifted);
    long high4 = Math.multiplyHigh(b[4] << LEFT, shifted);
    carry(
        a[0] + ((b[0] * factor) & MASK) + 19 * high4,
        a[1] + ((b[1] * factor) & MASK) + high0,
        a[2] + ((b[2] * factor) & MASK) + high1,
        a[3] + ((b[3] * factor) & MASK) + high2,
        a[4] + ((b[4] * factor) & MASK) + high3,
        out);
  }

  static void multiply(long[] a, long[] b, long[] out) {
    long a0 = a[0];
    long a1 = a[1];
    long a2 = a[2];
    long a3 = a[3];
    long a4 = a[4];
    long b0 = b[0];
    long b1 = b[1];
    long b2 = b[2];
    long b3 = b[3];
    long b4 = b[4];
    long t1 = 19 * b1;
    long t2 = 19 * b2;
    long t3 = 19 * b3;
    long t4 = 19 * b4;
    long p0 = a0 << LEFT;
    long p1 = a1 << LEFT;
    long p2 = a2 << LEFT;
    long p3 = a3 << LEFT;
    long p4 = a4 << LEFT;
    long q0 = b0 << RIGHT;
    long q1 = b1 << RIGHT;
    long q2 = b2 << RIGHT;
    long q3 = b3 << RIGHT;
    long q4 = b4 << RIGHT;
    long u1 = t1 << RIGHT;
    long u2 = t2 << RIGHT;
    long u3 = t3 << RIGHT;
    long u4 = t4 << RIGHT;
    long high0 =
        Math.multiplyHigh(p0, q0)
            + Math.multiplyHigh(p1, u4)
            + Math.multiplyHigh(p2, u3)
            + Math.multiplyHigh(p3, u2)
            + Math.multiplyHigh(p4, u1);
    long high1 =
        Math.multiplyHigh(p0, q1)
            + Math.multiplyHigh(p1, q0)
            + Math.multiplyHigh(p2, u4)
            + Math.multiplyHigh(p3, u3)
            + Math.multiplyHigh(p4, u2);
    long high2 =
        Math.multiplyHigh(p0, q2)
            + Math.multiplyHigh(p1, q1)
            + Math.multiplyHigh(p2, q0)
            + Math.multiplyHigh(p3, u4)
            + Math.multiplyHigh(p4, u3);
    long high3 =
        Math.multiplyHigh(p0, q3)
            + Math.multiplyHigh(p1, q2)
            + Math.multiplyHigh(p2, q1)
            + Math.multiplyHigh(p3, q0)
            + Math.multiplyHigh(p4, u4);
    long high4 =
        Math.multiplyHigh(p0, q4)
            + Math.multiplyHigh(p1, q3)
            + Math.multiplyHigh(p2, q2)
            + Math.multiplyHigh(p3, q1)
            + Math.multiplyHigh(p4, q0);
    long all0 = a0 * b0 + a1 * t4 + a2 * t3 + a3 * t2 + a4 * t1;
    long all1 = a0 * b1 + a1 * b0 + a2 * t4 + a3 * t3 + a4 * t2;
    long all2 = a0 * b2 + a1 * b1 + a2 * b0 + a3 * t4 + a4 * t3;
    long all3 = a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 + a4 * t4;
    long all4 = a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0;
    carry(
        all0 - (high0 << BITS) + 19 * high4,
        all1 - (high1 << BITS) + high0,
        all2 - (high2 << BITS) + high1,
        all3 - (high3 << BITS) + high2,
        all4 - (high4 << BITS) + high3,
        out);
  }

  static void square(long[] a, long[] out) {
    long a0 = a[0];
    long a1 = a[1];
    long a2 = a[2];
    long a3 = a[3];
    long a4 = a[4];
    long t3 = 19 * a3;
    long t4 = 19 * a4;
    long p0 = a0 << LEFT;
    long p1 = a1 << LEFT;
    long p2 = a2 << LEFT;
    long p3 = a3 << LEFT;
    long p4 = a4 << LEFT;
    long q0 = a0 << RIGHT;
    long q1 = a1 << RIGHT;
    long q2 = a2 << RIGHT;
    long u3 = t3 << RIGHT;
    long u4 = t4 << RIGHT;
    long high0 =
        2 * (Math.multiplyHigh(p1, u4) + Math.multiplyHigh(p2, u3)) + Math.multiplyHigh(p0, q0);
    long high1 =
        2 * (Math.multiplyHigh(p1, q0) + Math.multiplyHigh(p2, u4)) + Math.multiplyHigh(p3, u3);
    long high2 =
        2 * (Math.multiplyHigh(p2, q0) + Math.multiplyHigh(p3, u4)) + Math.multiplyHigh(p1, q1);
    long high3 =
        2 * (Math.multiplyHigh(p3, q0) + Math.multiplyHigh(p2, q1)) + Math.multiplyHigh(p4, u4);
    long high4 =
        2 * (Math.multiplyHigh(p4, q0) + Math.multiplyHigh(p3, q1)) + Math.multiplyHigh(p2, q2);
    long all0 = 2 * (a1 * t4 + a2 * t3) + a0 * a0;
    long all1 = 2 * (a0 * a1 + a2 * t4) + a3 * t3;
    long all2 = 2 * (a0 * a2 + a3 * t4) + a1 * a1;
    long all3 = 2 * (a0 * a3 + a1 * a2) + a4 * t4;
    long all4 = 2 * (a0 * a4 + a1 * a3) + a2 * a2;
    carry(
        all0 - (high0 << BITS) + 19 * high4,
        all1 - (high1 << BITS) + high0,
        all2 - (high2 << BITS) + high1,
        all3 - (high3 << BITS) + high2,
        all4 - (high4 << BITS) + high3,
        out);
  }

  /** Limbs of up to 63 bits become those of a reduced number. */
  private static void carry(long r0, long r1, long r2, long r3, long r4, long[] out) {
    r1 += r0 >>> BITS;
    r2 += r1 >>> BITS;
    r3 += r2 >>> BITS;
    r4 += r3 >>> BITS;
    long first = (r0 & MASK) + 19 * (r4 >>> BITS);
    out[0] = first & MASK;
    out[1] = (r1 & MASK) + (first >>> BITS);
    out[2] = r2 & MASK;
    out[3] = r3 & MASK;
    out[4] = r4 & MASK;
  }

  /** Writes 1 / a, which is a^(2^255 - 21); 0 for 0. */
  static void invert(long[] a, long[] out) {
    long[] power2 = new long[LIMBS];
    long[] power9 = new long[LIMBS];
    long[] power11 = new long[LIMBS];
    square(a, power2);
    squares(power2, 2, power9);
    multiply(power9, a, power9);
    multiply(power9, power2, power11);
    // From here on, ones(n) is a^(2^n - 1).
    long[] ones5 = new long[LIMBS];
    square(power11, ones5);
    multiply(ones5, power9, ones5);
    long[] ones10 = longer(ones5, 5, ones5);
    long[] ones20 = longer(ones10, 10, ones10);
    long[] ones40 = longer(ones20, 20, ones20);
    long[] ones50 = longer(ones40, 10, ones10);
    long[] ones100 = longer(ones50, 50, ones50);
    long[] ones200 = longer(ones100, 100, ones100);
    long[] ones250 = longer(ones200, 50, ones50);
    squares(ones250, 5, out);
    multiply(out, power11, out);
  }

  private static long[] longer(long[] ones, int count, long[] others) {
    long[] result = new long[LIMBS];
    squares(ones, count, result);
    multiply(result, others, result);
    return result;
  }

  private static void squares(long[] a, int times, long[] out) {
    square(a, out);
    for (int i = 1; i < times; i++) {
      square(out, out);
    }
  }
}

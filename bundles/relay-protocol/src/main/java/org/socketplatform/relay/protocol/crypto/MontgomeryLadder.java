package org.socketplatform.relay.protocol.crypto;

import static org.socketplatform.relay.protocol.crypto.Field25519.LIMBS;

/**
 * X25519 of RFC 7748, section 5, in Java for 64-bit processors: what opening a message costs is
 * mostly this. It takes the same time whatever the secret is, and neither branches nor addresses
 * depend on it.
 */
final class MontgomeryLadder {
  private static final int TOP_BIT = 254;
  private static final int FIRST_BIT = 3;

  /** (486662 - 2) / 4, of the curve's equation. */
  private static final long A24 = 121665;

  private final long[] x1;
  private final long[] x2 = {1, 0, 0, 0, 0};
  private final long[] z2 = new long[LIMBS];
  private final long[] x3;
  private final long[] z3 = {1, 0, 0, 0, 0};
  private final long[] a = new long[LIMBS];
  private final long[] b = new long[LIMBS];
  private final long[] c = new long[LIMBS];
  private final long[] d = new long[LIMBS];

  private MontgomeryLadder(byte[] point) {
    x1 = Field25519.decode(point);
    x3 = x1.clone();
  }

  /**
   * Multiplies a point.
   *
   * @param secret 32 bytes; the bits that RFC 7748 fixes are taken as fixed
   * @param point 32 bytes
   * @param shared 32 bytes for the result
   * @return false if the result is 0, as of a point of small order: then it must not be used
   */
  static boolean multiply(byte[] secret, byte[] point, byte[] shared) {
    new MontgomeryLadder(point).climb(secret, shared);
    int any = 0;
    for (byte one : shared) {
      any |= one;
    }
    return any != 0;
  }

  private void climb(byte[] secret, byte[] shared) {
    int swapped = 0;
    for (int at = TOP_BIT; at >= 0; at--) {
      int bit = at == TOP_BIT ? 1 : at < FIRST_BIT ? 0 : (secret[at >> 3] >> (at & 7)) & 1;
      swap(swapped ^ bit);
      swapped = bit;
      step();
    }
    swap(swapped);
    Field25519.invert(z2, z2);
    Field25519.multiply(x2, z2, x2);
    Field25519.encode(x2, shared);
  }

  private void swap(int bit) {
    long mask = -(long) bit;
    for (int i = 0; i < LIMBS; i++) {
      long x = mask & (x2[i] ^ x3[i]);
      x2[i] ^= x;
      x3[i] ^= x;
      long z = mask & (z2[i] ^ z3[i]);
      z2[i] ^= z;
      z3[i] ^= z;
    }
  }

  private void step() {
    Field25519.add(x2, z2, a);
    Field25519.subtract(x2, z2, b);
    Field25519.add(x3, z3, c);
    Field25519.subtract(x3, z3, d);
    Field25519.multiply(d, a, d);
    Field25519.multiply(c, b, c);
    Field25519.add(d, c, x3);
    Field25519.square(x3, x3);
    Field25519.subtract(d, c, z3);
    Field25519.square(z3, z3);
    Field25519.multiply(x1, z3, z3);
    Field25519.square(a, a);
    Field25519.square(b, b);
    Field25519.multiply(a, b, x2);
    Field25519.subtract(a, b, b);
    Field25519.addScaled(a, b, A24, a);
    Field25519.multiply(b, a, z2);
  }
}

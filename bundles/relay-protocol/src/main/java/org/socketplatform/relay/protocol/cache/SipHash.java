package org.socketplatform.relay.protocol.cache;

/**
 * SipHash-2-4 of eight bytes (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012): who
 * does not know the key cannot choose what collides.
 */
final class SipHash {
  private static final long LENGTH_BLOCK = 8L << 56;

  private final long k0;
  private final long k1;

  /** With a key of two numbers, as they are read from 16 bytes, little-endian. */
  SipHash(long k0, long k1) {
    this.k0 = k0;
    this.k1 = k1;
  }

  /** The hash of eight bytes that are this number, little-endian. */
  long of(long block) {
    long v0 = k0 ^ 0x736f6d6570736575L;
    long v1 = k1 ^ 0x646f72616e646f6dL;
    long v2 = k0 ^ 0x6c7967656e657261L;
    long v3 = k1 ^ 0x7465646279746573L;
    for (int round = 0; round < 8; round++) {
      // Two rounds for the block, two for the length, four to finish.
      v3 ^= round == 0 ? block : round == 2 ? LENGTH_BLOCK : 0;
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
      v0 ^= round == 1 ? block : round == 3 ? LENGTH_BLOCK : 0;
      v2 ^= round == 3 ? 0xff : 0;
    }
    return v0 ^ v1 ^ v2 ^ v3;
  }
}

package org.socketplatform.relay.protocol.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/** The X25519 pair that belongs to an Ed25519 pair. */
final class Curve {
  private static final BigInteger PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  private Curve() {}

  /** Null for a key that is no point of the prime-order group, as libsodium refuses them. */
  static byte @Nullable [] publicKey(byte[] edwards) {
    if (!Ed25519.validatePublicKeyFull(edwards, 0)) {
      return null;
    }
    byte[] bigEndian = reversed(edwards);
    bigEndian[0] &= 0x7f;
    BigInteger y = new BigInteger(1, bigEndian);
    BigInteger u =
        BigInteger.ONE.add(y).multiply(BigInteger.ONE.subtract(y).modInverse(PRIME)).mod(PRIME);
    byte[] number = u.toByteArray();
    byte[] padded = new byte[32];
    int length = Math.min(number.length, 32);
    System.arraycopy(number, number.length - length, padded, 32 - length, length);
    return reversed(padded);
  }

  static byte[] secretKey(byte[] seed) {
    byte[] hash = new byte[64];
    SHA512Digest digest = new SHA512Digest();
    digest.update(seed, 0, seed.length);
    digest.doFinal(hash, 0);
    byte[] secret = Arrays.copyOf(hash, 32);
    Arrays.fill(hash, (byte) 0);
    secret[0] &= (byte) 248;
    secret[31] &= 127;
    secret[31] |= 64;
    return secret;
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }
}

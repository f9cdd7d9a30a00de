package org.socketplatform.relay.protocol.crypto;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.jspecify.annotations.Nullable;

/** Anonymous encryption to a public X25519 key: libsodium's {@code crypto_box_seal}. */
final class SealedBox {
  private static final int KEY = 32;

  /** How much longer a box is than what is in it: the key of its writer, and the tag. */
  static final int OVERHEAD = KEY + SecretBox.TAG;

  private SealedBox() {}

  /** Writes {@link #OVERHEAD} bytes more than there were. */
  static void seal(
      Primitives primitives,
      byte[] publicKey,
      RandomGenerator random,
      byte[] in,
      int inAt,
      int length,
      byte[] out,
      int outAt) {
    byte[] ephemeral = SharedKeys.random(random);
    byte[] ephemeralPublic = new byte[KEY];
    primitives.publicKey(ephemeral, ephemeralPublic);
    byte[] key = agree(primitives, ephemeral, publicKey);
    Arrays.fill(ephemeral, (byte) 0);
    if (key == null) {
      throw new IllegalArgumentException("this public key agrees on nothing");
    }
    SecretBox.seal(key, nonce(ephemeralPublic, publicKey), in, inAt, length, out, outAt + KEY);
    System.arraycopy(ephemeralPublic, 0, out, outAt, KEY);
    Arrays.fill(key, (byte) 0);
  }

  /** What is in a box; null if it is not for this key, or was changed. */
  static byte @Nullable [] open(
      Primitives primitives, byte[] secretKey, byte[] publicKey, byte[] in, int at, int length) {
    if (length < OVERHEAD) {
      return null;
    }
    byte[] ephemeralPublic = Arrays.copyOfRange(in, at, at + KEY);
    byte[] key = agree(primitives, secretKey, ephemeralPublic);
    if (key == null) {
      return null;
    }
    byte[] out = new byte[length - OVERHEAD];
    boolean opened =
        SecretBox.open(key, nonce(ephemeralPublic, publicKey), in, at + KEY, length - KEY, out, 0);
    Arrays.fill(key, (byte) 0);
    return opened ? out : null;
  }

  private static byte @Nullable [] agree(
      Primitives primitives, byte[] secretKey, byte[] publicKey) {
    byte[] shared = new byte[KEY];
    if (!primitives.agree(secretKey, publicKey, shared)) {
      return null;
    }
    byte[] key = SecretBox.derive(shared);
    Arrays.fill(shared, (byte) 0);
    return key;
  }

  private static byte[] nonce(byte[] ephemeralPublic, byte[] publicKey) {
    byte[] nonce = new byte[24];
    Blake2bDigest digest = new Blake2bDigest(8 * nonce.length);
    digest.update(ephemeralPublic, 0, KEY);
    digest.update(publicKey, 0, KEY);
    digest.doFinal(nonce, 0);
    return nonce;
  }
}

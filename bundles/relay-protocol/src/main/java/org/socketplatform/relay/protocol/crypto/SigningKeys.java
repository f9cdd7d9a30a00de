package org.socketplatform.relay.protocol.crypto;

import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.socketplatform.relay.protocol.Id;

/**
 * An Ed25519 pair.
 *
 * <p>Security guarantee: without the seed nobody can make a signature that {@link #verify} accepts
 * for the public key. Signing takes the same time whatever the seed is.
 */
public final class SigningKeys implements AutoCloseable {
  /** Length of a signature in bytes. */
  public static final int SIGNATURE_BYTES = 64;

  private final byte[] seed;
  private final byte[] encoded = new byte[Id.BYTES];
  private final Id publicKey;

  /**
   * The pair that a seed of 32 bytes makes; the seed is copied.
   *
   * @throws IllegalArgumentException if the seed has another length
   */
  public SigningKeys(byte[] seed) {
    if (seed.length != SharedKeys.BYTES) {
      throw new IllegalArgumentException("a seed has 32 bytes, this one " + seed.length);
    }
    this.seed = seed.clone();
    Ed25519.generatePublicKey(seed, 0, encoded, 0);
    publicKey = Id.of(encoded);
  }

  /** The public key. */
  public Id publicKey() {
    return publicKey;
  }

  /** The signature over a part of an array. */
  public byte[] sign(byte[] bytes, int offset, int length) {
    byte[] signature = new byte[SIGNATURE_BYTES];
    Ed25519.sign(seed, 0, encoded, 0, bytes, offset, length, signature, 0);
    return signature;
  }

  /** The secret X25519 key that belongs to the pair. */
  byte[] agreementKey() {
    return Curve.secretKey(seed);
  }

  /** Whether a signature is one of a public key's owner over a part of an array. */
  public static boolean verify(
      Id publicKey, byte[] bytes, int offset, int length, byte[] signature) {
    if (signature.length != SIGNATURE_BYTES) {
      return false;
    }
    byte[] key = publicKey.toBytes();
    return Ed25519.validatePublicKeyPartial(key, 0)
        && Ed25519.verify(signature, 0, key, 0, bytes, offset, length);
  }

  /** Wipes the seed. */
  @Override
  public void close() {
    Arrays.fill(seed, (byte) 0);
  }
}

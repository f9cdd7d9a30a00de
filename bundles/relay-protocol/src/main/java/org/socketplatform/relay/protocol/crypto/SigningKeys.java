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

  private final Primitives primitives;
  private final byte[] pair;
  private final Id publicKey;

  /**
   * The pair that a seed of 32 bytes makes; the seed is copied.
   *
   * @throws IllegalArgumentException if the seed has another length
   */
  public SigningKeys(byte[] seed) {
    this(seed, Primitives.fastest());
  }

  SigningKeys(byte[] seed, Primitives primitives) {
    if (seed.length != SharedKeys.BYTES) {
      throw new IllegalArgumentException("a seed has 32 bytes, this one " + seed.length);
    }
    this.primitives = primitives;
    pair = Arrays.copyOf(seed, SharedKeys.BYTES + Id.BYTES);
    Ed25519.generatePublicKey(seed, 0, pair, SharedKeys.BYTES);
    publicKey = Id.of(Arrays.copyOfRange(pair, SharedKeys.BYTES, pair.length));
  }

  /** The public key. */
  public Id publicKey() {
    return publicKey;
  }

  /** The signature over a part of an array. */
  public byte[] sign(byte[] bytes, int offset, int length) {
    byte[] signature = new byte[SIGNATURE_BYTES];
    primitives.sign(pair, bytes, offset, length, signature);
    return signature;
  }

  /** The secret X25519 key that belongs to the pair. */
  byte[] agreementKey() {
    byte[] seed = Arrays.copyOf(pair, SharedKeys.BYTES);
    byte[] secretKey = Curve.secretKey(seed);
    Arrays.fill(seed, (byte) 0);
    return secretKey;
  }

  /** Whether a signature is one of a public key's owner over a part of an array. */
  public static boolean verify(
      Id publicKey, byte[] bytes, int offset, int length, byte[] signature) {
    if (signature.length != SIGNATURE_BYTES) {
      return false;
    }
    Primitives.Verifier verifier = Primitives.fastest().verifier(publicKey.toBytes());
    return verifier != null && verifier.verify(signature, 0, bytes, offset, length);
  }

  /** Wipes the seed. */
  @Override
  public void close() {
    Arrays.fill(pair, (byte) 0);
  }
}

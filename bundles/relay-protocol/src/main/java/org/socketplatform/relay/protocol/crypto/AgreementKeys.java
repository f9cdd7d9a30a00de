package org.socketplatform.relay.protocol.crypto;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.socketplatform.relay.protocol.Id;

/** An X25519 pair: of a peer for long, made of its Ed25519 pair, or of one handshake alone. */
public final class AgreementKeys implements AutoCloseable {
  /** Length of either key in bytes. */
  public static final int BYTES = 32;

  private final byte[] secretKey;
  private final byte[] publicKey;

  private AgreementKeys(byte[] secretKey, byte[] publicKey) {
    this.secretKey = secretKey;
    this.publicKey = publicKey;
  }

  /** The pair that belongs to an Ed25519 pair. */
  public static AgreementKeys of(SigningKeys signing) {
    return withSecret(signing.agreementKey());
  }

  /** A new pair. */
  static AgreementKeys random(RandomGenerator random) {
    return withSecret(SharedKeys.random(random));
  }

  /** The pair of a secret key, which is not copied. */
  static AgreementKeys withSecret(byte[] secretKey) {
    byte[] publicKey = new byte[BYTES];
    Primitives.fastest().publicKey(secretKey, publicKey);
    return new AgreementKeys(secretKey, publicKey);
  }

  /** Whether a public X25519 key is the one that belongs to an Ed25519 key. */
  public static boolean belong(Id edwards, byte[] publicKey) {
    return Arrays.equals(Curve.publicKey(edwards.toBytes()), publicKey);
  }

  byte[] publicKey() {
    return publicKey;
  }

  byte[] secretKey() {
    return secretKey;
  }

  /** Writes what it has in common with another public key; false if that must not be used. */
  boolean agree(byte[] other, byte[] shared) {
    return Primitives.fastest().agree(secretKey, other, shared);
  }

  /** Wipes the secret key. */
  @Override
  public void close() {
    Arrays.fill(secretKey, (byte) 0);
  }
}

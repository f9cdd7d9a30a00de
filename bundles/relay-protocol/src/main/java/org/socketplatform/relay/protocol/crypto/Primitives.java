package org.socketplatform.relay.protocol.crypto;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The steps that cost most: X25519 (RFC 7748) and Ed25519 (RFC 8032), in Java, or by libsodium
 * where it is installed. Both give the same bytes, in time that does not depend on secrets. They
 * have no state, and any thread may use them.
 */
public sealed interface Primitives permits JavaPrimitives, Libsodium {
  /** Those that every machine has. */
  static Primitives java() {
    return JavaPrimitives.INSTANCE;
  }

  /** Those of libsodium; empty if this machine does not have it. */
  static Optional<Primitives> libsodium() {
    return Optional.ofNullable(Libsodium.INSTALLED);
  }

  /** The fastest that this machine has. */
  static Primitives fastest() {
    return Libsodium.INSTALLED == null ? JavaPrimitives.INSTANCE : Libsodium.INSTALLED;
  }

  /** Writes the public X25519 key of a secret one. */
  void publicKey(byte[] secretKey, byte[] publicKey);

  /**
   * Writes what a secret X25519 key and the public key of somebody else have in common.
   *
   * @return false if it must not be used, as of a public key of small order
   */
  boolean agree(byte[] secretKey, byte[] publicKey, byte[] shared);

  /**
   * Writes an Ed25519 signature over a part of an array.
   *
   * @param pair the seed, 32 bytes, and the public key, 32 bytes
   * @param signature 64 bytes for the result
   */
  void sign(byte[] pair, byte[] bytes, int offset, int length, byte[] signature);

  /** What checks the Ed25519 signatures of a public key; null if the key is no valid one. */
  @Nullable Verifier verifier(byte[] publicKey);

  /** Checks signatures of one key. */
  interface Verifier {
    /** Whether the 64 bytes at a place are a signature over a part of an array. */
    boolean verify(byte[] signature, int at, byte[] bytes, int offset, int length);
  }
}

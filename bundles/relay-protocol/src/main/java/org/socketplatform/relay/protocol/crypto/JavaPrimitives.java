package org.socketplatform.relay.protocol.crypto;

import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/** By Bouncy Castle, but for what HotSpot's server compiler makes faster in our own code. */
final class JavaPrimitives implements Primitives {
  static final JavaPrimitives INSTANCE = new JavaPrimitives();

  /**
   * HotSpot's server compiler knows the instruction that the ladder lives on. Without that compiler
   * the ladder takes twice as long as Bouncy Castle, with it four fifths.
   */
  private static final boolean CLIMBS =
      !System.getProperty("java.vm.info", "").contains("emulated-client");

  private JavaPrimitives() {}

  @Override
  public void publicKey(byte[] secretKey, byte[] publicKey) {
    X25519.generatePublicKey(secretKey, 0, publicKey, 0);
  }

  @Override
  public boolean agree(byte[] secretKey, byte[] publicKey, byte[] shared) {
    return CLIMBS
        ? MontgomeryLadder.multiply(secretKey, publicKey, shared)
        : X25519.calculateAgreement(secretKey, 0, publicKey, 0, shared, 0);
  }

  @Override
  public void sign(byte[] pair, byte[] bytes, int offset, int length, byte[] signature) {
    Ed25519.sign(pair, 0, pair, Ed25519.SECRET_KEY_SIZE, bytes, offset, length, signature, 0);
  }

  @Override
  public @Nullable Verifier verifier(byte[] publicKey) {
    Ed25519.PublicPoint point = Ed25519.validatePublicKeyPartialExport(publicKey, 0);
    return point == null
        ? null
        : (signature, at, bytes, offset, length) ->
            Ed25519.verify(signature, at, point, bytes, offset, length);
  }
}

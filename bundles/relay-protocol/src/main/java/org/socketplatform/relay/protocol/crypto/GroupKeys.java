package org.socketplatform.relay.protocol.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Id;

/**
 * The keys of a subcluster, which all of its members derive from the key that they share.
 *
 * <p>Security guarantee: without the shared key nobody can read what is sealed, or seal something
 * that opens. It does not tell the members apart, and whoever learns the shared key can read what
 * was sealed before.
 */
public final class GroupKeys implements AutoCloseable {
  /** How much longer a sealed message is: two boxes and a signature, 160 bytes. */
  public static final int OVERHEAD = 2 * SealedBox.OVERHEAD + SigningKeys.SIGNATURE_BYTES;

  private static final byte[] SESSION = "SRP6 session".getBytes(StandardCharsets.US_ASCII);

  private final Primitives primitives;
  private final SigningKeys signing;
  private final Primitives.Verifier verifier;
  private final byte[] secret;
  private final byte[] encryption;
  private final byte[] session;

  /**
   * The keys that a shared key of 32 bytes makes.
   *
   * @throws IllegalArgumentException if it has another length
   */
  public GroupKeys(byte[] sharedKey) {
    this(sharedKey, Primitives.fastest());
  }

  /** The same, computed in a certain way. */
  public GroupKeys(byte[] sharedKey, Primitives primitives) {
    this.primitives = primitives;
    signing = new SigningKeys(sharedKey, primitives);
    byte[] edwards = signing.publicKey().toBytes();
    byte[] montgomery = Curve.publicKey(edwards);
    Primitives.Verifier exported = primitives.verifier(edwards);
    if (montgomery == null || exported == null) {
      throw new IllegalStateException("a key that was made from a seed is valid");
    }
    verifier = exported;
    encryption = montgomery;
    secret = Curve.secretKey(sharedKey);
    session = NoiseState.hmac(sharedKey, SESSION);
  }

  /** The subcluster's id: its public key. */
  public Id subclusterId() {
    return signing.publicKey();
  }

  /** Seals a message so that every member can open it: encrypts, signs as the group, encrypts. */
  public byte[] seal(byte[] message, RandomGenerator random) {
    int boxed = message.length + SealedBox.OVERHEAD;
    byte[] inner = new byte[SigningKeys.SIGNATURE_BYTES + boxed];
    SealedBox.seal(
        primitives,
        encryption,
        random,
        message,
        0,
        message.length,
        inner,
        SigningKeys.SIGNATURE_BYTES);
    byte[] signature = signing.sign(inner, SigningKeys.SIGNATURE_BYTES, boxed);
    System.arraycopy(signature, 0, inner, 0, signature.length);
    byte[] sealed = new byte[message.length + OVERHEAD];
    SealedBox.seal(primitives, encryption, random, inner, 0, inner.length, sealed, 0);
    return sealed;
  }

  /** What was sealed; null if it was not for this group, or was changed. */
  public byte @Nullable [] open(byte[] sealed) {
    byte[] inner = SealedBox.open(primitives, secret, encryption, sealed, 0, sealed.length);
    if (inner == null || inner.length < SigningKeys.SIGNATURE_BYTES) {
      return null;
    }
    int boxed = inner.length - SigningKeys.SIGNATURE_BYTES;
    if (!verifier.verify(inner, 0, inner, SigningKeys.SIGNATURE_BYTES, boxed)) {
      return null;
    }
    return SealedBox.open(
        primitives, secret, encryption, inner, SigningKeys.SIGNATURE_BYTES, boxed);
  }

  /** Seals a message without a signature: encrypts twice. */
  public byte[] sealUnsigned(byte[] message, RandomGenerator random) {
    byte[] inner = new byte[message.length + SealedBox.OVERHEAD];
    SealedBox.seal(primitives, encryption, random, message, 0, message.length, inner, 0);
    byte[] sealed = new byte[inner.length + SealedBox.OVERHEAD];
    SealedBox.seal(primitives, encryption, random, inner, 0, inner.length, sealed, 0);
    return sealed;
  }

  /** Opens one layer, as the original does; null if it is not for this group, or was changed. */
  public byte @Nullable [] openUnsigned(byte[] sealed) {
    return SealedBox.open(primitives, secret, encryption, sealed, 0, sealed.length);
  }

  /**
   * One side of a handshake with another member.
   *
   * @param begins whether this side writes the first message
   * @param prologue what both sides must agree on
   * @param own the pair that this side shows; it is not closed
   */
  public Handshake handshake(
      boolean begins, byte[] prologue, AgreementKeys own, RandomGenerator random) {
    return new Handshake(begins, prologue, session, own, random);
  }

  /** Wipes the secret keys. */
  @Override
  public void close() {
    signing.close();
    Arrays.fill(secret, (byte) 0);
    Arrays.fill(session, (byte) 0);
  }
}

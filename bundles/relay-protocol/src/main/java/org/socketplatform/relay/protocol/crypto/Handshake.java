package org.socketplatform.relay.protocol.crypto;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One side of {@code Noise_XXpsk0_25519_ChaChaPoly_SHA256} of the <a
 * href="https://noiseprotocol.org/noise.html">Noise Protocol Framework</a>, revision 34:
 *
 * <pre>
 *   -&gt; psk, e
 *   &lt;- e, ee, s, es
 *   -&gt; s, se
 * </pre>
 *
 * <p>Security guarantee: who has read the last message knows that the other side holds the key that
 * {@link #remoteKey} returns, and the shared key. What is sealed by {@link #split}'s ciphers stays
 * closed to whoever learns all those keys afterwards, once both sides have closed their handshake.
 */
public final class Handshake implements AutoCloseable {
  /** How much longer the first message is than what it carries. */
  public static final int FIRST_OVERHEAD = AgreementKeys.BYTES + SessionCipher.TAG;

  /** How much longer the second message is than what it carries. */
  public static final int SECOND_OVERHEAD = 2 * AgreementKeys.BYTES + 2 * SessionCipher.TAG;

  /** How much longer the third message is than what it carries. */
  public static final int THIRD_OVERHEAD = AgreementKeys.BYTES + 2 * SessionCipher.TAG;

  private static final byte[] PROTOCOL =
      "Noise_XXpsk0_25519_ChaChaPoly_SHA256".getBytes(StandardCharsets.US_ASCII);
  private static final int DONE = 3;

  private final boolean began;
  private final AgreementKeys own;
  private final RandomGenerator random;
  private NoiseState state;
  private @Nullable AgreementKeys ephemeral;
  private byte[] remoteEphemeral = {};
  private byte[] remoteKey = {};
  private int step;

  /**
   * A handshake before its first message.
   *
   * @param begins whether this side writes that
   * @param prologue what both sides must agree on
   * @param sharedKey 32 bytes that both sides know
   * @param own the pair that this side shows; it is not closed
   * @param random makes the pair of this handshake
   */
  public Handshake(
      boolean begins,
      byte[] prologue,
      byte[] sharedKey,
      AgreementKeys own,
      RandomGenerator random) {
    began = begins;
    this.own = own;
    this.random = random;
    state = new NoiseState(PROTOCOL, prologue);
    state.mixKeyAndHash(sharedKey);
  }

  /**
   * Writes the next message, if it is this side's turn.
   *
   * @param payload what it carries: in the first message only who has the shared key can read it,
   *     in the second and the third only the other side
   * @return null if the other side's keys cannot be used
   */
  public byte @Nullable [] write(byte[] payload) {
    boolean isMine = began == (step != 1);
    if (!isMine || step >= DONE) {
      throw new IllegalStateException("it is not this side's turn: step " + step);
    }
    byte[] message =
        switch (step) {
          case 0 -> join(writeEphemeral(), state.encryptAndHash(payload));
          case 1 -> writeSecond(payload);
          default -> writeThird(payload);
        };
    step++;
    return message;
  }

  private byte @Nullable [] writeSecond(byte[] payload) {
    byte[] first = writeEphemeral();
    if (!mix(ephemeral, remoteEphemeral)) {
      return null;
    }
    byte[] key = state.encryptAndHash(own.publicKey());
    return mix(own, remoteEphemeral) ? join(first, key, state.encryptAndHash(payload)) : null;
  }

  private byte @Nullable [] writeThird(byte[] payload) {
    byte[] key = state.encryptAndHash(own.publicKey());
    return mix(own, remoteEphemeral) ? join(key, state.encryptAndHash(payload)) : null;
  }

  private byte[] writeEphemeral() {
    AgreementKeys pair = AgreementKeys.random(random);
    ephemeral = pair;
    mixEphemeral(pair.publicKey());
    return pair.publicKey();
  }

  private void mixEphemeral(byte[] publicKey) {
    state.mixHash(publicKey);
    state.mixKey(publicKey);
  }

  private boolean mix(@Nullable AgreementKeys mine, byte[] other) {
    byte[] shared = new byte[AgreementKeys.BYTES];
    boolean agreed = mine != null && mine.agree(other, shared);
    if (agreed) {
      state.mixKey(shared);
    }
    Arrays.fill(shared, (byte) 0);
    return agreed;
  }

  private static byte[] join(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] whole = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    return whole;
  }

  /**
   * Reads the next message.
   *
   * @return what it carries; null if it is not the next one, or was changed: then the handshake is
   *     as before
   */
  public byte @Nullable [] read(byte[] message) {
    if (began != (step == 1) || step >= DONE) {
      return null;
    }
    NoiseState before = state;
    state = before.copy();
    byte[] payload =
        switch (step) {
          case 0 -> readFirst(message);
          case 1 -> readSecond(message);
          default -> readThird(message);
        };
    if (payload == null) {
      state.wipe();
      state = before;
      return null;
    }
    before.wipe();
    step++;
    return payload;
  }

  private byte @Nullable [] readFirst(byte[] message) {
    if (message.length < FIRST_OVERHEAD) {
      return null;
    }
    remoteEphemeral = Arrays.copyOf(message, AgreementKeys.BYTES);
    mixEphemeral(remoteEphemeral);
    return state.decryptAndHash(from(message, AgreementKeys.BYTES));
  }

  private byte @Nullable [] readSecond(byte[] message) {
    if (message.length < SECOND_OVERHEAD) {
      return null;
    }
    remoteEphemeral = Arrays.copyOf(message, AgreementKeys.BYTES);
    mixEphemeral(remoteEphemeral);
    if (!mix(ephemeral, remoteEphemeral)) {
      return null;
    }
    int keyEnd = 2 * AgreementKeys.BYTES + SessionCipher.TAG;
    byte[] key = state.decryptAndHash(Arrays.copyOfRange(message, AgreementKeys.BYTES, keyEnd));
    if (key == null || !mix(ephemeral, key)) {
      return null;
    }
    remoteKey = key;
    return state.decryptAndHash(from(message, keyEnd));
  }

  private byte @Nullable [] readThird(byte[] message) {
    if (message.length < THIRD_OVERHEAD) {
      return null;
    }
    int keyEnd = AgreementKeys.BYTES + SessionCipher.TAG;
    byte[] key = state.decryptAndHash(Arrays.copyOf(message, keyEnd));
    if (key == null || !mix(ephemeral, key)) {
      return null;
    }
    remoteKey = key;
    return state.decryptAndHash(from(message, keyEnd));
  }

  private static byte[] from(byte[] message, int at) {
    return Arrays.copyOfRange(message, at, message.length);
  }

  /** The X25519 key that the other side has shown. */
  public byte[] remoteKey() {
    return remoteKey;
  }

  /** The ciphers after the last message: the one to seal with, and the one to open with. */
  public SessionCipher[] split() {
    if (step != DONE) {
      throw new IllegalStateException("the handshake is not at its end: step " + step);
    }
    SessionCipher[] ciphers = state.split();
    return began ? ciphers : new SessionCipher[] {ciphers[1], ciphers[0]};
  }

  /** What is to be wiped. */
  List<byte[]> secrets() {
    List<byte[]> secrets = new ArrayList<>(state.secrets());
    if (ephemeral != null) {
      secrets.add(ephemeral.secretKey());
    }
    return secrets;
  }

  /** Wipes the pair of this handshake and what the keys were made of. */
  @Override
  public void close() {
    secrets().forEach(secret -> Arrays.fill(secret, (byte) 0));
  }
}

package org.socketplatform.relay.protocol.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What a handshake has mixed so far: the SymmetricState and CipherState of the <a
 * href="https://noiseprotocol.org/noise.html">Noise Protocol Framework</a>, revision 34, sections
 * 5.1 and 5.2, with SHA-256 and ChaCha20-Poly1305.
 */
final class NoiseState {
  private static final int HASH = 32;
  private static final byte[] NOTHING = {};

  private final byte[] hash;
  private final byte[] chain;
  private final byte[] key;
  private long counter;

  /** The state that a protocol begins with; its name has at least 32 bytes. */
  NoiseState(byte[] protocol, byte[] prologue) {
    hash = sha256(protocol);
    chain = hash.clone();
    key = new byte[HASH];
    mixHash(prologue);
  }

  private NoiseState(NoiseState other) {
    hash = other.hash.clone();
    chain = other.chain.clone();
    key = other.key.clone();
    counter = other.counter;
  }

  NoiseState copy() {
    return new NoiseState(this);
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static byte[] hmac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /** Writes outputs of HKDF, each 32 bytes. */
  private void derive(byte[] input, byte[]... outputs) {
    byte[] secret = hmac(chain, input);
    byte[] last = NOTHING;
    for (int i = 0; i < outputs.length; i++) {
      last = hmac(secret, last, new byte[] {(byte) (i + 1)});
      System.arraycopy(last, 0, outputs[i], 0, HASH);
    }
    Arrays.fill(secret, (byte) 0);
    Arrays.fill(last, (byte) 0);
  }

  void mixHash(byte[] data) {
    System.arraycopy(sha256(hash, data), 0, hash, 0, HASH);
  }

  void mixKey(byte[] input) {
    derive(input, chain, key);
    counter = 0;
  }

  void mixKeyAndHash(byte[] input) {
    byte[] mixed = new byte[HASH];
    derive(input, chain, mixed, key);
    mixHash(mixed);
    counter = 0;
  }

  byte[] encryptAndHash(byte[] plain) {
    byte[] sealed = new byte[plain.length + SessionCipher.TAG];
    try (SessionCipher cipher = new SessionCipher(key)) {
      cipher.seal(counter++, hash, plain, 0, plain.length, sealed, 0);
    }
    mixHash(sealed);
    return sealed;
  }

  byte @Nullable [] decryptAndHash(byte[] sealed) {
    try (SessionCipher cipher = new SessionCipher(key)) {
      byte[] plain = cipher.open(counter++, hash, sealed, 0, sealed.length);
      mixHash(sealed);
      return plain;
    }
  }

  /** The ciphers of both directions: that of who began, and that of the other. */
  SessionCipher[] split() {
    byte[] first = new byte[HASH];
    byte[] second = new byte[HASH];
    derive(NOTHING, first, second);
    SessionCipher[] ciphers = {new SessionCipher(first), new SessionCipher(second)};
    Arrays.fill(first, (byte) 0);
    Arrays.fill(second, (byte) 0);
    return ciphers;
  }

  /** What the keys were made of. */
  List<byte[]> secrets() {
    return List.of(chain, key);
  }

  /** Wipes that. */
  void wipe() {
    secrets().forEach(secret -> Arrays.fill(secret, (byte) 0));
  }
}

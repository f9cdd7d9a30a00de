package org.socketplatform.relay.protocol.crypto;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.bouncycastle.crypto.digests.Blake2bDigest;

/** Keys of 32 bytes that several people know, and seeds of key pairs. */
public final class SharedKeys {
  /** Length in bytes. */
  public static final int BYTES = 32;

  private SharedKeys() {}

  /**
   * The key that a text stands for: its BLAKE2b-256. A text that can be guessed makes a key that
   * can be guessed.
   */
  public static byte[] ofText(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same for bytes. */
  public static byte[] of(byte[] bytes) {
    byte[] key = new byte[BYTES];
    Blake2bDigest digest = new Blake2bDigest(8 * BYTES);
    digest.update(bytes, 0, bytes.length);
    digest.doFinal(key, 0);
    return key;
  }

  /** A key that nobody can guess, if nobody can guess the generator's numbers. */
  public static byte[] random(RandomGenerator random) {
    byte[] key = new byte[BYTES];
    random.nextBytes(key);
    return key;
  }
}

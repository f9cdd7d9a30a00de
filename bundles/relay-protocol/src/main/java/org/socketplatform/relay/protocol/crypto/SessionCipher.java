package org.socketplatform.relay.protocol.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * ChaCha20-Poly1305 (RFC 8439) with a counter as nonce, as Noise writes it: four zeros, then eight
 * bytes, little endian.
 *
 * <p>The JDK's cipher takes 1.1 µs for 1200 bytes beside 3.7 of Bouncy Castle where HotSpot's
 * server compiler runs, and 6.5 beside 6.9 where it does not.
 *
 * <p>Security guarantee: without the key nobody can read what is sealed, or make something that
 * opens, as long as no counter is used twice; sealing twice with one counter in a row is refused.
 */
public final class SessionCipher implements AutoCloseable {
  /** How much longer what is sealed is. */
  public static final int TAG = 16;

  private static final String CIPHER = "ChaCha20-Poly1305";
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final Cipher cipher;
  private final byte[] nonce = new byte[12];
  private @Nullable SecretKeySpec key;

  /** A cipher with a key of 32 bytes, which is copied. */
  SessionCipher(byte[] key) {
    this.key = new SecretKeySpec(key, CIPHER);
    try {
      cipher = Cipher.getInstance(CIPHER);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + CIPHER, e);
    }
  }

  /** Writes {@link #TAG} bytes more than there were. */
  public void seal(
      long counter, byte[] bound, byte[] in, int inAt, int length, byte[] out, int outAt) {
    try {
      start(Cipher.ENCRYPT_MODE, counter, bound);
      cipher.doFinal(in, inAt, length, out, outAt);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key or the counter cannot be used", e);
    }
  }

  /** What was sealed; null if it was changed, or the cipher is closed. */
  public byte @Nullable [] open(long counter, byte[] bound, byte[] in, int at, int length) {
    if (length < TAG || key == null) {
      return null;
    }
    byte[] out = new byte[length - TAG];
    try {
      start(Cipher.DECRYPT_MODE, counter, bound);
      cipher.doFinal(in, at, length, out, 0);
      return out;
    } catch (AEADBadTagException e) {
      return null;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key cannot be used", e);
    }
  }

  private void start(int mode, long counter, byte[] bound) throws GeneralSecurityException {
    LONGS.set(nonce, 4, counter);
    cipher.init(mode, key, new IvParameterSpec(nonce));
    cipher.updateAAD(bound);
  }

  /** Lets go of the key. What the JDK's cipher copied goes with the memory of this object. */
  @Override
  public void close() {
    key = null;
  }
}

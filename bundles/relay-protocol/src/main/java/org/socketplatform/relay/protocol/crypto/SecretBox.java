package org.socketplatform.relay.protocol.crypto;

import java.security.MessageDigest;
import java.util.Arrays;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/** XSalsa20 with Poly1305: libsodium's {@code crypto_secretbox}. */
final class SecretBox {
  static final int TAG = 16;

  private static final int[] SIGMA = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};

  private SecretBox() {}

  /** Writes tag and ciphertext, {@link #TAG} bytes more than there were. */
  static void seal(
      byte[] key, byte[] nonce, byte[] in, int inAt, int length, byte[] out, int outAt) {
    XSalsa20Engine stream = new XSalsa20Engine();
    Poly1305 mac = start(key, nonce, stream);
    stream.processBytes(in, inAt, length, out, outAt + TAG);
    mac.update(out, outAt + TAG, length);
    mac.doFinal(out, outAt);
  }

  /** Reads tag and ciphertext, and writes {@link #TAG} bytes less; false if they were changed. */
  static boolean open(
      byte[] key, byte[] nonce, byte[] in, int inAt, int length, byte[] out, int outAt) {
    XSalsa20Engine stream = new XSalsa20Engine();
    Poly1305 mac = start(key, nonce, stream);
    mac.update(in, inAt + TAG, length - TAG);
    byte[] tag = new byte[TAG];
    mac.doFinal(tag, 0);
    if (!MessageDigest.isEqual(tag, Arrays.copyOfRange(in, inAt, inAt + TAG))) {
      return false;
    }
    stream.processBytes(in, inAt + TAG, length - TAG, out, outAt);
    return true;
  }

  private static Poly1305 start(byte[] key, byte[] nonce, XSalsa20Engine stream) {
    stream.init(true, new ParametersWithIV(new KeyParameter(key), nonce));
    byte[] macKey = new byte[32];
    stream.processBytes(macKey, 0, macKey.length, macKey, 0);
    Poly1305 mac = new Poly1305();
    mac.init(new KeyParameter(macKey));
    Arrays.fill(macKey, (byte) 0);
    return mac;
  }

  /** HSalsa20 with an input of zeros: makes a key of what two parties have agreed on. */
  static byte[] derive(byte[] shared) {
    int[] x = new int[16];
    for (int i = 0; i < 4; i++) {
      x[5 * i] = SIGMA[i];
      x[1 + i] = word(shared, 4 * i);
      x[11 + i] = word(shared, 16 + 4 * i);
    }
    for (int round = 0; round < 10; round++) {
      quarter(x, 0, 4, 8, 12);
      quarter(x, 5, 9, 13, 1);
      quarter(x, 10, 14, 2, 6);
      quarter(x, 15, 3, 7, 11);
      quarter(x, 0, 1, 2, 3);
      quarter(x, 5, 6, 7, 4);
      quarter(x, 10, 11, 8, 9);
      quarter(x, 15, 12, 13, 14);
    }
    byte[] key = new byte[32];
    for (int i = 0; i < 4; i++) {
      write(key, 4 * i, x[5 * i]);
      write(key, 16 + 4 * i, x[6 + i]);
    }
    return key;
  }

  private static void quarter(int[] x, int a, int b, int c, int d) {
    x[b] ^= Integer.rotateLeft(x[a] + x[d], 7);
    x[c] ^= Integer.rotateLeft(x[b] + x[a], 9);
    x[d] ^= Integer.rotateLeft(x[c] + x[b], 13);
    x[a] ^= Integer.rotateLeft(x[d] + x[c], 18);
  }

  private static int word(byte[] bytes, int at) {
    return (bytes[at] & 255)
        | (bytes[at + 1] & 255) << 8
        | (bytes[at + 2] & 255) << 16
        | bytes[at + 3] << 24;
  }

  private static void write(byte[] bytes, int at, int word) {
    bytes[at] = (byte) word;
    bytes[at + 1] = (byte) (word >>> 8);
    bytes[at + 2] = (byte) (word >>> 16);
    bytes[at + 3] = (byte) (word >>> 24);
  }
}

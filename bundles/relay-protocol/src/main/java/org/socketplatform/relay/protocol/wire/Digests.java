package org.socketplatform.relay.protocol.wire;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.socketplatform.relay.protocol.Id;

/** Hashes without an object for each: the digests are kept. Not safe for several threads. */
public final class Digests {
  private final MessageDigest sha256 = digest("SHA-256");
  private final MessageDigest sha1 = digest("SHA-1");
  private final byte[] result = new byte[Id.BYTES];

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  /** SHA-256 of several arrays, one after the other. */
  public Id sha256(byte[]... parts) {
    for (byte[] part : parts) {
      sha256.update(part);
    }
    return finish();
  }

  /** SHA-256 of a part of an array. */
  public Id sha256(byte[] bytes, int offset, int length) {
    sha256.update(bytes, offset, length);
    return finish();
  }

  /** SHA-256 of two ids, one after the other. */
  public Id sha256(Id first, Id second) {
    first.writeTo(result, 0);
    sha256.update(result);
    second.writeTo(result, 0);
    sha256.update(result);
    return finish();
  }

  private Id finish() {
    try {
      sha256.digest(result, 0, result.length);
    } catch (DigestException e) {
      throw new IllegalStateException("32 bytes are enough for SHA-256", e);
    }
    return Id.at(result, 0);
  }

  /** SHA-1, which the summaries of original peers are made of, as an engine to feed. */
  public MessageDigest sha1() {
    return sha1;
  }
}

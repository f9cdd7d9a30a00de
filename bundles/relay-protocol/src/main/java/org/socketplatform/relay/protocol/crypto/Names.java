package org.socketplatform.relay.protocol.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.socketplatform.relay.protocol.Id;

/** Ids that are hashes: of the name of a cluster, of an event, of a peer, or of a peer's key. */
public final class Names {
  private Names() {}

  /** The SHA-256 of a text in UTF-8. */
  public static Id of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The id of the peer that holds a key: the SHA-256 of the public key. */
  public static Id ofKey(Id publicKey) {
    return of(publicKey.toBytes());
  }

  private static Id of(byte[] bytes) {
    try {
      return Id.of(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

package org.socketplatform.relay.protocol;

/** How well it is known who wrote a message. Each value is worth more than the ones before it. */
public enum Verified {
  /** Whoever has the shared key may have written it. */
  NONE,
  /**
   * It has a signature as the original makes it, which leaves out the first 64 bytes: no proof of
   * who wrote it.
   */
  LEGACY,
  /** The owner of the sender's key signed the message, what it follows and where it belongs. */
  STRONG
}

package org.socketplatform.relay.protocol;

import java.util.Optional;

/**
 * What may be said about a message besides its value.
 *
 * @param ttlMillis how long each peer may hold it, from 1 to 21,600,000 ms; the longest, which is
 *     usual, stands for as long as the network holds any packet
 * @param previous the message that it follows
 * @param next the id to be written as the one that follows
 * @param meta a JSON object for the head of a message of several packets, or "{}"; in a session, of
 *     any message
 * @param sessionOnly whether a stream is lost rather than sealed with the key that all members have
 */
public record MessageOptions(
    long ttlMillis, Optional<Id> previous, Optional<Id> next, String meta, boolean sessionOnly) {
  /** Six hours, the longest that a packet may ask for. */
  public static final long MAX_TTL_MILLIS = 21_600_000;

  /** Nothing special. */
  public static final MessageOptions DEFAULT =
      new MessageOptions(MAX_TTL_MILLIS, Optional.empty(), Optional.empty(), "{}");

  public MessageOptions {
    if (ttlMillis < 1 || ttlMillis > MAX_TTL_MILLIS) {
      throw new IllegalArgumentException("a time to live is from 1 ms to 6 h: " + ttlMillis);
    }
  }

  /** With streams sealed for all members where there is no session. */
  public MessageOptions(long ttlMillis, Optional<Id> previous, Optional<Id> next, String meta) {
    this(ttlMillis, previous, next, meta, false);
  }

  /** The same, for streams that only their receiver may read, whoever else learns which key. */
  public MessageOptions bySessionOnly() {
    return new MessageOptions(ttlMillis, previous, next, meta, true);
  }
}

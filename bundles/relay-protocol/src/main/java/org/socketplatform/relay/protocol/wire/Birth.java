package org.socketplatform.relay.protocol.wire;

/**
 * When a packet was written, told by its ttl if it does not ask for a shorter life than usual.
 * Original peers take every ttl of six hours or more as six hours.
 *
 * <pre>
 * bit 31      1: this is a date
 * bit 30      1: by who wrote the packet, and part of what is signed; 0: by a peer on the way
 * bits 29-0   minutes since the epoch, rounded down
 * </pre>
 */
public final class Birth {
  /** How long packets with a date last, in ms: 14 days. */
  public static final long LIFE_MILLIS = 14L * 86_400_000;

  private static final long DATE = 1L << 31;
  private static final long BY_WRITER = 1L << 30;
  private static final long MINUTES = BY_WRITER - 1;
  private static final long MINUTE_MILLIS = 60_000;

  private Birth() {}

  /** The ttl of a packet that is being written. */
  public static long written(long now) {
    return BY_WRITER | found(now);
  }

  /** The ttl of a packet that came without a date. */
  public static long found(long now) {
    return DATE | (now / MINUTE_MILLIS & MINUTES);
  }

  /** Whether a ttl is a date. */
  public static boolean isIn(long ttl) {
    return (ttl & DATE) != 0;
  }

  /** Whether a ttl is a date by who wrote the packet. */
  public static boolean isByWriter(long ttl) {
    return isIn(ttl) && (ttl & BY_WRITER) != 0;
  }

  /** The date in a ttl, in milliseconds since the epoch. */
  public static long millis(long ttl) {
    return (ttl & MINUTES) * MINUTE_MILLIS;
  }

  /** When the time of a packet is over, in milliseconds since the epoch. */
  public static long end(long ttl) {
    return millis(ttl) + MINUTE_MILLIS + LIFE_MILLIS;
  }
}

package org.socketplatform.plugin;

import java.time.Duration;

/** Until when an answer is of use. Immutable. */
public final class Deadline {
  /** Any time will do. */
  public static final Deadline NONE = new Deadline(0);

  /** What is further away is as good as this, and must not overflow. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final long nanoTime;

  private Deadline(long nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** So much time from now on; a negative one has passed already. */
  public static Deadline in(Duration time) {
    Duration bounded = time.compareTo(LONGEST) < 0 ? time : LONGEST;
    return new Deadline(System.nanoTime() + (bounded.isNegative() ? -1 : bounded.toNanos()));
  }

  /** True if there is a deadline, and it is over. */
  public boolean hasPassed() {
    return this != NONE && nanoTime - System.nanoTime() <= 0;
  }

  /**
   * The time left in nanoseconds, 0 if there is none; {@link Long#MAX_VALUE} without a deadline.
   */
  public long remainingNanos() {
    return this == NONE ? Long.MAX_VALUE : Math.max(0, nanoTime - System.nanoTime());
  }
}

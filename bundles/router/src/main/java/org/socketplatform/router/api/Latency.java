package org.socketplatform.router.api;

import java.time.Duration;

/**
 * How long calls took, from the router's entry to its exit, to about 5 % and at most a minute; all
 * zero if there were none.
 *
 * @param p50 half of them took no longer
 * @param p90 nine of ten took no longer
 * @param p99 99 of 100 took no longer
 * @param max the longest
 */
public record Latency(Duration p50, Duration p90, Duration p99, Duration max) {
  /** Of no calls. */
  public static final Latency NONE =
      new Latency(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
}

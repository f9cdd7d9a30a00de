package org.socketplatform.router.api;

import java.time.Duration;
import java.time.Instant;

/**
 * A plugin that was replaced by another one of the same name.
 *
 * @param ended when the new one served
 * @param plugin the name of both
 * @param kind how it went
 * @param paused how long calls had to wait; zero where the old one answered until the new one did
 */
public record Swap(Instant ended, String plugin, Kind kind, Duration paused) {
  /** The ways to replace a plugin. */
  public enum Kind {
    /** The new one was there before the old one went, and there is no state. */
    BLUE_GREEN,
    /** The new one was there before the old one went, and got its state. */
    HANDED_OVER,
    /** The old one went first. */
    IN_PLACE
  }
}

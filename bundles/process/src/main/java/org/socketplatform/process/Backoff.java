package org.socketplatform.process;

import java.time.Duration;

/** How long to wait before a program is started again. Not safe for use by several threads. */
final class Backoff {
  static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration FIRST = Duration.ofSeconds(1);

  private Duration next = FIRST;

  /**
   * The pause after a run: 1 s, then twice as long each time, up to a minute.
   *
   * @param run how long it ran; a minute or more counts as stable and begins anew
   */
  Duration after(Duration run) {
    if (run.compareTo(LONGEST) >= 0) {
      next = FIRST;
    }
    Duration pause = next;
    Duration twice = pause.multipliedBy(2);
    next = twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
    return pause;
  }
}

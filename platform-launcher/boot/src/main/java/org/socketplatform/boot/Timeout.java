package org.socketplatform.boot;

import java.time.Duration;

/** Ends a run that takes longer than it may, with the exit status of {@code timeout(1)}. */
final class Timeout {
  static final int STATUS = 124;

  private Timeout() {}

  static void start(Duration limit, Exit exit) {
    Thread.ofPlatform()
        .name("timeout")
        .daemon()
        .start(() -> {
          try {
            Thread.sleep(limit);
          } catch (InterruptedException e) {
            return;
          }
          if (!exit.asked()) {
            Log.error("ended by --timeout after " + seconds(limit) + " s", null);
            exit.ask(STATUS);
          }
        });
  }

  private static String seconds(Duration limit) {
    return limit.toMillis() % 1000 == 0
        ? Long.toString(limit.toSeconds())
        : Double.toString(limit.toMillis() / 1000.0);
  }
}

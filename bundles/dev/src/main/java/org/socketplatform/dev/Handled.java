package org.socketplatform.dev;

/**
 * Up to when the changes of a folder have been seen to. Replacing a bundle that the loop itself
 * uses starts the loop again, with other class loaders; so this is kept in system properties, and
 * what is saved meanwhile is not missed.
 */
final class Handled {
  private static final String PREFIX = "socket.dev.handled.";

  /** Files bear the time of the kernel's last tick, which is a little behind. */
  private static final long TICK_MILLIS = 20;

  private Handled() {}

  /** All that is saved from now on is still to be seen to. */
  static void untilNow(String folder) {
    System.setProperty(PREFIX + folder, Long.toString(System.currentTimeMillis() - TICK_MILLIS));
  }

  /** In milliseconds since 1970; this is the beginning, if it was never told. */
  static long until(String folder) {
    if (System.getProperty(PREFIX + folder) == null) {
      untilNow(folder);
    }
    return Long.parseLong(System.getProperty(PREFIX + folder));
  }
}

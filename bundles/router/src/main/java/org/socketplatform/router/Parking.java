package org.socketplatform.router;

import org.socketplatform.plugin.Call;

/** Bounds how many calls wait for a plugin, and how many bytes they hold. */
final class Parking {
  static final int MOST_CALLS = 4096;
  static final long MOST_BYTES = 64L << 20;

  /** What a body counts that does not tell its size. */
  static final long UNKNOWN_BYTES = 64L << 10;

  // Guarded by this.
  private int calls;
  private long bytes;

  /** Takes a call in; false if it is too much. To be followed by {@link #leave} if true. */
  synchronized boolean enter(long size) {
    if (calls >= MOST_CALLS || size > MOST_BYTES - bytes) {
      return false;
    }
    calls++;
    bytes += size;
    return true;
  }

  synchronized void leave(long size) {
    calls--;
    bytes -= size;
  }

  /** How much a waiting call counts. */
  static long sizeOf(Call call) {
    return call.body().size().orElse(UNKNOWN_BYTES);
  }

  synchronized int calls() {
    return calls;
  }
}

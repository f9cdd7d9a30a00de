package org.socketplatform.pluginprotocol;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes are kept at once for what the other side sent. Safe for use by many threads. */
public final class Budget {
  private final long limit;
  private final AtomicLong used = new AtomicLong();

  public Budget(long limit) {
    this.limit = limit;
  }

  long limit() {
    return limit;
  }

  /** Takes so many bytes, or none. */
  boolean take(long bytes) {
    if (bytes > limit) {
      return false;
    }
    if (used.addAndGet(bytes) <= limit) {
      return true;
    }
    give(bytes);
    return false;
  }

  /** Gives back what was taken. */
  void give(long bytes) {
    used.addAndGet(-bytes);
  }
}

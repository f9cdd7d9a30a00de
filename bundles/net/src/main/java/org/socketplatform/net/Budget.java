package org.socketplatform.net;

/**
 * How much may be kept for a page beyond the least that each connection has. Guarded by the lock of
 * the loop.
 */
final class Budget {
  private long left;

  /** A budget in bytes. */
  Budget(long bytes) {
    this.left = bytes;
  }

  /** Takes so many bytes, if there are as many. */
  boolean take(long bytes) {
    if (bytes > left) {
      return false;
    }
    left -= bytes;
    return true;
  }

  void give(long bytes) {
    left += bytes;
  }
}

package org.socketplatform.net;

import java.util.Map;

/** Something that a page has open under a number. Guarded by the lock of the loop. */
sealed interface Handle permits Connector, Duplex, HttpConnection, Listener {
  /** Closes it, and tells the page nothing more. */
  void close();

  /**
   * Gives it up to another version of this plugin.
   *
   * @return types of the JDK; empty if it cannot go on, which the page will notice
   */
  Map<String, Object> release();

  /** Tells the page again what it may have missed. */
  void tellAgain();
}

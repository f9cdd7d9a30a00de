package org.socketplatform.net;

import java.nio.ByteBuffer;

/** What a page reads from and writes to. Guarded by the lock of the loop. */
sealed interface Duplex extends Handle permits Exchange, PageSocket {
  /** Takes at most so many of the bytes that have come; none if there are none now. */
  ByteBuffer read(int most);

  /** Whether something has come that is not taken. */
  boolean hasMore();

  /**
   * Sends bytes, or keeps them to be sent.
   *
   * @return how many are kept, this side of the system's own buffer
   */
  long write(ByteBuffer bytes);

  /** Ends the output once all is sent. */
  void end();
}

package org.socketplatform.webview;

import java.nio.ByteBuffer;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Reply;

/**
 * A large reply of raw bytes that the page takes in pieces, several at a time: the engine reads one
 * response in small steps, each a turn of its main loop, so that several at once are faster.
 */
final class HeldBytes {
  /** Replies up to this size go whole. */
  static final int PIECE_BYTES = 1 << 21;

  private final Reply.Bytes bytes;
  private long left;
  private int users = 1;
  private boolean dropped;

  HeldBytes(Reply.Bytes bytes) {
    this.bytes = bytes;
    this.left = bytes.data().remaining();
  }

  /** Number of all bytes. */
  int total() {
    return bytes.data().remaining();
  }

  /**
   * The piece that starts at an offset.
   *
   * @throws FailureException bad request, if there is none
   */
  synchronized Reply.Bytes piece(long offset) {
    if (dropped || offset < 0 || offset >= total()) {
      throw new FailureException(Failure.badRequest("No piece starts at " + offset));
    }
    int length = (int) Math.min(PIECE_BYTES, total() - offset);
    ByteBuffer data = bytes.data().slice(bytes.data().position() + (int) offset, length);
    users++;
    left -= length;
    return new Reply.Bytes(data, bytes.headers(), this::release);
  }

  /** True once as many bytes were taken as there are. */
  synchronized boolean isTaken() {
    return left <= 0;
  }

  /** Gives no more pieces; the memory goes when those under way have arrived. */
  void drop() {
    synchronized (this) {
      if (dropped) {
        return;
      }
      dropped = true;
    }
    release();
  }

  private void release() {
    synchronized (this) {
      if (--users > 0) {
        return;
      }
    }
    bytes.release().run();
  }
}

package org.socketplatform.webview;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.socketplatform.webview.shell.PageResponse;

/**
 * The body of an answer that a script makes bit by bit. Whoever brings the next piece waits until
 * the one before is on its way to the page, so that no more than two are kept. Safe for use by many
 * threads; pieces are to come from one at a time.
 */
final class ResponseBody implements PageResponse.Source {
  private @Nullable ByteBuffer waiting;
  private boolean finished;
  private boolean broken;

  /**
   * Adds a piece, which is not to be changed any more.
   *
   * @throws IOException if the page is gone, or the body has ended
   */
  synchronized void add(ByteBuffer piece) throws IOException {
    try {
      while (waiting != null && !broken) {
        wait();
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    if (broken || finished) {
      throw new IOException("Nobody reads the answer any more");
    }
    waiting = piece;
    notifyAll();
  }

  /** The body is complete. */
  synchronized void finish() {
    finished = true;
    notifyAll();
  }

  /** There is no more, though it is not complete. */
  synchronized void breakOff() {
    broken = true;
    notifyAll();
  }

  @Override
  public void writeTo(PageResponse.Sink sink) throws IOException {
    try {
      for (ByteBuffer piece = take(); piece != null; piece = take()) {
        sink.write(piece);
      }
    } catch (IOException e) {
      breakOff();
      throw e;
    }
  }

  private synchronized @Nullable ByteBuffer take() throws IOException {
    try {
      while (waiting == null && !finished && !broken) {
        wait();
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    if (broken) {
      throw new IOException("The answer was broken off");
    }
    ByteBuffer piece = waiting;
    waiting = null;
    notifyAll();
    return piece;
  }

  private static IOException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IOException("Interrupted", e);
  }
}

package org.socketplatform.pluginprotocol;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sends frames to the other side, one at a time. Safe for use by many threads. Another side that
 * does not read stops those who send, so whoever reads frames must not send any.
 */
public final class FrameOutput {
  private final OutputStream out;
  private final FrameWriter writer = new FrameWriter();
  private final ReentrantLock lock = new ReentrantLock();

  public FrameOutput(OutputStream out) {
    this.out = out;
  }

  /**
   * Sends a frame.
   *
   * @return false if it is too long
   * @throws IOException if the other side is gone
   */
  public boolean send(Frame frame) throws IOException {
    lock.lock();
    try {
      writer.clear();
      if (!writer.write(frame)) {
        return false;
      }
      out.write(writer.bytes(), 0, writer.length());
      out.flush();
      return true;
    } finally {
      lock.unlock();
    }
  }
}

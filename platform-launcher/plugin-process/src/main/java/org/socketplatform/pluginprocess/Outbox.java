package org.socketplatform.pluginprocess;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;
import org.socketplatform.pluginprotocol.Frame;
import org.socketplatform.pluginprotocol.FrameWriter;

/**
 * Sends frames to the platform, which always reads, so that a send does not wait for long. Safe for
 * use by many threads; the one that reads frames must not send any.
 */
final class Outbox {
  private final OutputStream out;
  private final FrameWriter writer = new FrameWriter();
  private final ReentrantLock lock = new ReentrantLock();

  Outbox(OutputStream out) {
    this.out = out;
  }

  /**
   * Sends a frame. If the platform is gone, nothing happens: whoever reads notices that.
   *
   * @return false if the frame is too long
   */
  boolean send(Frame frame) {
    lock.lock();
    try {
      writer.clear();
      if (!writer.write(frame)) {
        return false;
      }
      out.write(writer.bytes(), 0, writer.length());
    } catch (IOException e) {
      return true;
    } finally {
      lock.unlock();
    }
    return true;
  }
}

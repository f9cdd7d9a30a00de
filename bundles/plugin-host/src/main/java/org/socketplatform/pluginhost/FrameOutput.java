package org.socketplatform.pluginhost;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;
import org.socketplatform.pluginprotocol.Frame;
import org.socketplatform.pluginprotocol.FrameWriter;

/**
 * Sends frames to a process. Safe for use by many threads. A process that does not read stops those
 * who send, until the {@link Connection} finds it hung and kills it.
 */
final class FrameOutput {
  private final OutputStream out;
  private final FrameWriter writer = new FrameWriter();
  private final ReentrantLock lock = new ReentrantLock();

  FrameOutput(OutputStream out) {
    this.out = out;
  }

  /**
   * Sends a frame.
   *
   * @return false if it is too long
   * @throws IOException if the process is gone
   */
  boolean send(Frame.ToPlugin frame) throws IOException {
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

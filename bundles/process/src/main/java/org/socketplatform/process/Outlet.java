package org.socketplatform.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What a program reads. A program that does not read holds the writer up, never for long: it is
 * told how much was taken. Safe for use by many threads.
 */
final class Outlet implements AutoCloseable {
  private final int descriptor;
  private final Poller poller;
  private boolean closed;

  /**
   * One that begins.
   *
   * @param descriptor that does not block
   */
  Outlet(int descriptor, Poller poller) {
    this.descriptor = descriptor;
    this.poller = poller;
  }

  /**
   * Writes what there is room for.
   *
   * @param direct its position is moved behind what was taken
   * @param patienceNanos how long to wait while nothing is taken
   * @throws IOException if nobody reads any more
   */
  void write(ByteBuffer direct, long patienceNanos) throws IOException, InterruptedException {
    while (direct.hasRemaining()) {
      CountDownLatch room = new CountDownLatch(1);
      synchronized (this) {
        if (closed) {
          throw new IOException("Broken pipe");
        }
        if (Posix.write(descriptor, direct) > 0) {
          continue;
        }
        poller.once(descriptor, Poller.WRITABLE, room::countDown);
      }
      if (!room.await(patienceNanos, TimeUnit.NANOSECONDS)) {
        return;
      }
    }
  }

  /** The program finds the end of its input. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      poller.forget(descriptor);
      Posix.endOutput(descriptor);
      Posix.close(descriptor);
    }
  }

  /** Gives the pipe up for another one to go on with; -1 if it is closed. */
  synchronized int release() {
    if (closed) {
      return -1;
    }
    poller.forget(descriptor);
    return descriptor;
  }
}

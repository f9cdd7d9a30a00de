package org.socketplatform.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;

/** Reads a pipe to its end, on the thread that calls it, until that is interrupted. */
final class PipeReader {
  private PipeReader() {}

  /** Takes bytes; they are gone when it returns. */
  @FunctionalInterface
  interface Taker {
    void take(ByteBuffer bytes) throws InterruptedException;
  }

  /**
   * Reads until the end.
   *
   * @param size how many bytes to take at a time
   * @throws InterruptedException if the thread was interrupted; nothing that was read is lost then
   */
  static void read(Inlet inlet, int size, Taker taker) throws InterruptedException {
    Payload room = Payload.of(size);
    try {
      while (!inlet.hasEnded()) {
        ByteBuffer buffer = room.bytes().clear();
        inlet.read(buffer);
        if (buffer.flip().hasRemaining()) {
          taker.take(buffer);
        } else if (!inlet.hasEnded()) {
          CountDownLatch ready = new CountDownLatch(1);
          inlet.whenReadable(ready::countDown);
          ready.await();
        }
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    } catch (IOException e) {
      inlet.close(); // nothing more can come
    } finally {
      room.release().run();
    }
  }
}

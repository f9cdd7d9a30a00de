package org.socketplatform.process;

import java.nio.ByteBuffer;
import java.util.Optional;

/** The thread that reads what a backend says. */
final class BackendReader {
  private static final int BYTES = 1 << 18;

  private final Inlet inlet;
  private final MessageDecoder decoder;
  private final byte[] begun;
  private final Thread thread;
  private boolean finished;

  /**
   * A reader that has not started.
   *
   * @param begun a line that was read before, up to where it was
   */
  BackendReader(String name, Inlet inlet, MessageDecoder.Sink sink, byte[] begun) {
    this.inlet = inlet;
    this.decoder = new MessageDecoder(sink);
    this.begun = begun;
    this.thread = Thread.ofVirtual().name("backend-" + name).unstarted(this::read);
  }

  void start() {
    thread.start();
  }

  private void read() {
    try {
      decoder.take(ByteBuffer.wrap(begun));
      PipeReader.read(inlet, BYTES, decoder::take);
      finished = true;
      decoder.close();
    } catch (InterruptedException e) {
      // It is told to stop where it is.
    }
  }

  /** Waits until all was read, and was dealt with. */
  void awaitEnd() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops; gives the bytes of a line that has not ended, nothing if it was within a body. */
  Optional<byte[]> stop() throws InterruptedException {
    thread.interrupt();
    thread.join();
    boolean within = !finished && decoder.isWithinBody();
    byte[] rest = decoder.rest();
    decoder.close();
    return within ? Optional.empty() : Optional.of(rest);
  }
}

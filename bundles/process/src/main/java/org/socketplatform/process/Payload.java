package org.socketplatform.process;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Bytes outside of the heap, which is far smaller than what backends may send.
 *
 * @param bytes from its position to its limit
 * @param release to be called when they are not needed any more; once counts
 */
record Payload(ByteBuffer bytes, Runnable release) {
  static final Payload NONE = new Payload(ByteBuffer.allocate(0), () -> {});

  /** Room for so many bytes. */
  @SuppressWarnings("MustBeClosedChecker") // closed on release
  static Payload of(int size) {
    Arena arena = Arena.ofShared();
    AtomicBoolean open = new AtomicBoolean(true);
    return new Payload(
        arena.allocate(size).asByteBuffer(),
        () -> {
          if (open.getAndSet(false)) {
            arena.close();
          }
        });
  }

  boolean isEmpty() {
    return !bytes.hasRemaining();
  }
}

package org.socketplatform.fs;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Errno;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Reply;

/**
 * Moves bytes between files and pages outside of the heap, which is far smaller than a file may be.
 * Safe for use by many threads.
 */
final class Transfers {
  /** The most that one call reads. */
  static final int READ_LIMIT = 64 * 1024 * 1024;

  /** Up to here the heap is quicker than memory of its own. */
  private static final int HEAP_LIMIT = 64 * 1024;

  private static final int WRITE_BUFFER = 256 * 1024;
  private static final int WRITE_BUFFERS = 16;

  private static final int UNIT = 64 * 1024;
  private static final int UNITS = 4 * READ_LIMIT / UNIT;
  private static final long PATIENCE_SECONDS = 30;

  private final Semaphore readPermits = new Semaphore(UNITS, true);
  private final Semaphore writePermits = new Semaphore(WRITE_BUFFERS, true);
  private final Queue<ByteBuffer> writeBuffers = new ConcurrentLinkedQueue<>();

  /** Takes the bytes of a body one after the other. */
  @FunctionalInterface
  interface Sink {
    void write(ByteBuffer bytes, long position) throws IOException;
  }

  /**
   * Reads from a position; less than asked for at the end of the file.
   *
   * @param size at most {@link #READ_LIMIT}
   */
  @SuppressWarnings("MustBeClosedChecker") // closed when the reply is released
  Reply.Bytes read(FileChannel channel, long offset, int size, Cancellation reading)
      throws IOException {
    long left = channel.size() - offset;
    // Files of /proc and devices say that they are empty.
    int length = left > 0 ? (int) Math.min(size, left) : Math.min(size, HEAP_LIMIT);
    if (length <= HEAP_LIMIT) {
      ByteBuffer buffer = ByteBuffer.allocate(length);
      fill(channel, buffer, offset);
      return new Reply.Bytes(buffer.flip(), Map.of(), () -> {});
    }
    int units = (length + UNIT - 1) / UNIT;
    acquire(readPermits, units, reading);
    Arena arena = Arena.ofShared();
    Runnable release =
        () -> {
          arena.close();
          readPermits.release(units);
        };
    try {
      ByteBuffer buffer = arena.allocate(length).asByteBuffer();
      fill(channel, buffer, offset);
      return new Reply.Bytes(buffer.flip(), Map.of(), release);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      release.run();
      throw e;
    }
  }

  private static void fill(FileChannel channel, ByteBuffer buffer, long offset) throws IOException {
    while (buffer.hasRemaining()) {
      int count = channel.read(buffer, offset + buffer.position());
      if (count <= 0) {
        return;
      }
    }
  }

  /** Writes a whole body; tells how many bytes it had. */
  long write(Body body, long offset, Sink sink, Cancellation writing) throws IOException {
    acquire(writePermits, 1, writing);
    ByteBuffer pooled = writeBuffers.poll();
    ByteBuffer buffer = pooled == null ? ByteBuffer.allocateDirect(WRITE_BUFFER) : pooled;
    try {
      return drain(body, buffer, offset, sink, writing);
    } finally {
      writeBuffers.add(buffer);
      writePermits.release();
    }
  }

  private static long drain(
      Body body, ByteBuffer buffer, long offset, Sink sink, Cancellation writing)
      throws IOException {
    long written = 0;
    while (body.read(buffer.clear()) >= 0) {
      if (writing.isCancelled()) {
        throw new FailureException(Failure.aborted());
      }
      int count = buffer.flip().remaining();
      sink.write(buffer, offset + written);
      written += count;
    }
    return written;
  }

  private static void acquire(Semaphore semaphore, int permits, Cancellation waiting) {
    try {
      if (!semaphore.tryAcquire(permits, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        Failure busy =
            Errno.ENOMEM.failure("too many bytes are on their way; read the answers first");
        throw new FailureException(
            new Failure(busy.type(), busy.code(), busy.message(), true, busy.details()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailureException(Failure.aborted());
    }
    if (waiting.isCancelled()) {
      semaphore.release(permits);
      throw new FailureException(Failure.aborted());
    }
  }
}

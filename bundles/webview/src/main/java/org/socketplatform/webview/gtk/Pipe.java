package org.socketplatform.webview.gtk;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * The writing end of a pipe whose other end the engine reads. Used by one thread. The JVM ignores
 * SIGPIPE, so a reader that went away shows as an error of {@link #write}.
 */
final class Pipe implements AutoCloseable {
  private static final int O_CLOEXEC = 0x80000;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final MemorySegment PIPE2 = Native.libc("pipe2");
  private static final MemorySegment WRITE = Native.libc("write");
  private static final MemorySegment CLOSE = Native.libc("close");

  private final int readEnd;
  private final int writeEnd;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment buffer = arena.allocate(BUFFER_BYTES);

  private Pipe(int readEnd, int writeEnd) {
    this.readEnd = readEnd;
    this.writeEnd = writeEnd;
  }

  static Pipe open() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ends = arena.allocate(JAVA_INT, 2);
      if ((int) Native.call(PIPE2, ends.address(), O_CLOEXEC) != 0) {
        throw new IOException("too many open files");
      }
      return new Pipe(ends.getAtIndex(JAVA_INT, 0), ends.getAtIndex(JAVA_INT, 1));
    }
  }

  /** The end for the engine, which will close it. */
  int readEnd() {
    return readEnd;
  }

  /** Writes all remaining bytes; blocks while the pipe is full. */
  void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      int count = Math.min(BUFFER_BYTES, bytes.remaining());
      MemorySegment.copy(MemorySegment.ofBuffer(bytes), JAVA_BYTE, 0, buffer, JAVA_BYTE, 0, count);
      bytes.position(bytes.position() + count);
      for (long done = 0; done < count; ) {
        long written = Native.call(WRITE, writeEnd, buffer.address() + done, count - done);
        if (written < 0) {
          throw new IOException("The page is gone");
        }
        done += written;
      }
    }
  }

  @Override
  public void close() {
    Native.call(CLOSE, writeEnd);
    arena.close();
  }
}

package org.socketplatform.webview.gtk;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * The writing end of a connection whose other end the engine reads. Used by one thread. The JVM
 * ignores SIGPIPE, so a reader that went away shows as an error of {@link #write}.
 *
 * <p>It is a pair of sockets and not a pipe, because only there the reader can learn that what it
 * got is not all: an end that is closed with something unread in it resets the connection (see
 * {@code unix(7)}). So a byte is left unread at our end until {@link #finish}.
 */
final class Pipe implements AutoCloseable {
  private static final int AF_UNIX = 1;
  private static final int SOCK_STREAM_CLOEXEC = 1 | 0x80000;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final MemorySegment SOCKETPAIR = Native.libc("socketpair");
  private static final MemorySegment READ = Native.libc("read");
  private static final MemorySegment WRITE = Native.libc("write");
  private static final MemorySegment CLOSE = Native.libc("close");

  private final int readEnd;
  private final int writeEnd;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment buffer = arena.allocate(BUFFER_BYTES);

  private Pipe(int readEnd, int writeEnd) {
    this.readEnd = readEnd;
    this.writeEnd = writeEnd;
    Native.call(WRITE, readEnd, buffer.address(), 1);
  }

  static Pipe open() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ends = arena.allocate(JAVA_INT, 2);
      if ((int) Native.call(SOCKETPAIR, AF_UNIX, SOCK_STREAM_CLOEXEC, 0, ends.address()) != 0) {
        throw new IOException("too many open files");
      }
      return new Pipe(ends.getAtIndex(JAVA_INT, 0), ends.getAtIndex(JAVA_INT, 1));
    }
  }

  /** The end for the engine, which will close it. */
  int readEnd() {
    return readEnd;
  }

  /** Writes all remaining bytes; blocks while the reader is slow. */
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

  /** Says that all was written: closed without this, the reader gets an error at the end. */
  void finish() {
    Native.call(READ, writeEnd, buffer.address(), 1);
  }

  @Override
  public void close() {
    Native.call(CLOSE, writeEnd);
    arena.close();
  }
}

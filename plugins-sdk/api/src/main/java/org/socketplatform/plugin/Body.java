package org.socketplatform.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * The bytes that came with a call, read once and in order. Whoever made the call closes it when the
 * handler has returned. Not safe for use by several threads at a time.
 */
public interface Body extends AutoCloseable {
  /** The body of a call without one. */
  Body EMPTY = of(ByteBuffer.allocate(0));

  /**
   * Reads the next bytes.
   *
   * @return how many were put into {@code target}; -1 at the end
   * @throws IOException if the sender went away
   */
  int read(ByteBuffer target) throws IOException;

  /** How many bytes there are to read, if that is known without reading them. */
  default OptionalLong size() {
    return OptionalLong.empty();
  }

  /** Lets go of what was not read. */
  @Override
  default void close() {}

  /**
   * All remaining bytes on the heap.
   *
   * @param limit the most to accept, in bytes
   * @throws FailureException {@code BODY_TOO_LARGE} if there are more
   */
  default byte[] bytes(int limit) throws IOException {
    try (InputStream in = stream()) {
      byte[] bytes = in.readNBytes(limit);
      if (bytes.length == limit && in.read() != -1) {
        throw new FailureException(Failure.tooLarge(limit));
      }
      return bytes;
    }
  }

  /** The remaining bytes as a stream; closing it has no effect. */
  default InputStream stream() {
    return new BodyStream(this);
  }

  /** A body of bytes in memory. */
  static Body of(ByteBuffer bytes) {
    return new BufferBody(bytes);
  }
}

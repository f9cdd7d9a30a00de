package org.socketplatform.plugin;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.Flow;

/** What a plugin answers. */
public sealed interface Reply {
  /** A value, sent in the reply envelope. */
  record Value(Writable value) implements Reply {}

  /**
   * Raw bytes.
   *
   * @param data from its position to its limit; not changed until released. A direct buffer reaches
   *     the page without a copy in Java
   * @param headers response headers in lower case; {@code content-type} is {@code
   *     application/octet-stream} unless given
   * @param release called once, on any thread, when the bytes are not needed any more
   */
  record Bytes(ByteBuffer data, Map<String, String> headers, Runnable release) implements Reply {}

  /**
   * Values that follow one another. The page is the subscriber: it asks for more as it reads, and
   * cancels when it aborts, navigates or closes.
   */
  record Stream(Flow.Publisher<? extends Writable> items) implements Reply {}

  /** A failure. */
  record Failed(Failure failure) implements Reply {}

  /** An empty success. */
  static Reply ok() {
    return new Value(Writable.of(Map.of()));
  }

  /** A plain value; see {@link Writable#of}. */
  static Reply value(Object value) {
    return new Value(Writable.of(value));
  }

  /** Raw bytes. */
  static Reply bytes(ByteBuffer data) {
    return new Bytes(data, Map.of(), () -> {});
  }

  /** A failure. */
  static Reply failed(Failure failure) {
    return new Failed(failure);
  }
}

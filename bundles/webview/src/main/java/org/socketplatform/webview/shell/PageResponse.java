package org.socketplatform.webview.shell;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An answer to a {@link PageRequest}. */
public sealed interface PageResponse {
  int status();

  /** Names in lower case. */
  Map<String, String> headers();

  /**
   * Bytes in memory.
   *
   * @param release called once when the engine has read them
   */
  record Whole(int status, Map<String, String> headers, ByteBuffer content, Runnable release)
      implements PageResponse {}

  /**
   * Bytes that come bit by bit.
   *
   * @param length in bytes, -1 if not known
   * @param source writes them, on a thread of its own
   */
  record Streamed(int status, Map<String, String> headers, long length, Source source)
      implements PageResponse {}

  /** No answer at all: to the page the network has failed. */
  record Broken(String reason) implements PageResponse {
    @Override
    public int status() {
      return 0;
    }

    @Override
    public Map<String, String> headers() {
      return Map.of();
    }
  }

  /** Writes a streamed response; returning ends it. */
  @FunctionalInterface
  interface Source {
    /**
     * Writes all of it.
     *
     * @throws IOException to break the response off: the page learns that it is not whole
     */
    void writeTo(Sink sink) throws IOException;
  }

  /** Takes the bytes of a streamed response. */
  @FunctionalInterface
  interface Sink {
    /**
     * Writes all remaining bytes; waits while the engine is slow.
     *
     * @throws IOException if the page is gone
     */
    void write(ByteBuffer bytes) throws IOException;
  }

  /** A short text. */
  static PageResponse text(int status, String contentType, String text) {
    return new Whole(
        status,
        Map.of("content-type", contentType),
        ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)),
        () -> {});
  }
}

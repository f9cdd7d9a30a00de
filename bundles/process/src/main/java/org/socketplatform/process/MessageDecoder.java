package org.socketplatform.process;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.IpcUri;
import org.socketplatform.plugin.Params;

/**
 * Takes what a backend writes apart: lines of UTF-8, each an {@code ipc://} message. One with the
 * parameter {@code bytes=N} is followed by N raw bytes and a line end. Pure; whatever comes, it
 * keeps no more than {@link #LONGEST_LINE} and one body.
 */
final class MessageDecoder {
  /** The longest line, in bytes. */
  static final int LONGEST_LINE = 8 << 20;

  /** The largest body, in bytes. */
  static final int LARGEST_BODY = 128 << 20;

  private static final byte[] SCHEME = {'i', 'p', 'c', ':', '/', '/'};

  private final Sink sink;
  private byte[] line = new byte[4096];
  private int length;
  private boolean skipping;
  private @Nullable IpcUri waiting;
  private @Nullable Payload body;

  /** Takes what there was, in order. */
  interface Sink {
    /**
     * A message.
     *
     * @param body what follows it, to be released by whoever takes it; empty if there is nothing
     */
    void message(IpcUri message, Payload body);

    /** A line that is no message. */
    void text(String line);

    /** Something that cannot be understood. */
    void problem(String what);
  }

  MessageDecoder(Sink sink) {
    this.sink = sink;
  }

  /** The bytes of a line that has not ended yet; to begin with in another decoder. */
  byte[] rest() {
    return Arrays.copyOf(line, length);
  }

  /** True while a body is on its way, which cannot be handed over. */
  boolean isWithinBody() {
    return waiting != null;
  }

  /** Lets go of a body that will not become whole. */
  void close() {
    Payload unfinished = body;
    body = null;
    waiting = null;
    if (unfinished != null) {
      unfinished.release().run();
    }
  }

  /** Takes bytes that follow those before. */
  void take(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      Payload payload = body;
      if (payload != null) {
        ByteBuffer current = payload.bytes();
        int count = Math.min(current.remaining(), bytes.remaining());
        current.put(bytes.slice(bytes.position(), count));
        bytes.position(bytes.position() + count);
        if (!current.hasRemaining()) {
          finish();
        }
      } else {
        takeLine(bytes);
      }
    }
  }

  private void takeLine(ByteBuffer bytes) {
    int end = bytes.position();
    while (end < bytes.limit() && bytes.get(end) != '\n') {
      end++;
    }
    int count = end - bytes.position();
    if (!skipping && length + count > LONGEST_LINE) {
      sink.problem(
          "a line is longer than "
              + LONGEST_LINE
              + " bytes and is left out; send much as bytes=N behind the line");
      skipping = true;
      length = 0;
    }
    if (skipping) {
      bytes.position(end);
    } else {
      append(bytes, count);
    }
    if (bytes.hasRemaining()) {
      bytes.get();
      if (!skipping) {
        line();
      }
      skipping = false;
      length = 0;
    }
  }

  private void append(ByteBuffer bytes, int count) {
    if (length + count > line.length) {
      line = Arrays.copyOf(line, Math.max(length + count, Math.min(2 * line.length, LONGEST_LINE)));
    }
    bytes.get(line, length, count);
    length += count;
  }

  private void line() {
    if (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    if (length == 0) {
      return; // as behind a body
    }
    String text;
    try {
      CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
      text = decoder.decode(ByteBuffer.wrap(line, 0, length)).toString();
    } catch (CharacterCodingException e) {
      sink.problem("a line is not UTF-8; send raw bytes as bytes=N behind the line");
      return;
    }
    if (length < SCHEME.length
        || !Arrays.equals(line, 0, SCHEME.length, SCHEME, 0, SCHEME.length)) {
      sink.text(text);
      return;
    }
    try {
      IpcUri message = IpcUri.parse(text);
      long size = message.params().longOr("bytes", 0);
      if (size < 0 || size > LARGEST_BODY) {
        sink.problem(message.command() + " comes with more than " + LARGEST_BODY + " bytes");
      } else if (size == 0) {
        sink.message(message, Payload.NONE);
      } else {
        waiting = message;
        body = Payload.of((int) size);
      }
    } catch (FailureException e) {
      sink.problem(String.valueOf(e.getMessage()));
    }
    if (line.length > 1 << 16) {
      line = new byte[4096];
      length = 0;
    }
  }

  private void finish() {
    IpcUri message = waiting;
    Payload whole = body;
    waiting = null;
    body = null;
    if (message != null && whole != null) {
      whole.bytes().flip();
      sink.message(message, whole);
    }
  }

  /** A message as one line: a name and what it says, in the order given. */
  static String written(String command, Params params) {
    StringBuilder line = new StringBuilder("ipc://").append(command);
    char separator = '?';
    for (var param : params.asMap().entrySet()) {
      line.append(separator)
          .append(encoded(param.getKey()))
          .append('=')
          .append(encoded(param.getValue()));
      separator = '&';
    }
    return line.append('\n').toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

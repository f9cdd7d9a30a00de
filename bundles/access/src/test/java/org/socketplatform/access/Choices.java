package org.socketplatform.access;

import java.nio.charset.StandardCharsets;

/** Bytes of a fuzzer taken as decisions, so that a changed byte changes one decision. */
final class Choices {
  private final byte[] bytes;
  private int at;

  Choices(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean isOver() {
    return at >= bytes.length;
  }

  /** A number below the bound; 0 when the bytes are over. */
  int below(int bound) {
    return isOver() ? 0 : (bytes[at++] & 0xff) % bound;
  }

  String oneOf(String... texts) {
    return texts[below(texts.length)];
  }

  /** All that is left, as text. */
  String rest() {
    String text = new String(bytes, at, bytes.length - at, StandardCharsets.UTF_8);
    at = bytes.length;
    return text;
  }

  /** Some of what is left, as text. */
  String text(int longest) {
    int length = Math.min(below(longest + 1), bytes.length - at);
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }
}

package org.socketplatform.json;

import java.io.Writer;

/** A {@link java.io.StringWriter} without its lock. */
final class TextBuffer extends Writer {
  private final StringBuilder text = new StringBuilder(256);

  @Override
  public void write(char[] source, int offset, int length) {
    text.append(source, offset, length);
  }

  @Override
  public void write(String source, int offset, int length) {
    text.append(source, offset, offset + length);
  }

  @Override
  public void write(int c) {
    text.append((char) c);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  @Override
  public String toString() {
    return text.toString();
  }
}

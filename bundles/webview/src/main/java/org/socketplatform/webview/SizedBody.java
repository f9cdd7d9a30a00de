package org.socketplatform.webview;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.socketplatform.plugin.Body;

/** A body of which the page has told the size; the engine does not know it. */
final class SizedBody implements Body {
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,15}");

  private final Body body;
  private long left;

  private SizedBody(Body body, long size) {
    this.body = body;
    this.left = size;
  }

  /**
   * A body with its size.
   *
   * @param size in bytes, in decimal; with anything else the size is not known
   */
  static Body of(Body body, String size) {
    return DIGITS.matcher(size).matches() ? new SizedBody(body, Long.parseLong(size)) : body;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    int count = body.read(target);
    left = count < 0 ? 0 : Math.max(0, left - count);
    return count;
  }

  @Override
  public OptionalLong size() {
    return OptionalLong.of(left);
  }

  @Override
  public void close() {
    body.close();
  }
}

package org.socketplatform.plugin;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

/** A {@link Body} of bytes in memory. */
final class BufferBody implements Body {
  private final ByteBuffer source;

  BufferBody(ByteBuffer bytes) {
    this.source = bytes.slice();
  }

  @Override
  public int read(ByteBuffer target) {
    if (!source.hasRemaining()) {
      return -1;
    }
    int count = Math.min(target.remaining(), source.remaining());
    target.put(source.slice(source.position(), count));
    source.position(source.position() + count);
    return count;
  }

  @Override
  public OptionalLong size() {
    return OptionalLong.of(source.remaining());
  }
}

package org.socketplatform.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A {@link Body} as an {@link InputStream}. */
final class BodyStream extends InputStream {
  private final Body body;

  BodyStream(Body body) {
    this.body = body;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) == -1 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return length == 0 ? 0 : body.read(ByteBuffer.wrap(target, offset, length));
  }
}

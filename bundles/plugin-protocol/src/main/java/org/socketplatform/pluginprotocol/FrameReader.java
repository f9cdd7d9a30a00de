package org.socketplatform.pluginprotocol;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Cuts frames out of a stream of bytes. Not safe for use by several threads. */
public final class FrameReader {
  private static final int LENGTH_BYTES = 4;

  private final InputStream in;
  private byte[] bytes = new byte[2 * Limits.PART];
  private int start;
  private int end;

  public FrameReader(InputStream in) {
    this.in = in;
  }

  /**
   * The next frame without its length, valid until the one after it is asked for; null at the end
   * of the stream.
   *
   * @throws ProtocolException if a frame is too long
   * @throws EOFException if the stream ends within a frame
   */
  public @Nullable ByteBuffer next() throws IOException {
    if (!fill(LENGTH_BYTES)) {
      return null;
    }
    int length = FrameDecoder.length(ByteBuffer.wrap(bytes).getInt(start));
    fill(LENGTH_BYTES + length);
    ByteBuffer content = ByteBuffer.wrap(bytes, start + LENGTH_BYTES, length).slice();
    start += LENGTH_BYTES + length;
    return content;
  }

  private boolean fill(int count) throws IOException {
    if (end - start >= count) {
      return true;
    }
    if (bytes.length - start < count) {
      byte[] target = bytes.length < count ? new byte[Limits.FRAME + LENGTH_BYTES] : bytes;
      System.arraycopy(bytes, start, target, 0, end - start);
      bytes = target;
      end -= start;
      start = 0;
    }
    while (end - start < count) {
      int read = in.read(bytes, end, bytes.length - end);
      if (read < 0) {
        if (end == start && count == LENGTH_BYTES) {
          return false;
        }
        throw new EOFException("The stream ends within a frame");
      }
      end += read;
    }
    return true;
  }
}

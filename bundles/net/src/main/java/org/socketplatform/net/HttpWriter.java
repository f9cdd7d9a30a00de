package org.socketplatform.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;

/**
 * Writes one response, RFC 9112: frames its body by its length if that is known, by chunks, or by
 * the end of the connection. Pure: it makes the bytes that are to be sent.
 */
final class HttpWriter {
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(ISO_8859_1);
  private static final byte[] LINE = "\r\n".getBytes(ISO_8859_1);

  private final boolean isHead;
  private final boolean isOld;
  private boolean keepAlive;
  private boolean started;
  private boolean hasBody;
  private boolean chunked;
  private long left = -1;

  /**
   * A response.
   *
   * @param isHead whether the request was one for headers only
   * @param isOld whether the client speaks HTTP/1.0
   * @param keepAlive whether the client would go on with the connection
   */
  HttpWriter(boolean isHead, boolean isOld, boolean keepAlive) {
    this.isHead = isHead;
    this.isOld = isOld;
    this.keepAlive = keepAlive;
  }

  boolean isStarted() {
    return started;
  }

  /** Whether the connection may go on behind this response. */
  boolean isKeptAlive() {
    return keepAlive;
  }

  /** The connection ends with this response. */
  void endConnection() {
    keepAlive = false;
  }

  /**
   * The status line and the headers.
   *
   * @param headers names and values in turn
   * @param length of the body, if all of it is known; -1 if not
   * @param keepAliveSeconds what to tell of how long a connection is kept; 0 for nothing
   * @throws FailureException if there is a character in it that does not belong there
   */
  ByteBuffer head(
      int status, String reason, List<String> headers, long length, long keepAliveSeconds) {
    StringBuilder text = new StringBuilder(256);
    text.append("HTTP/1.1 ").append(status).append(' ').append(checked(reason)).append("\r\n");
    String connection = null;
    String stated = null;
    boolean coded = false;
    for (int i = 0; i + 1 < headers.size(); i += 2) {
      String name = headers.get(i);
      String value = checked(headers.get(i + 1));
      switch (checkedName(name).toLowerCase(Locale.ROOT)) {
        case "connection" -> connection = value;
        case "content-length" -> stated = value;
        case "transfer-encoding" -> coded = true;
        case "keep-alive" -> {
          continue;
        }
        default -> {
          // as it is
        }
      }
      text.append(name).append(": ").append(value).append("\r\n");
    }
    if (status >= 200) {
      started = true;
      hasBody = !isHead && status != 204 && status != 304;
      frame(text, status, stated, coded, length);
      connection(text, connection, keepAliveSeconds);
    }
    return ByteBuffer.wrap(text.append("\r\n").toString().getBytes(ISO_8859_1));
  }

  private void frame(
      StringBuilder text, int status, @Nullable String stated, boolean coded, long length) {
    if (stated != null && coded) {
      throw invalid("A response has a Content-Length or a Transfer-Encoding, not both");
    }
    if (stated != null) {
      left = lengthOf(stated);
    } else if (coded) {
      chunked = hasBody;
    } else if (length >= 0) {
      left = length;
      if (hasBody) {
        text.append("Content-Length: ").append(length).append("\r\n");
      }
    } else if (hasBody && !isOld) {
      chunked = true;
      text.append("Transfer-Encoding: chunked\r\n");
    } else if (hasBody) {
      keepAlive = false; // its end is the end of the connection
    }
    if (status == 101) {
      keepAlive = false;
    }
  }

  private void connection(StringBuilder text, @Nullable String stated, long seconds) {
    if (stated != null) {
      keepAlive = keepAlive && !stated.toLowerCase(Locale.ROOT).contains("close");
    } else if (!keepAlive) {
      text.append("Connection: close\r\n");
    } else {
      text.append("Connection: keep-alive\r\n");
      if (seconds > 0) {
        text.append("Keep-Alive: timeout=").append(seconds).append("\r\n");
      }
    }
  }

  private static long lengthOf(String stated) {
    if (!stated.matches("\\d{1,18}")) {
      throw invalid("Content-Length is a number of bytes");
    }
    return Long.parseLong(stated);
  }

  /** The body's next bytes as they are sent; none if the response has no body. */
  ByteBuffer body(ByteBuffer bytes) {
    if (!hasBody || !bytes.hasRemaining()) {
      return ByteBuffer.allocate(0);
    }
    if (chunked) {
      byte[] size = (Integer.toHexString(bytes.remaining()) + "\r\n").getBytes(ISO_8859_1);
      ByteBuffer chunk = ByteBuffer.allocate(size.length + bytes.remaining() + LINE.length);
      return chunk.put(size).put(bytes).put(LINE).flip();
    }
    if (left >= 0) {
      if (bytes.remaining() > left) {
        throw new FailureException(
            new Failure(
                "Error",
                "ERR_HTTP_CONTENT_LENGTH_MISMATCH",
                "Response body is longer than its content-length"));
      }
      left -= bytes.remaining();
    }
    return bytes;
  }

  /**
   * The end of the body. A body that is shorter than was said ends the connection, so that nobody
   * takes the next response for its rest.
   *
   * @param trailers names and values in turn
   */
  ByteBuffer end(List<String> trailers) {
    if (hasBody && left > 0) {
      keepAlive = false;
    }
    if (!chunked) {
      return ByteBuffer.allocate(0);
    }
    if (trailers.isEmpty()) {
      return ByteBuffer.wrap(LAST_CHUNK);
    }
    StringBuilder text = new StringBuilder("0\r\n");
    for (int i = 0; i + 1 < trailers.size(); i += 2) {
      text.append(checkedName(trailers.get(i)))
          .append(": ")
          .append(checked(trailers.get(i + 1)))
          .append("\r\n");
    }
    return ByteBuffer.wrap(text.append("\r\n").toString().getBytes(ISO_8859_1));
  }

  private static String checkedName(String name) {
    if (name.isEmpty()
        || !name.chars()
            .allMatch(c -> c > 0x20 && c < 0x7f && "()<>@,;:\\\"/[]?={}".indexOf((char) c) < 0)) {
      throw invalid("The name of a header is a token, not '" + name + "'");
    }
    return name;
  }

  private static String checked(String value) {
    if (!value.chars().allMatch(c -> c == '\t' || (c >= 0x20 && c != 0x7f && c <= 0xff))) {
      throw invalid("There is a character in a header that does not belong there");
    }
    return value;
  }

  private static FailureException invalid(String why) {
    return new FailureException(new Failure("TypeError", "ERR_INVALID_CHAR", why));
  }
}

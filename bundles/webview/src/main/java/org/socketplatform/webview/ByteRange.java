package org.socketplatform.webview;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One range of an HTTP {@code Range} header (RFC 9110, 14.1.2).
 *
 * @param first offset of the first byte
 * @param last offset of the last byte, inclusive
 */
record ByteRange(long first, long last) {
  private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /** True if the header asks for one range that this class understands; others are ignored. */
  static boolean isRange(String header) {
    Matcher matcher = SINGLE.matcher(header);
    if (!matcher.matches()) {
      return false;
    }
    String from = matcher.group(1);
    String to = matcher.group(2);
    return from.isEmpty()
        ? !to.isEmpty()
        : to.isEmpty() || Long.parseLong(from) <= Long.parseLong(to);
  }

  /** The range within a file; empty if it cannot be satisfied. */
  static Optional<ByteRange> parse(String header, long length) {
    Matcher matcher = SINGLE.matcher(header);
    if (!matcher.matches() || length == 0) {
      return Optional.empty();
    }
    String from = matcher.group(1);
    String to = matcher.group(2);
    if (from.isEmpty()) {
      long suffix = Math.min(length, Long.parseLong(to));
      return suffix == 0
          ? Optional.empty()
          : Optional.of(new ByteRange(length - suffix, length - 1));
    }
    long first = Long.parseLong(from);
    long last = to.isEmpty() ? length - 1 : Math.min(length - 1, Long.parseLong(to));
    return first > last ? Optional.empty() : Optional.of(new ByteRange(first, last));
  }

  /** Number of bytes. */
  long length() {
    return last - first + 1;
  }

  /** The value of the {@code Content-Range} header. */
  String contentRange(long fileLength) {
    return "bytes " + first + "-" + last + "/" + fileLength;
  }
}

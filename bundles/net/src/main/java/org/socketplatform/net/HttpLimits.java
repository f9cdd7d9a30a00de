package org.socketplatform.net;

import java.util.Map;

/**
 * What a server puts up with.
 *
 * @param maxHeaderSize of a request, in bytes
 * @param headersTimeout until the headers are there, in milliseconds; 0 for any time
 * @param requestTimeout until the whole request is there, in milliseconds; 0 for any time
 * @param keepAliveTimeout for the next request, in milliseconds; 0 for any time
 * @param maxRequests on one connection; 0 for any number
 */
record HttpLimits(
    int maxHeaderSize,
    long headersTimeout,
    long requestTimeout,
    long keepAliveTimeout,
    int maxRequests) {
  private static final int LEAST_HEADER = 256;
  private static final int MOST_HEADER = 1024 * 1024;

  HttpLimits {
    if (maxHeaderSize < LEAST_HEADER || maxHeaderSize > MOST_HEADER) {
      throw Failures.invalid(
          "maxHeaderSize", "it is " + LEAST_HEADER + " to " + MOST_HEADER + " bytes");
    }
    if (headersTimeout < 0 || requestTimeout < 0 || keepAliveTimeout < 0 || maxRequests < 0) {
      throw Failures.invalid("limits", "none is negative");
    }
  }

  Map<String, Object> fields() {
    return Map.of(
        "maxHeaderSize", maxHeaderSize,
        "headersTimeout", headersTimeout,
        "requestTimeout", requestTimeout,
        "keepAliveTimeout", keepAliveTimeout,
        "maxRequests", maxRequests);
  }

  /** Goes on with what {@link #fields} gave. */
  static HttpLimits adopt(Map<String, Object> fields) {
    return new HttpLimits(
        Released.of(fields, "maxHeaderSize", Integer.class),
        Released.of(fields, "headersTimeout", Long.class),
        Released.of(fields, "requestTimeout", Long.class),
        Released.of(fields, "keepAliveTimeout", Long.class),
        Released.of(fields, "maxRequests", Integer.class));
  }
}

package org.socketplatform.relay.protocol.wire;

import java.nio.charset.StandardCharsets;

/** Text on the wire, which is ASCII throughout. */
final class Ascii {
  private Ascii() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}

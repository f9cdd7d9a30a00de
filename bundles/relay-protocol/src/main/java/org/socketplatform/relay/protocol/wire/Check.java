package org.socketplatform.relay.protocol.wire;

import java.util.HexFormat;
import org.socketplatform.relay.protocol.NatType;

/** What a value in a control packet must look like. */
enum Check {
  PEER_ID,
  HASH,
  REFLECTION_ID,
  PING_ID,
  PORT,
  NAT,
  NUMBER,
  FLAG,
  TEXT;

  boolean accepts(Object value) {
    return switch (this) {
      case PEER_ID -> isHex(value, 64, 64);
      case HASH -> isHex(value, 40, 40);
      case REFLECTION_ID -> isHex(value, 12, 12);
      case PING_ID -> isHex(value, 12, 13);
      case PORT -> value instanceof Double port && port >= 1 && port <= 65535 && port % 1 == 0;
      case NAT ->
          value instanceof Double bits
              && (bits == 0 || (NatType.of(bits.longValue()).isKnown() && bits % 1 == 0));
      case NUMBER -> value instanceof Double number && Double.isFinite(number);
      case FLAG -> value instanceof Boolean;
      case TEXT -> value instanceof String;
    };
  }

  private static boolean isHex(Object value, int min, int max) {
    if (!(value instanceof String text) || text.length() < min || text.length() > max) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!HexFormat.isHexDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}

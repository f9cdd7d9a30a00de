package org.socketplatform.relay.protocol.wire;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Id;

/**
 * Writes the JSON of control packets as original peers do: no spaces, members in the order in which
 * they are added. All of it is ASCII, because original peers cut other text short.
 */
public final class JsonText {
  private static final HexFormat HEX = HexFormat.of();

  private final StringBuilder text = new StringBuilder(256).append('{');

  private JsonText name(String name) {
    if (text.length() > 1) {
      text.append(',');
    }
    text.append('"').append(name).append("\":");
    return this;
  }

  /** Adds an id as hexadecimal digits. */
  public JsonText add(String name, Id id) {
    name(name).text.append('"').append(id).append('"');
    return this;
  }

  /** Adds a text; without one, nothing. */
  public JsonText add(String name, @Nullable String value) {
    if (value == null) {
      return this;
    }
    name(name).text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        text.append("\\u").append(HEX.toHexDigits(c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
    return this;
  }

  /** Adds a number. */
  public JsonText add(String name, long value) {
    name(name).text.append(value);
    return this;
  }

  /** Adds {@code true} or {@code false}. */
  public JsonText add(String name, boolean value) {
    name(name).text.append(value);
    return this;
  }

  /** Adds a value that is JSON already, in ASCII. */
  public JsonText addRaw(String name, String json) {
    name(name).text.append(json);
    return this;
  }

  /** The object as bytes; nothing may be added any more. */
  public byte[] toBytes() {
    return Ascii.bytes(text.append('}').toString());
  }
}

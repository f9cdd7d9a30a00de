package org.socketplatform.relay.protocol.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of control packets: one object of at most 1024 bytes. Values are {@code String},
 * {@code Double}, {@code Boolean}, {@link #NULL}, or, for an object or an array, its {@link Raw}
 * text. What is not JSON in UTF-8 is refused as a whole.
 */
public final class Json {
  /** The value {@code null}. */
  public static final Object NULL = new Object();

  /** An object or an array, as it was written. */
  public record Raw(String text) {}

  private static final int MAX_DEPTH = 32;

  /** Whole numbers of so many characters are doubles exactly. */
  private static final int EXACT_DIGITS = 15;

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /** The members of an object in the order of the text; null if the bytes are no JSON object. */
  public static @Nullable Map<String, Object> object(byte[] bytes, int offset, int length) {
    if (length < 2 || (bytes[offset] != '{' && bytes[offset] > ' ')) {
      return null;
    }
    String text = text(bytes, offset, length);
    return text == null ? null : object(text);
  }

  /** The bytes as text; null if they are not UTF-8. Nearly all are ASCII, which is told sooner. */
  private static @Nullable String text(byte[] bytes, int offset, int length) {
    int signs = 0;
    for (int i = offset; i < offset + length; i++) {
      signs |= bytes[i];
    }
    if (signs >= 0) {
      return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, offset, length))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** The members of an object in the order of the text; null if the text is no JSON object. */
  public static @Nullable Map<String, Object> object(String text) {
    Json json = new Json(text);
    json.space();
    Map<String, Object> members = new LinkedHashMap<>();
    if (!json.members(members, 0)) {
      return null;
    }
    json.space();
    return json.at == text.length() ? members : null;
  }

  private boolean members(@Nullable Map<String, Object> into, int depth) {
    if (depth > MAX_DEPTH || !take('{')) {
      return false;
    }
    space();
    if (take('}')) {
      return true;
    }
    do {
      space();
      String name = string();
      space();
      if (name == null || !take(':')) {
        return false;
      }
      Object value = value(depth + 1);
      if (value == null) {
        return false;
      }
      if (into != null) {
        into.put(name, value);
      }
      space();
    } while (take(','));
    return take('}');
  }

  private boolean items(int depth) {
    if (depth > MAX_DEPTH || !take('[')) {
      return false;
    }
    space();
    if (take(']')) {
      return true;
    }
    do {
      if (value(depth + 1) == null) {
        return false;
      }
      space();
    } while (take(','));
    return take(']');
  }

  private @Nullable Object value(int depth) {
    space();
    int start = at;
    return switch (peek()) {
      case '"' -> string();
      case '{' -> members(null, depth) ? new Raw(text.substring(start, at)) : null;
      case '[' -> items(depth) ? new Raw(text.substring(start, at)) : null;
      case 't' -> word("true") ? Boolean.TRUE : null;
      case 'f' -> word("false") ? Boolean.FALSE : null;
      case 'n' -> word("null") ? NULL : null;
      default -> number();
    };
  }

  private @Nullable Double number() {
    int start = at;
    take('-');
    if (!take('0') && !digits()) {
      return null;
    }
    if (at - start <= EXACT_DIGITS && ".eE".indexOf(peek()) < 0) {
      return (double) Long.parseLong(text, start, at, 10);
    }
    if (take('.') && !digits()) {
      return null;
    }
    if (take('e') || take('E')) {
      if (!take('+')) {
        take('-');
      }
      if (!digits()) {
        return null;
      }
    }
    return Double.valueOf(text.substring(start, at));
  }

  private boolean digits() {
    int start = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    return at > start;
  }

  private @Nullable String string() {
    if (!take('"')) {
      return null;
    }
    int start = at;
    StringBuilder unescaped = null;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        String rest = text.substring(start, at++);
        return unescaped == null ? rest : unescaped.append(rest).toString();
      }
      if (c < ' ') {
        return null;
      }
      at++;
      if (c == '\\') {
        if (unescaped == null) {
          unescaped = new StringBuilder();
        }
        unescaped.append(text, start, at - 1);
        int escaped = escape();
        if (escaped < 0) {
          return null;
        }
        unescaped.append((char) escaped);
        start = at;
      }
    }
    return null;
  }

  private int escape() {
    char kind = peek();
    at++;
    return switch (kind) {
      case '"', '\\', '/' -> kind;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hex();
      default -> -1;
    };
  }

  private int hex() {
    if (at + 4 > text.length()) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(text.charAt(at++), 16);
      if (digit < 0 || text.charAt(at - 1) > 'f') {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private boolean word(String word) {
    boolean found = text.startsWith(word, at);
    at += word.length();
    return found;
  }

  private void space() {
    while (at < text.length()
        && text.charAt(at) <= ' '
        && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private boolean take(char c) {
    if (peek() == c && at < text.length()) {
      at++;
      return true;
    }
    return false;
  }
}

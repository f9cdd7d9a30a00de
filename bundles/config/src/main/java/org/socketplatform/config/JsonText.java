package org.socketplatform.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON value (RFC 8259) from a setting. The values are short and few, and the launcher has
 * no JSON library on its class path, so this one is kept small rather than fast.
 */
final class JsonText {
  private static final long LARGEST_SAFE_INTEGER = (1L << 53) - 1;
  private static final int DEEPEST = 64;
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]{0,400})(\\.[0-9]{1,400})?([eE][+-]?[0-9]{1,4})?");

  private final String text;
  private int position;

  private JsonText(String text) {
    this.text = text;
  }

  /**
   * Reads a value: a map, list, string, boolean, long, double or null.
   *
   * @throws IllegalArgumentException if the text is not exactly one JSON value that a page can hold
   *     without loss
   */
  static @Nullable Object parse(String text) {
    JsonText json = new JsonText(text);
    Object value = json.value(0);
    json.skipSpace();
    if (json.position < text.length()) {
      throw json.broken();
    }
    return value;
  }

  static long safeInteger(long value) {
    if (Math.abs(value) > LARGEST_SAFE_INTEGER) {
      throw new IllegalArgumentException("Larger than a page can hold: " + value);
    }
    return value;
  }

  private @Nullable Object value(int depth) {
    skipSpace();
    if (depth > DEEPEST) {
      throw broken();
    }
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> object(int depth) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    position++;
    skipSpace();
    if (accept('}')) {
      return members;
    }
    do {
      skipSpace();
      String name = string();
      skipSpace();
      expect(':');
      members.put(name, value(depth + 1));
      skipSpace();
    } while (accept(','));
    expect('}');
    return members;
  }

  private List<@Nullable Object> array(int depth) {
    List<@Nullable Object> items = new ArrayList<>();
    position++;
    skipSpace();
    if (accept(']')) {
      return items;
    }
    do {
      items.add(value(depth + 1));
      skipSpace();
    } while (accept(','));
    expect(']');
    return items;
  }

  private String string() {
    expect('"');
    StringBuilder result = new StringBuilder();
    while (true) {
      char c = next();
      if (c == '"') {
        return result.toString();
      }
      if (c < ' ') {
        throw broken();
      }
      result.append(c == '\\' ? escape() : c);
    }
  }

  private char escape() {
    char c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int code = 0;
        for (int i = 0; i < 4; i++) {
          int digit = Character.digit(next(), 16);
          if (digit < 0) {
            throw broken();
          }
          code = code * 16 + digit;
        }
        yield (char) code;
      }
      default -> throw broken();
    };
  }

  private Object number() {
    Matcher matcher = NUMBER.matcher(text).region(position, text.length());
    if (!matcher.lookingAt()) {
      throw broken();
    }
    position = matcher.end();
    if (matcher.group(1) == null && matcher.group(2) == null) {
      return safeInteger(Long.parseLong(matcher.group()));
    }
    double value = Double.parseDouble(matcher.group());
    if (Double.isInfinite(value)) {
      throw broken();
    }
    return value;
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    if (!text.startsWith(word, position)) {
      throw broken();
    }
    position += word.length();
    return value;
  }

  private void skipSpace() {
    while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
  }

  private char peek() {
    if (position >= text.length()) {
      throw broken();
    }
    return text.charAt(position);
  }

  private char next() {
    char c = peek();
    position++;
    return c;
  }

  private boolean accept(char c) {
    boolean there = position < text.length() && text.charAt(position) == c;
    if (there) {
      position++;
    }
    return there;
  }

  private void expect(char c) {
    if (!accept(c)) {
      throw broken();
    }
  }

  private IllegalArgumentException broken() {
    return new IllegalArgumentException("No JSON at position " + position);
  }
}

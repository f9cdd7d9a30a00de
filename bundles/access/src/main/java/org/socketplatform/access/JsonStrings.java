package org.socketplatform.access;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a JSON array of strings (RFC 8259), the one kind of JSON that access rules look into. The
 * rules are used where there is no JSON library, too.
 */
final class JsonStrings {
  private final String text;
  private int at;

  private JsonStrings(String text) {
    this.text = text;
  }

  /**
   * Reads all of a text.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  static List<String> parse(String text) {
    return new JsonStrings(text).array();
  }

  private List<String> array() {
    List<String> strings = new ArrayList<>();
    take('[');
    if (next() == ']') {
      at++;
    } else {
      do {
        strings.add(string());
      } while (isMore());
    }
    if (next() != '\0' || at < text.length()) {
      throw wrong();
    }
    return strings;
  }

  private boolean isMore() {
    char c = next();
    at++;
    if (c != ',' && c != ']') {
      throw wrong();
    }
    return c == ',';
  }

  /** The next character that is no space; NUL at the end. */
  private char next() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private void take(char wanted) {
    if (next() != wanted) {
      throw wrong();
    }
    at++;
  }

  private String string() {
    take('"');
    StringBuilder string = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return string.toString();
      }
      if (c < ' ') {
        throw wrong();
      }
      string.append(c == '\\' ? escaped() : c);
    }
    throw wrong();
  }

  private char escaped() {
    if (at == text.length()) {
      throw wrong();
    }
    char c = text.charAt(at++);
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw wrong();
    };
  }

  private char unicode() {
    int value = 0;
    for (int i = 0; i < 4; i++, at++) {
      int digit = at < text.length() ? hexDigit(text.charAt(at)) : -1;
      if (digit < 0) {
        throw wrong();
      }
      value = value * 16 + digit;
    }
    return (char) value;
  }

  private static int hexDigit(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  private static IllegalArgumentException wrong() {
    return new IllegalArgumentException("expecting a JSON array of strings");
  }
}

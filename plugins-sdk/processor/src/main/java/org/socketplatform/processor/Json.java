package org.socketplatform.processor;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes maps, lists, strings, numbers, booleans and {@link #NULL} as JSON that people can read.
 */
final class Json {
  static final Object NULL = new Object();

  private final StringBuilder text = new StringBuilder();

  private Json() {}

  static String write(Object value) {
    Json json = new Json();
    json.value(value, "\n");
    return json.text.append('\n').toString();
  }

  /** A string as it stands in JSON, and in Java and JavaScript too. */
  static String quoted(String value) {
    Json json = new Json();
    json.string(value);
    return json.text.toString();
  }

  /** An object of names and values by turns. */
  static Map<String, Object> object(Object... members) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < members.length; i += 2) {
      object.put((String) members[i], members[i + 1]);
    }
    return object;
  }

  private void value(Object value, String indent) {
    switch (value) {
      case Map<?, ?> map -> map(map, indent);
      case Iterable<?> items -> items(items, indent);
      case String string -> string(string);
      default -> text.append(value == NULL ? "null" : value);
    }
  }

  private void map(Map<?, ?> map, String indent) {
    text.append('{');
    String separator = indent + "  ";
    for (Map.Entry<?, ?> member : map.entrySet()) {
      text.append(separator);
      string((String) member.getKey());
      text.append(": ");
      value(member.getValue(), indent + "  ");
      separator = "," + indent + "  ";
    }
    text.append(map.isEmpty() ? "}" : indent + "}");
  }

  private void items(Iterable<?> items, String indent) {
    text.append('[');
    String separator = indent + "  ";
    boolean empty = true;
    for (Object item : items) {
      text.append(separator);
      value(item, indent + "  ");
      separator = "," + indent + "  ";
      empty = false;
    }
    text.append(empty ? "]" : indent + "]");
  }

  private void string(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> text.append('\\').append(c);
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        default -> {
          if (c < ' ' || c == '\u2028' || c == '\u2029') {
            text.append("\\u%04x".formatted((int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }
}

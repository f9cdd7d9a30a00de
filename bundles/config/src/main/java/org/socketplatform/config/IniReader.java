package org.socketplatform.config;

import java.util.Optional;

/** Reads the INI dialect of {@code socket.ini} line by line. */
final class IniReader {
  /** No sensible name is longer; without a bound {@code [.x]} lines would grow without end. */
  private static final int LONGEST_NAME = 256;

  private final Collector out;
  private String section = "";
  private boolean lostSection;
  private int line;

  private IniReader(Collector out) {
    this.out = out;
  }

  static SocketIni read(String text, Host host) {
    IniReader reader = new IniReader(new Collector(SocketIni.FILE, host));
    text.lines().forEach(reader::line);
    return reader.out.result();
  }

  private void line(String raw) {
    line++;
    String text = (line == 1 ? withoutByteOrderMark(raw) : raw).strip();
    if (text.isEmpty() || isCommentStart(text.charAt(0))) {
      return;
    }
    if (hasControlCharacter(text)) {
      out.error(line, "a control character is in this line; remove it");
    } else if (text.charAt(0) == '[') {
      sectionLine(text);
    } else {
      keyLine(text);
    }
  }

  static String withoutByteOrderMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  static boolean hasControlCharacter(String text) {
    return text.chars().anyMatch(c -> c != '\t' && Character.isISOControl(c));
  }

  private void sectionLine(String text) {
    lostSection = true;
    int end = text.indexOf(']');
    if (end < 0) {
      out.error(line, "the section has no closing bracket; write [name]");
      return;
    }
    String after = text.substring(end + 1).strip();
    if (!after.isEmpty() && !isCommentStart(after.charAt(0))) {
      out.error(
          line, "text after the section name; put '" + shortened(after) + "' on its own line");
      return;
    }
    String name = text.substring(1, end).strip();
    if (name.startsWith(".") && !section.isEmpty()) {
      name = section + name;
    }
    if (name.length() > LONGEST_NAME) {
      out.error(line, "the section name is longer than " + LONGEST_NAME + " characters");
    } else if (!name.isEmpty() && isMisdotted(name)) {
      out.error(
          line,
          "["
              + shortened(name)
              + "] is no section name; join words by single dots, as [webview.watch]");
    } else {
      section = name;
      lostSection = false;
      if (!name.isEmpty()) {
        out.section(name);
        if (!out.isFull()) {
          KnownKeys.adviceForSection(name).ifPresent(advice -> out.warning(line, advice));
        }
      }
    }
  }

  private static boolean isMisdotted(String name) {
    return name.startsWith(".")
        || name.endsWith(".")
        || name.contains("..")
        || name.indexOf('[') >= 0;
  }

  private void keyLine(String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      out.error(
          line, "'" + shortened(text) + "' is neither a section nor a setting; write key = value");
      return;
    }
    String name = text.substring(0, equals).strip();
    boolean item = name.endsWith("[]");
    if (item) {
      name = name.substring(0, name.length() - 2).strip();
    }
    if (name.isEmpty()) {
      out.error(line, "there is no name before the equals sign; write key = value");
      return;
    }
    if (name.length() > LONGEST_NAME) {
      out.error(line, "the name is longer than " + LONGEST_NAME + " characters");
      return;
    }
    Optional<String> value = value(name, text.substring(equals + 1).strip());
    if (value.isEmpty() || lostSection) {
      return;
    }
    String written = section.isEmpty() ? name : section + "." + name;
    String key = KnownKeys.canonical(written);
    if (!KnownKeys.isKnown(key)) {
      String hint = out.isFull() ? "" : KnownKeys.suggestion(key);
      out.warning(line, "unknown setting " + spelled(section, name) + hint);
    }
    if (item) {
      out.add(key, value.get(), line);
    } else {
      out.set(key, value.get(), line);
    }
  }

  private Optional<String> value(String name, String text) {
    if (text.isEmpty()) {
      return Optional.of("");
    }
    char first = text.charAt(0);
    if (isCommentStart(first)) {
      if (text.length() > 1 && !Character.isWhitespace(text.charAt(1)) && text.charAt(1) != first) {
        out.warning(
            line,
            name
                + " is empty, since "
                + first
                + " starts a comment; put the value in quotes if it is meant");
      }
      return Optional.of("");
    }
    return first == '"' || first == '\'' ? quoted(first, text) : Optional.of(unquoted(text));
  }

  private Optional<String> quoted(char quote, String text) {
    int end = text.indexOf(quote, 1);
    if (end < 0) {
      out.error(line, "the closing " + quote + " is missing");
      return Optional.empty();
    }
    String after = text.substring(end + 1).strip();
    if (!after.isEmpty() && !isCommentStart(after.charAt(0))) {
      out.error(
          line,
          "text after the closing "
              + quote
              + "; put all of it in quotes, using "
              + (quote == '"' ? '\'' : '"')
              + " around a value that holds "
              + quote);
      return Optional.empty();
    }
    return Optional.of(text.substring(1, end));
  }

  /**
   * A comment behind a value is set off by a space, so that URLs may hold {@code #} and {@code ;}.
   */
  private static String unquoted(String text) {
    for (int i = 1; i < text.length(); i++) {
      if (isCommentStart(text.charAt(i)) && Character.isWhitespace(text.charAt(i - 1))) {
        return text.substring(0, i).strip();
      }
    }
    return text;
  }

  private static boolean isCommentStart(char c) {
    return c == ';' || c == '#';
  }

  private static String spelled(String section, String name) {
    return section.isEmpty() ? name : "[" + section + "] " + name;
  }

  static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }
}

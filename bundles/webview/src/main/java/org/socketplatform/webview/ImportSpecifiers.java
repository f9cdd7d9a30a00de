package org.socketplatform.webview;

import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Finds what a JavaScript module imports, so that names of packages can be replaced by addresses:
 * {@code import … from 'name'}, {@code export … from 'name'}, {@code import 'name'} and {@code
 * import('name')}. It passes over comments, strings, templates and regular expressions, and needs
 * no more of the grammar than that; text that is no JavaScript comes back as it is, or nearly so.
 */
final class ImportSpecifiers {
  /** Words behind which a slash begins a regular expression. */
  private static final Set<String> BEFORE_EXPRESSION =
      Set.of(
          "await",
          "case",
          "delete",
          "do",
          "else",
          "in",
          "instanceof",
          "new",
          "of",
          "return",
          "throw",
          "typeof",
          "void",
          "yield");

  /** Templates within templates; what is deeper is left as it is. */
  private static final int MOST_NESTED = 100;

  private final String text;
  private final UnaryOperator<String> replacement;
  private final StringBuilder out = new StringBuilder();

  /** Up to where the text is in the result. */
  private int copied;

  private int at;
  private int nesting;

  /** Whether a slash would divide here. */
  private boolean isBehindValue;

  private ImportSpecifiers(String text, UnaryOperator<String> replacement) {
    this.text = text;
    this.replacement = replacement;
  }

  /**
   * The text with each specifier replaced; those with escapes in them stay.
   *
   * @param replacement what stands for a specifier; must hold no quotes and backslashes
   */
  static String replaced(String text, UnaryOperator<String> replacement) {
    if (!text.contains("import") && !text.contains("export")) {
      return text;
    }
    return new ImportSpecifiers(text, replacement).run();
  }

  private String run() {
    code(false);
    return out.isEmpty() ? text : out.append(text, copied, text.length()).toString();
  }

  /** Passes over code, to the end or to the brace that ends a part of a template. */
  private void code(boolean inTemplate) {
    int depth = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Character.isWhitespace(c) || isComment()) {
        skipBlank();
      } else if (isNamePart(c)) {
        word();
      } else if (c == '"' || c == '\'') {
        string();
        isBehindValue = true;
      } else if (c == '`') {
        at++;
        template();
      } else if (c == '/' && !isBehindValue && regularExpression()) {
        isBehindValue = true;
      } else {
        at++;
        isBehindValue = c == ')' || c == ']' || c == '}';
        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        if (inTemplate && depth < 0) {
          return;
        }
      }
    }
  }

  private boolean isComment() {
    return text.startsWith("//", at) || text.startsWith("/*", at);
  }

  private void skipBlank() {
    while (at < text.length()) {
      if (Character.isWhitespace(text.charAt(at))) {
        at++;
      } else if (text.startsWith("//", at)) {
        at = endOf("\n", at + 2);
      } else if (text.startsWith("/*", at)) {
        at = endOf("*/", at + 2);
      } else {
        return;
      }
    }
  }

  private int endOf(String end, int from) {
    int found = text.indexOf(end, from);
    return found < 0 ? text.length() : found + end.length();
  }

  private static boolean isNamePart(char c) {
    return Character.isJavaIdentifierPart(c) && c != '\0';
  }

  private void word() {
    boolean isMember = at > 0 && text.charAt(at - 1) == '.' && !text.startsWith("..", at - 2);
    String word = name();
    isBehindValue = isMember || !BEFORE_EXPRESSION.contains(word);
    if (isMember) {
      return;
    }
    if (word.equals("import")) {
      imported();
    } else if (word.equals("export")) {
      exported();
    }
  }

  private String name() {
    int start = at;
    while (at < text.length() && isNamePart(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  private void imported() {
    skipBlank();
    if (at < text.length() && text.charAt(at) == '(') {
      at++;
      skipBlank();
      isBehindValue = false;
      specifier();
      return;
    }
    if (!specifier()) {
      clause();
    }
  }

  private void exported() {
    skipBlank();
    if (at < text.length() && (text.charAt(at) == '{' || text.charAt(at) == '*')) {
      clause();
    }
  }

  /**
   * What is imported or exported, up to the module that it is of; gives up where that cannot be.
   */
  private void clause() {
    boolean closed = false;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Character.isWhitespace(c) || isComment()) {
        skipBlank();
      } else if (isNamePart(c)) {
        if (text.startsWith("import", at) || text.startsWith("export", at)) {
          break; // the next statement, most likely
        }
        boolean wasClosed = closed;
        String word = name();
        closed = true;
        skipBlank();
        if (word.equals("from") && wasClosed && specifier()) {
          return;
        }
      } else if (c == '"' || c == '\'') {
        string();
        closed = true;
      } else if (c == '{' || c == '}' || c == '*' || c == ',') {
        at++;
        closed = c == '}' || c == '*';
      } else {
        break;
      }
    }
    isBehindValue = false;
  }

  /** Replaces the string that stands here, if one does. */
  private boolean specifier() {
    if (at == text.length() || (text.charAt(at) != '"' && text.charAt(at) != '\'')) {
      return false;
    }
    int start = at + 1;
    Optional<String> found = string();
    isBehindValue = true;
    found.ifPresent(name -> {
      String other = replacement.apply(name);
      if (!other.equals(name)) {
        out.append(text, copied, start).append(other);
        copied = start + name.length();
      }
    });
    return true;
  }

  /** Passes over a string; what it holds, if it ends on its line and has no escapes. */
  private Optional<String> string() {
    char quote = text.charAt(at);
    int start = ++at;
    boolean plain = true;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == quote) {
        return plain ? Optional.of(text.substring(start, at - 1)) : Optional.empty();
      }
      if (c == '\n') {
        return Optional.empty();
      }
      if (c == '\\') {
        plain = false;
        at++;
      }
    }
    at = text.length();
    return Optional.empty();
  }

  private void template() {
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '`') {
        break;
      }
      if (c == '\\') {
        at++;
      } else if (c == '$' && at < text.length() && text.charAt(at) == '{') {
        at++;
        isBehindValue = false;
        if (++nesting > MOST_NESTED) {
          at = text.length();
          return;
        }
        code(true);
        nesting--;
      }
    }
    at = Math.min(at, text.length());
    isBehindValue = true;
  }

  /** Passes over a regular expression; false if none ends on this line. */
  private boolean regularExpression() {
    boolean inSet = false;
    for (int i = at + 1; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '\n' -> {
          return false;
        }
        case '\\' -> i++;
        case '[' -> inSet = true;
        case ']' -> inSet = false;
        case '/' -> {
          if (!inSet) {
            at = i + 1;
            return true;
          }
        }
        default -> {}
      }
    }
    return false;
  }
}

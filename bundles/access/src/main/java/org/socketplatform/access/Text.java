package org.socketplatform.access;

/** Text of a stranger made fit for a log line. */
final class Text {
  private static final int LONGEST = 300;

  private Text() {}

  static String shown(@org.jspecify.annotations.Nullable String text) {
    StringBuilder shown = new StringBuilder();
    String.valueOf(text)
        .codePoints()
        .limit(LONGEST)
        .forEach(c -> {
          if (isInvisible(c)) {
            shown.append("\\u%04x".formatted(c));
          } else {
            shown.appendCodePoint(c);
          }
        });
    return shown.toString();
  }

  /** True for characters that could forge a log line. */
  static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}

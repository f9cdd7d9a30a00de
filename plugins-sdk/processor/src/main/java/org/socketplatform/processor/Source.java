package org.socketplatform.processor;

/** Text of a program that is indented by its braces. */
final class Source {
  private final StringBuilder text = new StringBuilder();
  private int depth;

  /** Adds lines of code; each may open or close blocks at its ends only. */
  Source code(String lines) {
    for (String line : lines.stripTrailing().split("\n", -1)) {
      String code = line.strip();
      if (!code.isEmpty() && "}])".indexOf(code.charAt(0)) >= 0) {
        depth--;
      }
      if (!code.isEmpty()) {
        text.append("  ".repeat(Math.max(0, depth))).append(code);
      }
      text.append('\n');
      if (!code.isEmpty() && "{[(".indexOf(code.charAt(code.length() - 1)) >= 0) {
        depth++;
      }
    }
    return this;
  }

  /** Adds a documentation comment of JavaScript. */
  Source doc(String... paragraphs) {
    String indent = "  ".repeat(depth);
    text.append(indent).append("/**\n");
    for (String line : String.join("\n", paragraphs).split("\n", -1)) {
      String safe = line.stripTrailing().replace("*/", "*\\/");
      text.append(indent).append(safe.isEmpty() ? " *" : " * " + safe).append('\n');
    }
    text.append(indent).append(" */\n");
    return this;
  }

  /** Adds an empty line. */
  Source gap() {
    text.append('\n');
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}

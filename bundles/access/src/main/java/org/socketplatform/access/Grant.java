package org.socketplatform.access;

import java.util.OptionalInt;

/**
 * One line of a {@code [capabilities]} section.
 *
 * @param window the window that it is about; empty if it is about all
 * @param backend the backend that it is about, which has no other grants; empty if it is about
 *     pages
 * @param plugin in lower case
 * @param permission in lower case; {@code deny} for a denial, empty where the line is about the
 *     whole plugin
 * @param value what is allowed: {@code true}, {@code false}, or a pattern
 * @param line where it stands in the file, from 1; 0 if that is not known
 */
public record Grant(
    OptionalInt window, String backend, String plugin, String permission, String value, int line) {
  static final String DENY = "deny";

  /** The section that it stands in, without brackets. */
  public String section() {
    String section = AccessRules.SECTION;
    if (window.isPresent()) {
      section += ".window." + window.getAsInt();
    }
    if (!backend.isEmpty()) {
      section += ".backend." + backend;
    }
    return permission.isEmpty() ? section : section + "." + plugin;
  }

  /** True if the line only takes away. */
  public boolean isDenial() {
    return permission.equals(DENY) || GrantReader.isNo(value);
  }

  /** True if the line is about the values of parameters, not about all calls. */
  boolean isPattern() {
    return !permission.isEmpty()
        && (permission.equals(DENY) || !(GrantReader.isYes(value) || GrantReader.isNo(value)));
  }

  /** The line with its section and, where known, its number. */
  @Override
  public String toString() {
    return "["
        + section()
        + "] "
        + (permission.isEmpty() ? plugin : permission)
        + (isPattern() ? "[] = \"" + value + "\"" : " = " + value)
        + (line > 0 ? " (line " + line + ")" : "");
  }
}

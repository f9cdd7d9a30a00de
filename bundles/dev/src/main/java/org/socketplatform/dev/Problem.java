package org.socketplatform.dev;

import java.util.Map;
import org.socketplatform.plugin.ValueWriter;
import org.socketplatform.plugin.Writable;

/**
 * Why a project could not be built or swapped.
 *
 * @param file as shown to people; empty if it is about no file
 * @param line from 1; 0 if it is about no line
 * @param message one or more lines
 * @param excerpt the line of source, with a mark below; empty if there is none
 */
record Problem(String file, long line, String message, String excerpt) implements Writable {
  /** A problem with a project as a whole. */
  static Problem of(String message) {
    return new Problem("", 0, message, "");
  }

  @Override
  public void writeTo(ValueWriter writer) {
    Writable.of(Map.of("file", file, "line", line, "message", message, "excerpt", excerpt))
        .writeTo(writer);
  }
}

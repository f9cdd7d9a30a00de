package org.socketplatform.config;

/**
 * Something to tell the author of an app.
 *
 * @param severity whether the app can run all the same
 * @param file name of the file, or the folder, that it is about
 * @param line number of the line from 1 on; 0 if it is about the whole
 * @param message what is wrong and what to do
 */
public record Diagnostic(Severity severity, String file, int line, String message) {
  /** Whether the app can run all the same. */
  public enum Severity {
    WARNING,
    ERROR
  }

  static Diagnostic error(String file, int line, String message) {
    return new Diagnostic(Severity.ERROR, file, line, message);
  }

  static Diagnostic warning(String file, int line, String message) {
    return new Diagnostic(Severity.WARNING, file, line, message);
  }

  /** True if the app cannot run. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** One line, as compilers print it: {@code socket.ini:3: warning: ...}. */
  @Override
  public String toString() {
    return file
        + (line > 0 ? ":" + line : "")
        + (isError() ? ": error: " : ": warning: ")
        + message;
  }
}

package org.socketplatform.boot;

import java.io.PrintStream;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * The one place where the platform writes messages: standard error, a line each. Traces are for
 * those who debug the platform ({@code SSC_DEBUG=1}).
 */
final class Log {
  static final boolean DEBUG = "1".equals(System.getenv("SSC_DEBUG"));

  /** Lines say where they come from. */
  private static final boolean SOURCES = DEBUG || Boolean.getBoolean("socket.log.sources");

  private Log() {}

  /** A message that is neither good nor bad. */
  static void info(String message) {
    write(Level.INFO, "", message, null);
  }

  static void warning(String message) {
    write(Level.WARNING, "", message, null);
  }

  static void error(String message, @Nullable Throwable cause) {
    write(Level.ERROR, "", message, cause);
  }

  static void debug(String message) {
    if (DEBUG) {
      write(Level.DEBUG, "", message, null);
    }
  }

  static boolean writes(Level level) {
    return DEBUG
        ? level.getSeverity() > Level.TRACE.getSeverity()
        : level.getSeverity() >= Level.INFO.getSeverity();
  }

  static void write(
      Level level, String source, @Nullable String message, @Nullable Throwable cause) {
    StringBuilder text = new StringBuilder(label(level));
    if (SOURCES && !source.isEmpty()) {
      text.append('[').append(source).append("] ");
    }
    if (message != null && !message.isEmpty()) {
      text.append(message);
      if (cause != null && !DEBUG && !message.contains(Reason.of(cause))) {
        text.append(": ").append(Reason.of(cause));
      }
    } else if (cause != null) {
      text.append(Reason.of(cause));
    }
    PrintStream out = System.err;
    synchronized (out) {
      out.println(text);
      if (cause != null && DEBUG) {
        cause.printStackTrace(out);
      }
    }
  }

  private static String label(Level level) {
    return switch (level) {
      case ERROR -> "error: ";
      case WARNING -> "warning: ";
      case INFO -> "ssc: ";
      default -> "debug: ";
    };
  }
}

package org.socketplatform.testkit;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps what the router tells the developer. */
final class Log implements System.Logger {
  private final List<String> lines = new CopyOnWriteArrayList<>();

  List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public String getName() {
    return "test";
  }

  @Override
  public boolean isLoggable(Level level) {
    return level.compareTo(Level.INFO) >= 0;
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String message,
      @Nullable Throwable thrown) {
    StringWriter text = new StringWriter().append(message);
    if (thrown != null) {
      thrown.printStackTrace(new PrintWriter(text.append(": "), true));
    }
    add(level, text.toString());
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String format,
      @Nullable Object @Nullable ... params) {
    add(level, String.valueOf(format));
  }

  private void add(Level level, String text) {
    if (isLoggable(level)) {
      lines.add(level + " " + text);
    }
  }
}

package org.socketplatform.boot;

import java.lang.System.Logger.Level;
import java.text.MessageFormat;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * Carries {@link System.Logger} of the whole platform to {@link Log}, without the module
 * java.logging. What the JDK itself has to say matters only when it is a warning.
 */
public final class ConsoleLoggers extends System.LoggerFinder {
  @Override
  public System.Logger getLogger(String name, Module module) {
    boolean ofJdk = module.isNamed() && module.getName().startsWith("java.");
    return new ConsoleLogger(name, ofJdk ? Level.WARNING : Level.ALL);
  }

  private record ConsoleLogger(String name, Level least) implements System.Logger {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean isLoggable(Level level) {
      return level != Level.OFF && level.getSeverity() >= least.getSeverity() && Log.writes(level);
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle texts,
        @Nullable String message,
        @Nullable Throwable cause) {
      if (isLoggable(level)) {
        Log.write(level, name, translated(texts, message), cause);
      }
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle texts,
        @Nullable String format,
        @Nullable Object @Nullable ... values) {
      if (isLoggable(level)) {
        String text = translated(texts, format);
        boolean plain = text == null || values == null || values.length == 0;
        Log.write(level, name, plain ? text : MessageFormat.format(text, values), null);
      }
    }

    private static @Nullable String translated(
        @Nullable ResourceBundle texts, @Nullable String message) {
      if (texts == null || message == null) {
        return message;
      }
      try {
        return texts.getString(message);
      } catch (MissingResourceException e) {
        return message;
      }
    }
  }
}

package org.socketplatform.webview;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.swt.graphics.Rectangle;
import org.socketplatform.plugin.Settings;

/**
 * The size of the page in a window as {@code socket.ini} gives it: pixels, or percent of the
 * screen.
 *
 * @param width such as {@code 800} or {@code 50%}
 * @param height likewise
 */
record WindowSize(String width, String height) {
  private static final Pattern LENGTH = Pattern.compile("(\\d{1,5}(?:\\.\\d{1,3})?)(%|px)?");
  private static final int DEFAULT_WIDTH = 1024;
  private static final int DEFAULT_HEIGHT = 768;
  private static final int SMALLEST = 64;

  static WindowSize of(Settings settings) {
    return new WindowSize(
        settings.text("window.width").orElse(""), settings.text("window.height").orElse(""));
  }

  static WindowSize of(int width, int height) {
    return new WindowSize(Integer.toString(width), Integer.toString(height));
  }

  /** The bounds of a page of this size in the middle of the screen, never larger than it. */
  Rectangle within(Rectangle screen) {
    int w = Math.min(screen.width, pixels(width, screen.width).orElse(DEFAULT_WIDTH));
    int h = Math.min(screen.height, pixels(height, screen.height).orElse(DEFAULT_HEIGHT));
    return new Rectangle(
        screen.x + (screen.width - w) / 2, screen.y + (screen.height - h) / 2, w, h);
  }

  private static Optional<Integer> pixels(String length, int whole) {
    Matcher matcher = LENGTH.matcher(length);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    double number = Double.parseDouble(matcher.group(1));
    double pixels = "%".equals(matcher.group(2)) ? number * whole / 100 : number;
    return Optional.of(Math.max(SMALLEST, (int) pixels));
  }
}

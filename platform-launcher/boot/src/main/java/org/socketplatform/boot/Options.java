package org.socketplatform.boot;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param app folder of the app as given; the current folder if none was given
 * @param headless show no window
 * @param screenshot where to write a PNG of the first page; absolute
 * @param test file with tests for the page to run, as given
 * @param timeout end the run after this time
 * @param arguments what stands behind {@code --}: the app's own
 */
record Options(
    Path app,
    boolean headless,
    Optional<Path> screenshot,
    Optional<Path> test,
    Optional<Duration> timeout,
    List<String> arguments) {
  private static final double LONGEST_TIMEOUT = 1e9;

  static Options parse(String... line) {
    Deque<String> rest = new ArrayDeque<>(List.of(line));
    Optional<Path> app = Optional.empty();
    boolean headless = false;
    Optional<Path> screenshot = Optional.empty();
    Optional<Path> test = Optional.empty();
    Optional<Duration> timeout = Optional.empty();
    while (!rest.isEmpty()) {
      String word = rest.pop();
      int equals = word.startsWith("--") ? word.indexOf('=') : -1;
      String option = equals < 0 ? word : word.substring(0, equals);
      if (equals >= 0) {
        rest.push(word.substring(equals + 1));
      }
      switch (option) {
        case "--" -> {
          return options(app, headless, screenshot, test, timeout, List.copyOf(rest));
        }
        case "--headless" -> {
          if (equals >= 0) {
            throw new StartException("--headless takes no value");
          }
          headless = true;
        }
        case "--screenshot" -> screenshot = Optional.of(screenshot(value(option, rest)));
        case "--test", "-t" -> test = Optional.of(path(value(option, rest)));
        case "--timeout" -> timeout = Optional.of(seconds(value(option, rest)));
        default -> {
          if (option.startsWith("-") && option.length() > 1) {
            throw new StartException(
                "unknown option " + option + "; what is meant for the app goes behind --");
          }
          if (app.isPresent()) {
            throw new StartException(
                "two app folders given, '%s' and '%s'; what is meant for the app goes behind --"
                    .formatted(app.get(), word));
          }
          app = Optional.of(path(word));
        }
      }
    }
    return options(app, headless, screenshot, test, timeout, List.of());
  }

  private static Options options(
      Optional<Path> app,
      boolean headless,
      Optional<Path> screenshot,
      Optional<Path> test,
      Optional<Duration> timeout,
      List<String> arguments) {
    if (test.isPresent() && screenshot.isPresent()) {
      throw new StartException(
          "--test and --screenshot do not go together: either would end the run");
    }
    return new Options(
        app.orElse(path("")), headless || test.isPresent(), screenshot, test, timeout, arguments);
  }

  private static String value(String option, Deque<String> rest) {
    if (rest.isEmpty() || rest.peek().isEmpty() || rest.peek().startsWith("--")) {
      throw new StartException(
          switch (option) {
            case "--timeout" -> "--timeout needs a number of seconds, such as --timeout 10";
            case "--screenshot" -> "--screenshot needs a file name, such as --screenshot page.png";
            default -> option + " needs a file name, such as " + option + " test.js";
          });
    }
    return rest.pop();
  }

  private static Path screenshot(String name) {
    Path file = path(name).toAbsolutePath().normalize();
    Path folder = file.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new StartException("cannot write the screenshot: there is no folder " + folder);
    }
    if (Files.isDirectory(file)) {
      throw new StartException("cannot write the screenshot: " + file + " is a folder");
    }
    return file;
  }

  private static Duration seconds(String text) {
    try {
      double seconds = Double.parseDouble(text);
      if (seconds > 0 && seconds <= LONGEST_TIMEOUT) {
        return Duration.ofMillis(Math.max(1, Math.round(seconds * 1000)));
      }
    } catch (NumberFormatException e) {
      // The message below covers it.
    }
    throw new StartException("--timeout needs a number of seconds above 0, not '" + text + "'");
  }

  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new StartException("not a file name: '" + name + "'", e);
    }
  }
}

package org.socketplatform.dev;

import java.nio.file.Path;

/** File names as people type them: relative to where they are, if they are in there. */
final class Shown {
  private static final Path HERE = Path.of("").toAbsolutePath();

  private Shown() {}

  static String path(Path file) {
    return (file.startsWith(HERE) && !file.equals(HERE) ? HERE.relativize(file) : file).toString();
  }
}

package org.socketplatform.access;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line such as {@code read[] = "$DATA/**"}.
 *
 * @param text as the app wrote it
 * @param globs the pattern as written, and with the links in its literal part followed
 */
record PathRule(String text, List<Glob> globs) {
  private static final Pattern VARIABLE =
      Pattern.compile("\\$([A-Za-z_]+)(?:/(.*))?", Pattern.DOTALL);

  /** The pattern names a well-known folder that this system does not have. */
  static final class NoSuchFolder extends Exception {
    NoSuchFolder(String message) {
      super(message);
    }
  }

  /**
   * Reads a rule.
   *
   * @throws NoSuchFolder if it can match nothing on this system
   * @throws IllegalArgumentException what is wrong with it
   */
  static PathRule of(String text, Locations locations) throws NoSuchFolder {
    Glob glob = glob(text, locations);
    try {
      Path followed = RealPaths.follow(glob.base());
      return new PathRule(
          text,
          followed.equals(glob.base()) ? List.of(glob) : List.of(glob, glob.rebased(followed)));
    } catch (IOException e) {
      // Where the links lead cannot be told now, so only the written path counts.
      return new PathRule(text, List.of(glob));
    }
  }

  private static Glob glob(String text, Locations locations) throws NoSuchFolder {
    if (text.isBlank()) {
      throw new IllegalArgumentException("it is empty");
    }
    if (text.startsWith("~")) {
      throw new IllegalArgumentException("~ stands for nothing here; write $HOME");
    }
    if (text.startsWith("$")) {
      Matcher matcher = VARIABLE.matcher(text);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "a variable is letters up to the next slash, as $DATA/**");
      }
      String name = matcher.group(1);
      String below = matcher.group(2) == null ? "" : matcher.group(2);
      if (!Variables.NAMES.contains(name)) {
        throw new IllegalArgumentException(
            "there is no variable $" + name + "; there are " + Variables.list());
      }
      Path folder =
          locations
              .variable(name)
              .orElseThrow(() -> new NoSuchFolder("this system has no folder for $" + name));
      return Glob.of(folder, below);
    }
    return Glob.of(text.startsWith("/") ? Path.of("/") : locations.resources(), text);
  }

  boolean matches(Path path) {
    for (Glob glob : globs) {
      if (glob.matches(path)) {
        return true;
      }
    }
    return false;
  }
}

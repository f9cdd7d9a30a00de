package org.socketplatform.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The well-known folders of an app: what variables stand for, and where relative paths begin. */
final class Locations {
  private static final String NUL = "it holds a NUL character";

  private final Map<String, Path> paths;

  Locations(Map<String, Path> paths) {
    this.paths = new TreeMap<>(paths);
  }

  private Optional<Path> variable(String name) {
    return Optional.ofNullable(paths.get(name.toLowerCase(Locale.ROOT)));
  }

  /**
   * The folder that {@code $NAME} stands for.
   *
   * @throws IllegalArgumentException if there is no such variable
   * @throws Patterns.NoEffect if this system has no such folder
   */
  Path requireVariable(String name) throws Patterns.NoEffect {
    if (!Variables.NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "there is no variable $" + name + "; there are " + Variables.list());
    }
    return variable(name)
        .orElseThrow(() -> new Patterns.NoEffect("this system has no folder for $" + name));
  }

  /** Where relative paths begin. */
  Path resources() {
    return paths.getOrDefault("resources", Path.of("/"));
  }

  /**
   * A path as a page gives it: absolute, relative to the app's resources, or a {@code file:} URL,
   * whose octets need be no UTF-8.
   *
   * @throws IllegalArgumentException what is wrong with it
   */
  Path parse(String value) {
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(NUL);
    }
    try {
      return value.regionMatches(true, 0, "file:", 0, 5)
          ? FileNames.path(fileUrlPath(value.substring(5)))
          : resources().resolve(value);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("it is no path: " + e.getReason(), e);
    }
  }

  private static byte[] fileUrlPath(String url) {
    int end = url.length();
    for (int i = 0; i < url.length(); i++) {
      if (url.charAt(i) == '?' || url.charAt(i) == '#') {
        end = i;
        break;
      }
    }
    String path = url.substring(0, end);
    if (path.startsWith("//")) {
      int slash = path.indexOf('/', 2);
      String host = path.substring(2, slash < 0 ? path.length() : slash);
      if (!host.isEmpty() && !host.equalsIgnoreCase("localhost")) {
        throw new IllegalArgumentException("a file: URL names no other host");
      }
      path = slash < 0 ? "" : path.substring(slash);
    }
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException(
          "a file: URL needs an absolute path, as file:///folder/file");
    }
    return decoded(path);
  }

  private static byte[] decoded(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '%') {
        out.put(bytes[i]);
        continue;
      }
      int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        throw new IllegalArgumentException("a percent sign needs two hexadecimal digits");
      }
      int octet = high * 16 + low;
      if (octet == '/') {
        throw new IllegalArgumentException("a file: URL must not hold an encoded slash");
      }
      if (octet == 0) {
        throw new IllegalArgumentException(NUL);
      }
      out.put((byte) octet);
      i += 2;
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  /** The shortest way to write a path in {@code socket.ini}, so that it is granted alone. */
  String written(Path path) {
    String best = path.toString();
    @Nullable Path bestFolder = null;
    for (Map.Entry<String, Path> variable : paths.entrySet()) {
      Path folder = variable.getValue();
      if (path.startsWith(folder)
          && (bestFolder == null || folder.getNameCount() > bestFolder.getNameCount())) {
        bestFolder = folder;
        best = "$" + variable.getKey().toUpperCase(Locale.ROOT);
        if (!path.equals(folder)) {
          best += "/" + folder.relativize(path);
        }
      }
    }
    StringBuilder line = new StringBuilder();
    // A question mark stands for any character, so also for one that cannot be written.
    best.codePoints()
        .forEach(c ->
            line.appendCodePoint(c == '"' || c == FileNames.MARK || Text.isInvisible(c) ? '?' : c));
    return line.toString();
  }
}

package org.socketplatform.access;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The well-known folders of an app: what variables stand for, and where relative paths begin. */
final class Locations {
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
   * A path as a page gives it: absolute, relative to the app's resources, or a {@code file:} URL.
   *
   * @throws IllegalArgumentException what is wrong with it
   */
  Path parse(String value) {
    String text =
        value.regionMatches(true, 0, "file:", 0, 5) ? fileUrlPath(value.substring(5)) : value;
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("it holds a NUL character");
    }
    try {
      return resources().resolve(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("it is no path: " + e.getReason(), e);
    }
  }

  private static String fileUrlPath(String url) {
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

  private static String decoded(String text) {
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
      out.put((byte) octet);
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a file: URL must be encoded as UTF-8", e);
    }
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
    best.codePoints().forEach(c -> line.appendCodePoint(c == '"' || Text.isInvisible(c) ? '?' : c));
    return line.toString();
  }
}

package org.socketplatform.fs;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Paths whose names are no UTF-8, as Linux allows: text has marks in place of what cannot be read,
 * so they are told by their octets, escaped as in a URI.
 */
final class RawNames {
  private RawNames() {}

  /** The escaped octets of a path, if its text would lose any. */
  static Optional<String> of(Path path) {
    return isLossy(path) ? Optional.of(escaped(path)) : Optional.empty();
  }

  /** True if the text of a path has marks in place of something. */
  static boolean isLossy(Path path) {
    return path.toString().indexOf('\ufffd') >= 0;
  }

  /** A path, absolute or not, with all but plain characters and slashes escaped. */
  static String escaped(Path path) {
    String names =
        StreamSupport.stream(path.spliterator(), false)
            .map(RawNames::escapedName)
            .collect(Collectors.joining("/"));
    return path.isAbsolute() ? "/" + names : names;
  }

  private static String escapedName(Path name) {
    // A URI ends with a slash if there is such a folder in the current one.
    String uri = name.toUri().getRawPath();
    String last = uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    return last.substring(last.lastIndexOf('/') + 1);
  }

  /**
   * The path, absolute or not, that was escaped.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Path parse(String escaped) {
    boolean absolute = escaped.startsWith("/");
    Path path = Path.of(URI.create("file://" + (absolute ? "" : "/") + escaped));
    return absolute ? path : path.subpath(0, path.getNameCount());
  }
}

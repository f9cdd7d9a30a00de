package org.socketplatform.webview;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds the file behind a path of a {@code socket://} address: the exact file, the index of a
 * folder, or the path with {@code .html}. Nothing outside the app's folder is found, also not
 * through symbolic links.
 */
final class AppFiles {
  private final Path folder;
  private final String defaultIndex;
  private final Optional<AppFiles> further;

  /** The app's files below an absolute, real folder. */
  AppFiles(Path folder, String defaultIndex) {
    this(folder, defaultIndex.isEmpty() ? "index.html" : defaultIndex, Optional.empty());
  }

  private AppFiles(Path folder, String defaultIndex, Optional<AppFiles> further) {
    this.folder = folder;
    this.defaultIndex = defaultIndex;
    this.further = further;
  }

  /** The same, and where it has nothing, what is below another absolute, real folder. */
  AppFiles andThen(Path more) {
    return new AppFiles(folder, defaultIndex, Optional.of(new AppFiles(more, "")));
  }

  /** What a path leads to. */
  sealed interface Found {
    /** A file to serve. */
    record File(Path path) implements Found {}

    /** A folder asked for without the slash that relative links need; percent-encoded. */
    record Redirect(String location) implements Found {}
  }

  /** Looks up the path of an address, still percent-encoded and starting with a slash. */
  Optional<Found> find(String encodedPath) {
    return own(encodedPath).or(() -> further.flatMap(files -> files.find(encodedPath)));
  }

  private Optional<Found> own(String encodedPath) {
    try {
      String path = URLDecoder.decode(encodedPath.replace("+", "%2B"), StandardCharsets.UTF_8);
      Path file = folder.resolve("." + path).normalize();
      if (Files.isDirectory(file)) {
        return index(file, encodedPath);
      }
      return inside(file).or(() -> inside(Path.of(file + ".html"))).map(Found.File::new);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<Found> index(Path directory, String encodedPath) {
    Optional<Path> index =
        inside(directory.resolve("index.html"))
            .or(() ->
                directory.equals(folder) ? inside(folder.resolve(defaultIndex)) : Optional.empty());
    return encodedPath.endsWith("/")
        ? index.map(Found.File::new)
        : index.map(file -> new Found.Redirect(encodedPath + "/"));
  }

  private Optional<Path> inside(Path file) {
    try {
      Path real = file.toRealPath();
      return real.startsWith(folder) && Files.isRegularFile(real)
          ? Optional.of(real)
          : Optional.empty();
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }
}

package org.socketplatform.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where people and apps keep things, by the XDG base and user directory specifications.
 *
 * @param environment environment variables
 * @param home home folder of the user
 */
record WellKnownPaths(Map<String, String> environment, Path home) {
  private static final Pattern USER_DIRECTORY =
      Pattern.compile("\\s*XDG_(\\w+)_DIR\\s*=\\s*\"(\\$HOME)?/?(.*)\"\\s*");

  private static final Map<String, String> USER_DIRECTORIES =
      Map.of(
          "downloads", "DOWNLOAD",
          "documents", "DOCUMENTS",
          "desktop", "DESKTOP",
          "pictures", "PICTURES",
          "videos", "VIDEOS",
          "music", "MUSIC",
          "media", "PUBLICSHARE");

  private static final Map<String, String> USUAL_NAMES =
      Map.of(
          "downloads", "Downloads",
          "documents", "Documents",
          "desktop", "Desktop",
          "pictures", "Pictures",
          "videos", "Videos",
          "music", "Music",
          "media", "Public");

  static WellKnownPaths ofThisProcess() {
    Map<String, String> environment = System.getenv();
    String home = environment.getOrDefault("HOME", "");
    return new WellKnownPaths(
        environment, Path.of(home.isEmpty() ? System.getProperty("user.home") : home));
  }

  Path dataHome() {
    return base("XDG_DATA_HOME", ".local/share");
  }

  Path cacheHome() {
    return base("XDG_CACHE_HOME", ".cache");
  }

  Path configHome() {
    return base("XDG_CONFIG_HOME", ".config");
  }

  Path temporary() {
    return absolute(environment.get("TMPDIR"))
        .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")));
  }

  /** All folders that an app may ask for by name. */
  Map<String, Path> of(String id, Path resources, Path data) {
    Map<String, Path> paths = new LinkedHashMap<>();
    paths.put("home", home);
    paths.put("data", data);
    paths.put("config", configHome().resolve(id));
    paths.put("log", configHome().resolve(id));
    paths.put("tmp", temporary());
    paths.put("resources", resources);
    Map<String, Path> configured = configuredDirectories();
    USER_DIRECTORIES.forEach((name, key) -> {
      Path usual = home.resolve(USUAL_NAMES.getOrDefault(name, name));
      Path folder =
          absolute(environment.get("XDG_" + key + "_DIR"))
              .orElse(configured.getOrDefault(key, usual));
      if (Files.isDirectory(folder)) {
        paths.put(name, folder);
      }
    });
    return paths;
  }

  private Path base(String variable, String otherwise) {
    return absolute(environment.get(variable)).orElse(home.resolve(otherwise));
  }

  /** The specification says that a relative path is to be ignored. */
  private static Optional<Path> absolute(@Nullable String text) {
    if (text == null || !text.startsWith("/")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private Map<String, Path> configuredDirectories() {
    Map<String, Path> found = new LinkedHashMap<>();
    Path file = configHome().resolve("user-dirs.dirs");
    if (!Files.isReadable(file)) {
      return found;
    }
    try {
      for (String line : Files.readAllLines(file)) {
        Matcher entry = USER_DIRECTORY.matcher(line);
        if (entry.matches()) {
          Path base = entry.group(2) == null ? Path.of("/") : home;
          found.put(entry.group(1), base.resolve(entry.group(3)));
        }
      }
    } catch (IOException | InvalidPathException e) {
      Log.warning("cannot use %s: %s".formatted(file, Reason.of(e)));
    }
    return found;
  }
}

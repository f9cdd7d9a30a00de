package org.socketplatform.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folders that a Linux desktop has for an app and its user, after the XDG Base Directory
 * Specification and xdg-user-dirs.
 */
public final class WellKnownPaths {
  private static final Pattern USER_DIR =
      Pattern.compile("\\s*(XDG_[A-Z]+_DIR)=\"(\\$HOME)?(/[^\"]*|)\"\\s*");

  private final Map<String, String> env;
  private final Path home;
  private final Map<String, Path> userDirs;
  private final Map<String, Path> paths = new LinkedHashMap<>();

  private WellKnownPaths(Map<String, String> env) {
    this.env = env;
    this.home =
        absolute(env.get("HOME"))
            .orElseGet(() -> Path.of(System.getProperty("user.home", "/")).toAbsolutePath());
    this.userDirs = userDirs();
  }

  /**
   * The folders by name, as in {@link org.socketplatform.plugin.Application#paths()}.
   *
   * @param env environment variables
   * @param bundleId id of the app
   * @param resources the folder with the app's pages
   */
  public static Map<String, Path> of(Map<String, String> env, String bundleId, Path resources) {
    return new WellKnownPaths(env).collect(bundleId, resources);
  }

  private Map<String, Path> collect(String bundleId, Path resources) {
    Path config = base("XDG_CONFIG_HOME", ".config").resolve(bundleId);
    paths.put("home", home);
    paths.put("data", base("XDG_DATA_HOME", ".local/share").resolve(bundleId));
    paths.put("config", config);
    paths.put("log", config);
    paths.put("tmp", absolute(env.get("TMPDIR")).orElse(Path.of("/tmp")));
    paths.put("resources", resources);
    user("downloads", "XDG_DOWNLOAD_DIR", "Downloads");
    user("documents", "XDG_DOCUMENTS_DIR", "Documents");
    user("desktop", "XDG_DESKTOP_DIR", "Desktop");
    user("pictures", "XDG_PICTURES_DIR", "Images", "Photos", "Pictures");
    user("videos", "XDG_VIDEOS_DIR", "Videos");
    user("music", "XDG_MUSIC_DIR", "Music");
    user("media", "XDG_PUBLICSHARE_DIR", "Public");
    return Collections.unmodifiableMap(paths);
  }

  private Path base(String variable, String otherwise) {
    return absolute(env.get(variable)).orElse(home.resolve(otherwise));
  }

  /** What the user chose counts even if it is not there yet; a customary folder only if it is. */
  private void user(String name, String variable, String... customary) {
    Optional<Path> chosen =
        absolute(env.get(variable)).or(() -> Optional.ofNullable(userDirs.get(variable)));
    if (chosen.isPresent()) {
      // A folder that is the home folder itself is how xdg-user-dirs says that there is none.
      chosen.filter(path -> !path.equals(home)).ifPresent(path -> paths.put(name, path));
      return;
    }
    for (String folder : customary) {
      Path path = home.resolve(folder);
      if (Files.isDirectory(path)) {
        paths.put(name, path);
        return;
      }
    }
  }

  private Map<String, Path> userDirs() {
    Map<String, Path> result = new HashMap<>();
    List<String> lines;
    try {
      lines = Files.readAllLines(base("XDG_CONFIG_HOME", ".config").resolve("user-dirs.dirs"));
    } catch (IOException e) {
      return result;
    }
    for (String line : lines) {
      Matcher matcher = USER_DIR.matcher(line);
      if (matcher.matches()) {
        String path = (matcher.group(2) == null ? "" : home.toString()) + matcher.group(3);
        absolute(path).ifPresent(folder -> result.put(matcher.group(1), folder));
      }
    }
    return result;
  }

  private static Optional<Path> absolute(@org.jspecify.annotations.Nullable String text) {
    if (text == null || !text.startsWith("/")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(text).normalize());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}

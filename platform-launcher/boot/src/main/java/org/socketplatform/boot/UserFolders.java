package org.socketplatform.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.socketplatform.config.WellKnownPaths;

/**
 * Where this run keeps things.
 *
 * @param wellKnown the folders of the app and its user by name
 * @param cache where the platform keeps what it can make again
 */
record UserFolders(Map<String, Path> wellKnown, Path cache) {
  static UserFolders of(Map<String, String> environment, String id, Path resources) {
    Map<String, Path> wellKnown = WellKnownPaths.of(environment, id, resources);
    String given = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path base =
        given.startsWith("/") ? Path.of(given) : folder(wellKnown, "home").resolve(".cache");
    return new UserFolders(wellKnown, base.resolve("socket-platform"));
  }

  /** Where the first copy of the app keeps its data. */
  Path data() {
    return folder(wellKnown, "data");
  }

  /** A folder that only this user can read, gone after a restart of the system at the latest. */
  Path makeTemporary(String prefix) {
    Path parent = folder(wellKnown, "tmp");
    try {
      return Files.createTempDirectory(parent, prefix);
    } catch (IOException e) {
      throw new StartException(
          "cannot write to the temporary folder %s: %s; free some space there or set TMPDIR"
              .formatted(parent, Reason.of(e)),
          e);
    }
  }

  /** The folders as an app sees them whose data is in {@code data}. */
  Map<String, Path> forApp(Path data) {
    Map<String, Path> folders = new LinkedHashMap<>(wellKnown);
    folders.put("data", data);
    return folders;
  }

  private static Path folder(Map<String, Path> wellKnown, String name) {
    return Objects.requireNonNull(wellKnown.get(name), name);
  }
}

package org.socketplatform.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds programs: by absolute path, below the app's resources, or by name on the search path. */
final class Programs {
  private final Locations locations;
  private final List<Path> folders = new ArrayList<>();

  /**
   * Where to look for names.
   *
   * @param searchPath folders divided by colons, as in the environment variable {@code PATH};
   *     relative ones are left out, since they would mean another place in each folder
   */
  Programs(Locations locations, String searchPath) {
    this.locations = locations;
    for (String folder : searchPath.split(":", -1)) {
      if (folder.startsWith("/")) {
        folders.add(Path.of(folder));
      }
    }
  }

  /**
   * The program of a name or path, all links followed; empty if there is none that could be run.
   *
   * @throws IllegalArgumentException if it is neither
   */
  Optional<Path> find(String program) {
    if (program.isEmpty() || program.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("the name of the program is empty or holds a NUL");
    }
    try {
      if (program.indexOf('/') >= 0) {
        return executable(locations.resources().resolve(program));
      }
      for (Path folder : folders) {
        Optional<Path> found = executable(folder.resolve(program));
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("the name of the program is no path", e);
    }
  }

  /** Tells whether a path that cannot be run leads somewhere nevertheless. */
  boolean exists(String program) {
    try {
      return program.indexOf('/') >= 0 && Files.exists(locations.resources().resolve(program));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static Optional<Path> executable(Path path) {
    try {
      Path real = path.toRealPath();
      return Files.isRegularFile(real) && Files.isExecutable(real)
          ? Optional.of(real)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}

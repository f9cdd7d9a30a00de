package org.socketplatform.access;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.ScopedPath;

/** A path that was granted, and what decides about those below it. */
final class CheckedPath implements ScopedPath {
  private final Path path;
  private final Check below;

  /** Decides about a path. */
  @FunctionalInterface
  interface Check {
    /**
     * The place that it leads to.
     *
     * @param path absolute and normal
     * @throws org.socketplatform.plugin.FailureException if it is not granted
     */
    ScopedPath check(Path path);
  }

  CheckedPath(Path path, Check below) {
    this.path = path;
    this.below = below;
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public <T> T at(Action<T> action) throws IOException {
    return at(path, action);
  }

  private static <T> T at(Path place, Action<T> action) throws IOException {
    Path folder = place.getParent();
    @Nullable Path name = place.getFileName();
    if (folder == null || name == null) {
      return action.run(place);
    }
    try (Pin pin = Pin.ofFolder(folder)) {
      return run(action, pin, pin.path().resolve(name), folder);
    }
  }

  @Override
  public <T> T atExisting(Action<T> action) throws IOException {
    try (Pin pin = Pin.of(path)) {
      return run(action, pin, pin.path(), path);
    }
  }

  private static <T> T run(Action<T> action, Pin pin, Path at, Path pinned) throws IOException {
    try {
      return action.run(at);
    } catch (FileSystemException e) {
      throw PinnedNames.replaced(e, pin.path(), pinned);
    }
  }

  @Override
  public Optional<Path> createFolders(FileAttribute<?>... attributes) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    for (@Nullable Path folder = path;
        folder != null && !Files.isDirectory(folder);
        folder = folder.getParent()) {
      missing.push(folder);
    }
    Optional<Path> first = Optional.empty();
    for (Path folder : missing) {
      try {
        at(folder, at -> Files.createDirectory(at, attributes));
        if (first.isEmpty()) {
          first = Optional.of(folder);
        }
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
          throw e;
        }
      }
    }
    return first;
  }

  @Override
  public ScopedPath resolve(Path relative) throws IOException {
    Path asked = path.resolve(relative).normalize();
    if (relative.isAbsolute() || !asked.startsWith(path)) {
      throw new IllegalArgumentException("Not a path below " + path + ": " + relative);
    }
    return below.check(asked);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}

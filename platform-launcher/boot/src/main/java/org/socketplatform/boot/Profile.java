package org.socketplatform.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What one copy of an app keeps. A second copy at the same time gets {@code <id>-2}, because two
 * web engines must not share one folder.
 *
 * @param data what the app itself stores; absolute
 * @param engine what the web engine stores for it, out of reach of a grant for {@code data}
 * @param temporary what is gone when the run ends
 * @param lock held until the process ends
 */
record Profile(Path data, Path engine, Optional<Path> temporary, Optional<FileLock> lock)
    implements AutoCloseable {
  private static final int MOST_COPIES = 1000;
  private static final String ENGINES = ".socket-platform";

  /** Takes the first free profile of an app. */
  static Profile take(UserFolders folders, String id) {
    Path first = folders.data();
    try {
      for (int copy = 1; copy <= MOST_COPIES; copy++) {
        String name = copy == 1 ? id : id + "-" + copy;
        Path engine = Files.createDirectories(first.resolveSibling(ENGINES).resolve(name));
        Optional<FileLock> lock = FileLock.tryTake(engine.resolve(".lock"));
        if (lock.isPresent()) {
          Path data = Files.createDirectories(first.resolveSibling(name));
          return new Profile(data, engine, Optional.empty(), lock);
        }
      }
      throw new StartException(
          "%d copies of %s are running already; close some".formatted(MOST_COPIES, id));
    } catch (IOException e) {
      Path folder = folders.makeTemporary("socket-" + id + "-");
      Log.warning(
          "cannot write to %s (%s): what the app stores in this run is lost at its end"
              .formatted(first, Reason.of(e)));
      return temporary(folder);
    }
  }

  private static Profile temporary(Path folder) {
    try {
      return new Profile(
          Files.createDirectory(folder.resolve("data")),
          Files.createDirectory(folder.resolve("engine")),
          Optional.of(folder),
          Optional.empty());
    } catch (IOException e) {
      throw new StartException("cannot write to %s: %s".formatted(folder, Reason.of(e)), e);
    }
  }

  @Override
  public void close() {
    lock.ifPresent(FileLock::close);
    temporary.ifPresent(Folders::discard);
  }
}

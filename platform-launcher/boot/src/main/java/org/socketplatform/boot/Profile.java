package org.socketplatform.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What one copy of an app keeps. A second copy at the same time gets {@code <id>-2}, because two
 * web engines must not share one folder.
 *
 * @param folder absolute; held by this process alone
 * @param temporary gone when the run ends
 * @param lock held until the process ends
 */
record Profile(Path folder, boolean temporary, Optional<FileLock> lock) implements AutoCloseable {
  private static final int MOST_COPIES = 1000;

  /** Takes the first free profile of an app. */
  static Profile take(UserFolders folders, String id) {
    Path first = folders.data();
    try {
      for (int copy = 1; copy <= MOST_COPIES; copy++) {
        Path folder = copy == 1 ? first : first.resolveSibling(id + "-" + copy);
        Files.createDirectories(folder);
        Optional<FileLock> lock = FileLock.tryTake(folder.resolve(".lock"));
        if (lock.isPresent()) {
          return new Profile(folder, false, lock);
        }
      }
      throw new StartException(
          "%d copies of %s are running already; close some".formatted(MOST_COPIES, id));
    } catch (IOException e) {
      Path folder = folders.makeTemporary("socket-" + id + "-");
      Log.warning(
          "cannot write to %s (%s): what the app stores in this run is lost at its end"
              .formatted(first, Reason.of(e)));
      return new Profile(folder, true, Optional.empty());
    }
  }

  @Override
  public void close() {
    lock.ifPresent(FileLock::close);
    if (temporary) {
      Folders.discard(folder);
    }
  }
}

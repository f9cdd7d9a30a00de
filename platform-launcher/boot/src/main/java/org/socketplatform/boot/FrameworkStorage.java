package org.socketplatform.boot;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the framework keeps what it knows of its bundles, so that the next start is a warm one.
 * Each process has its own slot; the slots of one plan are numbered, and the first free one is
 * taken.
 *
 * @param folder absolute
 * @param temporary gone when the run ends
 * @param lock held until the process ends
 */
record FrameworkStorage(Path folder, boolean temporary, Optional<FileLock> lock)
    implements AutoCloseable {
  private static final String LOCK_SUFFIX = ".lock";
  private static final String FILLED = "filled";
  private static final int MOST_SLOTS = 1000;

  /**
   * Takes the first free slot of a plan.
   *
   * @param plan digest of the plan
   */
  static FrameworkStorage take(UserFolders folders, String plan) {
    Path caches = folders.cache();
    Path slots = caches.resolve(plan);
    try {
      boolean first = !Files.isDirectory(slots);
      Files.createDirectories(slots);
      if (first) {
        removeUnused(caches, slots);
      }
      for (int slot = 1; slot <= MOST_SLOTS; slot++) {
        Optional<FileLock> lock = FileLock.tryTake(slots.resolve(slot + LOCK_SUFFIX));
        if (lock.isPresent()) {
          return new FrameworkStorage(slots.resolve(Integer.toString(slot)), false, lock);
        }
      }
    } catch (IOException e) {
      // No cache: the start is a cold one, which is no reason to bother anyone.
      Log.debug("no framework cache in " + slots + ": " + Reason.of(e));
    }
    return temporary(folders);
  }

  /** A slot that is empty at first and gone when the run ends. */
  static FrameworkStorage temporary(UserFolders folders) {
    return new FrameworkStorage(folders.makeTemporary("socket-framework-"), true, Optional.empty());
  }

  /** True if an earlier run brought all bundles in. */
  boolean filled() {
    return Files.exists(folder.resolve(FILLED));
  }

  /** Notes that all bundles are in. */
  void markFilled() {
    try {
      Files.writeString(folder.resolve(FILLED), "");
    } catch (IOException e) {
      Log.debug("the next start is a cold one: " + Reason.of(e));
    }
  }

  /** Forgets everything. */
  void clear() {
    try {
      Folders.remove(folder);
    } catch (IOException e) {
      throw new StartException(
          "cannot empty the framework cache %s: %s; remove it".formatted(folder, Reason.of(e)), e);
    }
  }

  /** Removes the slots of plans that no process runs any more. */
  private static void removeUnused(Path caches, Path current) throws IOException {
    try (DirectoryStream<Path> plans = Files.newDirectoryStream(caches, Files::isDirectory)) {
      for (Path plan : plans) {
        if (!plan.equals(current) && unused(plan)) {
          Folders.remove(plan);
        }
      }
    }
  }

  private static boolean unused(Path plan) throws IOException {
    try (DirectoryStream<Path> locks = Files.newDirectoryStream(plan, "*" + LOCK_SUFFIX)) {
      for (Path file : locks) {
        Optional<FileLock> lock = FileLock.tryTake(file);
        if (lock.isEmpty()) {
          return false;
        }
        lock.get().close();
      }
    }
    return true;
  }

  @Override
  public void close() {
    lock.ifPresent(FileLock::close);
    if (temporary) {
      Folders.discard(folder);
    }
  }
}

package org.socketplatform.access;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;

/**
 * Holds a file or folder, so that its path leads to it alone while other programs change names
 * around it. Nothing of this is loaded before the first use of a file.
 *
 * <p>Where the system has no means for it, the way is looked at once more instead, which leaves a
 * moment for a link to be put there.
 */
final class Pin implements AutoCloseable {
  private static final @Nullable LinuxFiles LINUX =
      LinuxFiles.isSupported() ? new LinuxFiles(false) : null;

  private static final long NONE = -1;

  private final long descriptor;
  private final Path path;

  private Pin(long descriptor, Path path) {
    this.descriptor = descriptor;
    this.path = path;
  }

  /**
   * Holds a folder.
   *
   * @param folder absolute, all links followed
   * @throws IOException if it is not there, or no folder
   * @throws FailureException if there is a link on the way
   */
  static Pin ofFolder(Path folder) throws IOException {
    return of(folder, true);
  }

  /** Holds a file or a folder; otherwise like {@link #ofFolder}. */
  static Pin of(Path place) throws IOException {
    return of(place, false);
  }

  private static Pin of(Path place, boolean folder) throws IOException {
    if (LINUX == null) {
      requireUnchanged(place, folder);
      return new Pin(NONE, place);
    }
    return of(place, folder, LINUX);
  }

  static Pin of(Path place, boolean folder, LinuxFiles linux) throws IOException {
    long descriptor = folder ? linux.openFolder(place) : linux.open(place);
    if (descriptor < 0) {
      requireUnchanged(place, folder);
      // It seems to be in order, so it may have changed just now, or the table of files is full.
      descriptor = folder ? linux.openFolder(place) : linux.open(place);
      if (descriptor < 0) {
        throw new FileSystemException(place.toString(), null, "Too many open files");
      }
    }
    return new Pin(descriptor, LinuxFiles.path(descriptor));
  }

  /** Says why a place cannot be held, in the words of the file system where that has any. */
  private static void requireUnchanged(Path place, boolean folder) throws IOException {
    if (!place.toRealPath().equals(place)) {
      throw new FailureException(
          new Failure(
              "InvalidStateError",
              "PATH_CHANGED",
              "The path leads elsewhere than when it was checked; try again",
              true,
              Map.of()));
    }
    if (folder && !Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      throw new NotDirectoryException(place.toString());
    }
  }

  /** Leads to what is held. */
  Path path() {
    return path;
  }

  @Override
  public void close() {
    if (descriptor != NONE) {
      LinuxFiles.close(descriptor);
    }
  }
}

package org.socketplatform.plugin;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A place in the file system that the caller was granted. Safe for use by many threads.
 *
 * <p>Security guarantee: what is done here is done at the place that was checked, even if somebody
 * meanwhile puts a symbolic link where a folder on the way was. If that has happened, methods throw
 * a {@link FailureException} with the code {@code PATH_CHANGED}, and nothing is done.
 *
 * <p>The paths that actions get are valid only while the action runs, and are to be used as they
 * are: not made real, not shown to anybody. Exceptions that name them are thrown on with the name
 * of the place instead.
 */
@ProviderType
public interface ScopedPath {
  /**
   * Name of the place: absolute, without links on the way to its last name. For showing only; what
   * is done with it may go elsewhere by then.
   */
  Path path();

  /**
   * Does something with the entry of this name, which need not be there. The last name may have
   * become a symbolic link, so the action must use {@code LinkOption.NOFOLLOW_LINKS} wherever that
   * is offered, and nothing that cannot but follow links: see {@link #atExisting}.
   *
   * @throws IOException of the action; {@link java.nio.file.NoSuchFileException} if the folder of
   *     the entry is missing
   * @throws FailureException if the way to the place is not any more what was checked
   */
  <T> T at(Action<T> action) throws IOException;

  /**
   * Does something with the file or folder that stands here. The path that the action gets leads to
   * that very file, whatever its name is by now; it must be used with links followed.
   *
   * @throws IOException of the action; {@link java.nio.file.NoSuchFileException} if nothing is here
   * @throws FailureException if the place, or the way to it, has become a symbolic link
   */
  <T> T atExisting(Action<T> action) throws IOException;

  /**
   * Makes this folder and those on the way that are missing.
   *
   * @return the name of the first folder that was missing; empty if none was
   * @throws java.nio.file.FileAlreadyExistsException if there is a file in its place
   */
  Optional<Path> createFolders(FileAttribute<?>... attributes) throws IOException;

  /**
   * A place below this one, with its links followed, checked like this one was.
   *
   * @param below a relative path
   * @throws IllegalArgumentException if it is absolute, or leads out of here by its {@code ..}
   * @throws FailureException if the place was not granted
   */
  ScopedPath resolve(Path below) throws IOException;

  /** What to do with a place. */
  @FunctionalInterface
  interface Action<T> {
    /** Does it. */
    T run(Path path) throws IOException;
  }
}

package org.socketplatform.plugin;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
 *
 * <p>In a plugin that runs in a process of its own, a place has no path that leads to it: {@link
 * #at} and {@link #atExisting} throw a {@link FailureException} with the code {@code ISOLATED}. The
 * other methods work there as well, as long as the call is under way that brought the place; a file
 * that was opened stays open until it is closed.
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
   * @param attributes of the folders; none in a process of its own
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

  /** What stands here; a link is not followed. */
  default BasicFileAttributes attributes() throws IOException {
    return at(
        path -> Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
  }

  /**
   * Opens the file that stands here, or makes it if the options say so; to be closed by the caller.
   *
   * @throws FileSystemException if something stands here that is no regular file: pipes would
   *     block, devices never end
   */
  default FileChannel open(Set<StandardOpenOption> options) throws IOException {
    Set<OpenOption> all = new HashSet<>(options);
    all.add(LinkOption.NOFOLLOW_LINKS);
    return at(path -> {
      requireRegularOrMissing(path);
      return FileChannel.open(path, all);
    });
  }

  private static void requireRegularOrMissing(Path path) throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return; // opening it says so, or makes it
    }
    if (attributes.isDirectory()) {
      throw new FileSystemException(path.toString(), null, "Is a directory");
    }
    if (!attributes.isRegularFile()) {
      throw new FileSystemException(path.toString(), null, "Not a regular file");
    }
  }

  /**
   * The names in this folder, in no certain order.
   *
   * @param limit the most entries that the folder may have
   * @throws FailureException {@code TOO_MANY_ENTRIES} if it has more
   */
  default List<String> names(int limit) throws IOException {
    return atExisting(path -> {
      List<String> names = new ArrayList<>();
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(path)) {
        for (Path entry : stream) {
          if (names.size() == limit) {
            throw new FailureException(
                new Failure(
                    "RangeError",
                    "TOO_MANY_ENTRIES",
                    "The folder has more than " + limit + " entries"));
          }
          names.add(String.valueOf(entry.getFileName()));
        }
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
      return names;
    });
  }

  /**
   * Removes the file or link that stands here.
   *
   * @return false if nothing does
   * @throws FileSystemException if it is a folder
   */
  default boolean deleteFile() throws IOException {
    return at(path -> {
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileSystemException(path.toString(), null, "Is a directory");
      }
      return Files.deleteIfExists(path);
    });
  }

  /**
   * Removes the folder that stands here.
   *
   * @return false if nothing does
   * @throws java.nio.file.DirectoryNotEmptyException if there is something in it
   * @throws NotDirectoryException if it is no folder
   */
  default boolean deleteFolder() throws IOException {
    return at(path -> {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
          && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        throw new NotDirectoryException(path.toString());
      }
      return Files.deleteIfExists(path);
    });
  }

  /** What to do with a place. */
  @FunctionalInterface
  interface Action<T> {
    /** Does it. */
    T run(Path path) throws IOException;
  }
}

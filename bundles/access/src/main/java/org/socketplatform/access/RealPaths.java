package org.socketplatform.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Where a path leads in the end. Other than {@link Path#toRealPath} this goes through links that
 * dangle, since writing to such a link makes the file that it names, and past files that are not
 * there yet.
 */
final class RealPaths {
  /** As Linux does (path_resolution(7)). */
  private static final int MOST_LINKS = 40;

  /** In bytes; NAME_MAX of Linux. */
  private static final int LONGEST_NAME = 255;

  private RealPaths() {}

  /**
   * The place that an absolute path names, every link followed.
   *
   * @throws IOException if that cannot be told
   */
  static Path follow(Path path) throws IOException {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return walk(path);
    }
  }

  /**
   * The place of the directory entry that an absolute path names, which may be a link itself.
   *
   * @throws IOException if that cannot be told
   */
  static Path entry(Path path) throws IOException {
    Path parent = path.getParent();
    Path name = path.getFileName();
    return parent == null || name == null ? path : follow(parent).resolve(name);
  }

  private static Path walk(Path path) throws IOException {
    Deque<Path> ahead = new ArrayDeque<>();
    path.forEach(ahead::addLast);
    Path root = path.getRoot();
    Path reached = root;
    int links = 0;
    while (!ahead.isEmpty()) {
      Path name = ahead.removeFirst();
      if (name.toString().equals(".") || name.toString().isEmpty()) {
        continue;
      }
      if (name.toString().equals("..")) {
        Path parent = reached.getParent();
        reached = parent == null ? root : parent;
        continue;
      }
      Path next = reached.resolve(name);
      if (!Files.isSymbolicLink(next)) {
        // A folder that may not be searched hides its links, so it must not be passed.
        requireKnown(next);
        reached = next;
        continue;
      }
      if (++links > MOST_LINKS) {
        throw new FileSystemException(path.toString(), null, "Too many levels of symbolic links");
      }
      Path target = Files.readSymbolicLink(next);
      Deque<Path> names = new ArrayDeque<>();
      target.forEach(names::addFirst);
      names.forEach(ahead::addFirst);
      if (target.isAbsolute()) {
        reached = root;
      }
    }
    return reached;
  }

  private static void requireKnown(Path path) throws IOException {
    try {
      Files.readAttributes(path, "isDirectory", LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      // It can be made.
    } catch (FileSystemException e) {
      if (!isTooLong(path.getFileName())
          && !Files.isRegularFile(path.getParent(), LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
    }
  }

  /** No file can have such a name, so nothing is hidden behind it. */
  private static boolean isTooLong(Path name) {
    return name.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME;
  }
}

package org.socketplatform.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A file that the caller was granted to write, which need not be there yet. Thread-safe. */
public final class WritableFile {
  private final ScopedPath place;

  /** A file at a place that was checked for writing. */
  public WritableFile(ScopedPath place) {
    this.place = place;
  }

  /** Its name, for showing. */
  public String name() {
    return String.valueOf(place.path().getFileName());
  }

  /**
   * Opens it for writing; to be closed by the caller.
   *
   * @param options such as {@link StandardOpenOption#CREATE} or {@link StandardOpenOption#APPEND}
   * @throws FileSystemException if something stands there that is no regular file
   */
  public FileChannel open(StandardOpenOption... options) throws IOException {
    Set<OpenOption> all = new HashSet<>(List.of(options));
    if (all.contains(StandardOpenOption.READ)) {
      throw new IllegalArgumentException("A writable file was not granted to be read");
    }
    all.add(StandardOpenOption.WRITE);
    all.add(LinkOption.NOFOLLOW_LINKS);
    return place.at(path -> {
      requireRegularOrMissing(path);
      return FileChannel.open(path, all);
    });
  }

  /** Opens it for writing from an empty start, made if need be; to be closed by the caller. */
  public OutputStream newOutputStream() throws IOException {
    return Channels.newOutputStream(
        open(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING));
  }

  /** Makes these bytes all that is in it; it is made if need be. */
  public void writeAll(byte[] bytes) throws IOException {
    try (OutputStream out = newOutputStream()) {
      out.write(bytes);
    }
  }

  /**
   * Removes it.
   *
   * @throws FileSystemException if it is a folder
   * @return false if there was none
   */
  public boolean delete() throws IOException {
    return place.at(path -> {
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileSystemException(path.toString(), null, "Is a directory");
      }
      return Files.deleteIfExists(path);
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
}

package org.socketplatform.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.StandardOpenOption;
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
    Set<StandardOpenOption> all = new HashSet<>(List.of(options));
    if (all.contains(StandardOpenOption.READ)) {
      throw new IllegalArgumentException("A writable file was not granted to be read");
    }
    all.add(StandardOpenOption.WRITE);
    return place.open(all);
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
    return place.deleteFile();
  }
}

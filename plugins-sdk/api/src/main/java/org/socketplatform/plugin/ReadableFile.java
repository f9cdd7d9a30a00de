package org.socketplatform.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/** A file that the caller was granted to read. Safe for use by many threads. */
public final class ReadableFile {
  private final ScopedPath place;

  /** A file at a place that was checked for reading. */
  public ReadableFile(ScopedPath place) {
    this.place = place;
  }

  /** Its name, for showing. */
  public String name() {
    return String.valueOf(place.path().getFileName());
  }

  /** Its size in bytes, times and the like. */
  public BasicFileAttributes attributes() throws IOException {
    return place.attributes();
  }

  /**
   * Opens it; to be closed by the caller.
   *
   * @throws FileSystemException if it is no regular file: pipes would block, devices never end
   */
  public FileChannel open() throws IOException {
    return place.open(Set.of(StandardOpenOption.READ));
  }

  /** Opens it for reading from its start; to be closed by the caller. */
  public InputStream newInputStream() throws IOException {
    return Channels.newInputStream(open());
  }

  /**
   * All of it.
   *
   * @param limit the most bytes that it may have
   * @throws FailureException too large if it has more
   */
  public byte[] readAll(int limit) throws IOException {
    try (InputStream in = newInputStream()) {
      byte[] bytes = in.readNBytes(limit);
      if (bytes.length == limit && in.read() >= 0) {
        throw new FailureException(
            new Failure(
                "RangeError", "FILE_TOO_LARGE", "The file is larger than " + limit + " bytes"));
      }
      return bytes;
    }
  }
}

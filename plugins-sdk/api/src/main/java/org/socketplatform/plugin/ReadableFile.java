package org.socketplatform.plugin;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
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

  /** Opens it; to be closed by the caller. */
  public FileChannel open() throws IOException {
    return place.at(
        path -> FileChannel.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
  }
}

package org.socketplatform.plugin;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
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
   */
  public FileChannel open(StandardOpenOption... options) throws IOException {
    Set<OpenOption> all = new HashSet<>(List.of(options));
    if (all.contains(StandardOpenOption.READ)) {
      throw new IllegalArgumentException("A writable file was not granted to be read");
    }
    all.add(StandardOpenOption.WRITE);
    all.add(LinkOption.NOFOLLOW_LINKS);
    return place.at(path -> FileChannel.open(path, all));
  }
}

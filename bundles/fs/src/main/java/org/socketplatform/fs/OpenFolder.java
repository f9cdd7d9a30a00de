package org.socketplatform.fs;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** A folder that a page reads page by page. Safe for use by many threads. */
final class OpenFolder implements Handle {
  private final DirectoryStream<Path> stream;
  private final Iterator<Path> entries;

  private OpenFolder(DirectoryStream<Path> stream, Iterator<Path> entries) {
    this.stream = stream;
    this.entries = entries;
  }

  @SuppressWarnings("StreamResourceLeak") // closed with the handle
  static OpenFolder open(Path path) throws IOException {
    DirectoryStream<Path> stream = Files.newDirectoryStream(path);
    return new OpenFolder(stream, stream.iterator());
  }

  /** Goes on with what {@link #release} gave. */
  @SuppressWarnings("unchecked") // of paths, as the only thing that is ever released
  static OpenFolder adopt(Map<?, ?> released) {
    return new OpenFolder(
        (DirectoryStream<Path>) Released.of(released, "stream", DirectoryStream.class),
        (Iterator<Path>) Released.of(released, "entries", Iterator.class));
  }

  @Override
  public Map<String, Object> release() {
    return Map.of("stream", stream, "entries", entries);
  }

  /** The next entries, in the order of the file system; none at the end. */
  synchronized List<Path> next(long count) throws IOException {
    List<Path> page = new ArrayList<>();
    try {
      while (page.size() < count && entries.hasNext()) {
        page.add(entries.next());
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return page;
  }

  @Override
  public String type() {
    return "directory";
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}

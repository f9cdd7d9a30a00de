package org.socketplatform.fs;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** A folder that a page reads page by page. Safe for use by many threads. */
final class OpenFolder implements Handle {
  private final DirectoryStream<Path> stream;
  private final Iterator<Path> entries;

  private OpenFolder(DirectoryStream<Path> stream) {
    this.stream = stream;
    this.entries = stream.iterator();
  }

  @SuppressWarnings("StreamResourceLeak") // closed with the handle
  static OpenFolder open(Path path) throws IOException {
    return new OpenFolder(Files.newDirectoryStream(path));
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

package org.socketplatform.fs;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.ScopedPath;

/**
 * A folder that a page reads page by page: the one that was opened, wherever it is moved to. Safe
 * for use by many threads.
 */
final class OpenFolder implements Handle {
  private final ScopedPath place;
  private final DirectoryStream<Path> stream;
  private final Iterator<Path> entries;

  private OpenFolder(ScopedPath place, DirectoryStream<Path> stream, Iterator<Path> entries) {
    this.place = place;
    this.stream = stream;
    this.entries = entries;
  }

  /** A name in the folder and what it stands for. */
  record Entry(Path path, EntryType type) {
    /** As text; what is no UTF-8 in it is replaced by marks. */
    String name() {
      return path.toString();
    }

    /** True if the text has marks in place of something. */
    boolean isLossy() {
      return RawNames.isLossy(path);
    }

    /** Its bytes, escaped as in a URI. */
    String escaped() {
      return RawNames.escaped(path);
    }
  }

  @SuppressWarnings("StreamResourceLeak") // closed with the handle
  static OpenFolder open(ScopedPath place) throws IOException {
    return place.atExisting(path -> {
      DirectoryStream<Path> stream = Files.newDirectoryStream(path);
      return new OpenFolder(place, stream, stream.iterator());
    });
  }

  /** Goes on with what {@link #release} gave. */
  @SuppressWarnings("unchecked") // of paths, as the only thing that is ever released
  static OpenFolder adopt(Map<?, ?> released) {
    return new OpenFolder(
        Released.of(released, "place", ScopedPath.class),
        (DirectoryStream<Path>) Released.of(released, "stream", DirectoryStream.class),
        (Iterator<Path>) Released.of(released, "entries", Iterator.class));
  }

  @Override
  public Map<String, Object> release() {
    return Map.of("place", place, "stream", stream, "entries", entries);
  }

  /**
   * The next entries, in the order of the file system; none at the end.
   *
   * @param types false to leave the types unknown
   */
  synchronized List<Entry> next(long count, boolean types) throws IOException {
    List<Entry> page = new ArrayList<>();
    try {
      while (page.size() < count && entries.hasNext()) {
        Path name = entries.next().getFileName();
        page.add(new Entry(name, types ? type(name) : EntryType.UNKNOWN));
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return page;
  }

  /** The type of an entry; unknown if it has just gone. */
  private EntryType type(Path name) {
    try {
      if (stream instanceof SecureDirectoryStream<Path> open) {
        BasicFileAttributes attributes =
            open.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
        if (!attributes.isOther()) {
          return EntryType.of(attributes);
        }
      }
      // Only by a path does the JDK tell the kinds of special files apart.
      return place.atExisting(folder -> EntryType.of(folder.resolve(name)));
    } catch (IOException | FailureException e) {
      return EntryType.UNKNOWN;
    }
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

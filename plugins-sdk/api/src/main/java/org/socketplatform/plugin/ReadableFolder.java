package org.socketplatform.plugin;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** A folder that the caller was granted to read. Safe for use by many threads. */
public final class ReadableFolder {
  private final ScopedPath place;

  /** A folder at a place that was checked for reading. */
  public ReadableFolder(ScopedPath place) {
    this.place = place;
  }

  /** Its name, for showing. */
  public String name() {
    return String.valueOf(place.path().getFileName());
  }

  /**
   * A file in it or below.
   *
   * @param below such as {@code a.txt} or {@code images/a.png}
   * @throws IllegalArgumentException if it leads out of this folder
   * @throws FailureException if it was not granted
   */
  public ReadableFile file(String below) throws IOException {
    return new ReadableFile(place.resolve(Path.of(below)));
  }

  /** A folder in it or below; see {@link #file}. */
  public ReadableFolder folder(String below) throws IOException {
    return new ReadableFolder(place.resolve(Path.of(below)));
  }

  /**
   * The regular files in it that were granted, links to such files included, in no certain order.
   *
   * @param limit the most entries that the folder may have
   * @throws FailureException {@code TOO_MANY_ENTRIES} if it has more
   */
  public List<ReadableFile> files(int limit) throws IOException {
    return entries(limit, BasicFileAttributes::isRegularFile, ReadableFile::new);
  }

  /** The folders in it that were granted; see {@link #files}. */
  public List<ReadableFolder> folders(int limit) throws IOException {
    return entries(limit, BasicFileAttributes::isDirectory, ReadableFolder::new);
  }

  private <T> List<T> entries(
      int limit, Predicate<BasicFileAttributes> wanted, Function<ScopedPath, T> type)
      throws IOException {
    List<T> entries = new ArrayList<>();
    for (String name : place.names(limit)) {
      try {
        ScopedPath entry = place.resolve(Path.of(name));
        BasicFileAttributes attributes = entry.attributes();
        if (wanted.test(attributes)) {
          entries.add(type.apply(entry));
        }
      } catch (FailureException | NoSuchFileException e) {
        // It was not granted, or it has just gone: for the caller it is not there.
      }
    }
    return entries;
  }
}

package org.socketplatform.plugin;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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
    for (Path name : names(limit)) {
      try {
        ScopedPath entry = place.resolve(name);
        BasicFileAttributes attributes =
            entry.at(path ->
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        if (wanted.test(attributes)) {
          entries.add(type.apply(entry));
        }
      } catch (FailureException | NoSuchFileException e) {
        // It was not granted, or it has just gone: for the caller it is not there.
      }
    }
    return entries;
  }

  private List<Path> names(int limit) throws IOException {
    return place.atExisting(path -> {
      List<Path> names = new ArrayList<>();
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(path)) {
        for (Path entry : stream) {
          if (names.size() == limit) {
            throw new FailureException(
                new Failure(
                    "RangeError",
                    "TOO_MANY_ENTRIES",
                    "The folder has more than " + limit + " entries"));
          }
          names.add(entry.getFileName());
        }
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
      return names;
    });
  }
}

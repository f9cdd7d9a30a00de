package org.socketplatform.plugin;

import java.io.IOException;
import java.nio.file.Path;

/** A folder that the caller was granted to change, which need not be there yet. Thread-safe. */
public final class WritableFolder {
  private final ScopedPath place;

  /** A folder at a place that was checked for writing. */
  public WritableFolder(ScopedPath place) {
    this.place = place;
  }

  /** Its name, for showing. */
  public String name() {
    return String.valueOf(place.path().getFileName());
  }

  /**
   * A file in it or below, which need not be there yet.
   *
   * @param below such as {@code a.txt} or {@code images/a.png}
   * @throws IllegalArgumentException if it leads out of this folder
   * @throws FailureException if it was not granted
   */
  public WritableFile file(String below) throws IOException {
    return new WritableFile(place.resolve(Path.of(below)));
  }

  /** A folder in it or below, which need not be there yet; see {@link #file}. */
  public WritableFolder folder(String below) throws IOException {
    return new WritableFolder(place.resolve(Path.of(below)));
  }

  /** Makes it and the folders on the way to it; nothing happens if it is there. */
  public void create() throws IOException {
    place.createFolders();
  }

  /**
   * Removes it.
   *
   * @throws java.nio.file.DirectoryNotEmptyException if there is something in it
   * @return false if it was not there
   */
  public boolean delete() throws IOException {
    return place.deleteFolder();
  }
}

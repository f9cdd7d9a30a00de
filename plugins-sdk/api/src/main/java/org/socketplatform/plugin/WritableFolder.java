package org.socketplatform.plugin;

/** A folder that the caller was granted to change. Safe for use by many threads. */
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
}

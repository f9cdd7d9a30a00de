package org.socketplatform.plugin;

import java.io.IOException;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A place in the file system that the caller was granted.
 *
 * <p>Security guarantee: what {@link #at} gives to its action leads to the place that was checked,
 * even if somebody meanwhile puts a symbolic link where a folder on the way was.
 */
@ProviderType
public interface ScopedPath {
  /** Name of the place: absolute, without links on the way to its last name. For showing only. */
  Path path();

  /**
   * Does something with the place. The path that the action gets is valid only while it runs; it is
   * to be used with {@code LinkOption.NOFOLLOW_LINKS} wherever that is offered.
   *
   * @throws IOException of the action, or if the way to the place is not any more what was checked
   */
  <T> T at(Action<T> action) throws IOException;

  /** What to do with a place. */
  @FunctionalInterface
  interface Action<T> {
    /** Does it. */
    T run(Path path) throws IOException;
  }
}

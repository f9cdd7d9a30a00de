package org.socketplatform.access;

import java.io.IOException;
import java.nio.file.Path;
import org.socketplatform.plugin.ScopedPath;

/** A path that was granted. */
record CheckedPath(Path path) implements ScopedPath {
  @Override
  public <T> T at(Action<T> action) throws IOException {
    return action.run(path);
  }
}

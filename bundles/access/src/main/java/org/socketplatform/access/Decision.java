package org.socketplatform.access;

import java.nio.file.Path;
import java.util.Map;
import org.socketplatform.plugin.Failure;

/** Whether a call may go on. */
public sealed interface Decision {
  /**
   * It may.
   *
   * @param paths the path parameters of the route, absolute and checked
   */
  record Allowed(Map<String, Path> paths) implements Decision {
    static final Allowed WITHOUT_PATHS = new Allowed(Map.of());

    public Allowed {
      paths = Map.copyOf(paths);
    }
  }

  /**
   * It may not.
   *
   * @param failure what the caller is told: not more than it brought
   * @param explanation what the developer is told: what was refused, and what to write in {@code
   *     socket.ini} to allow it
   */
  record Refused(Failure failure, String explanation) implements Decision {}

  /**
   * A path parameter is missing or no path, so there is nothing to decide about.
   *
   * @param failure what the caller is told
   */
  record Malformed(Failure failure) implements Decision {}
}

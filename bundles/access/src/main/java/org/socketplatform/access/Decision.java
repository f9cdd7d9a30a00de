package org.socketplatform.access;

import java.util.Map;
import org.socketplatform.plugin.CommandLine;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.HostAndPort;
import org.socketplatform.plugin.ScopedPath;

/** Whether a call may go on. */
public sealed interface Decision {
  /**
   * It may.
   *
   * @param paths the checked parameters of the route that are places
   * @param hosts those that are hosts
   * @param programs those that are programs
   */
  record Allowed(
      Map<String, ScopedPath> paths,
      Map<String, HostAndPort> hosts,
      Map<String, CommandLine> programs)
      implements Decision {
    static final Allowed WITHOUT_SCOPES = new Allowed(Map.of(), Map.of(), Map.of());

    public Allowed {
      paths = Map.copyOf(paths);
      hosts = Map.copyOf(hosts);
      programs = Map.copyOf(programs);
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

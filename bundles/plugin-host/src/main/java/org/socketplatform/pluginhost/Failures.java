package org.socketplatform.pluginhost;

import java.util.Map;
import org.socketplatform.plugin.Failure;

/** What callers of a plugin out of process may be told while there is no process. */
final class Failures {
  private Failures() {}

  static Failure startFailed(String plugin, String why) {
    return new Failure(
        "InvalidStateError",
        "PLUGIN_START_FAILED",
        "The plugin " + plugin + " does not start in a process of its own: " + why);
  }

  /** It is still on its way. */
  static Failure unavailable(String plugin) {
    return new Failure(
        "InvalidStateError",
        "PLUGIN_UNAVAILABLE",
        "The plugin " + plugin + " is not ready yet; try again",
        true,
        Map.of());
  }

  /** A plugin calls while the router is replaced. */
  static Failure withoutRouter() {
    return new Failure(
        "InvalidStateError",
        "PLUGIN_UNAVAILABLE",
        "The router is not there; try again",
        true,
        Map.of());
  }
}

package org.socketplatform.router;

import java.util.Map;
import org.socketplatform.plugin.Failure;

/** What the router answers where no plugin does. */
final class Failures {
  static final String DEADLINE_EXCEEDED = "DEADLINE_EXCEEDED";

  private static final int LONGEST_NAME = 100;

  private Failures() {}

  static Failure unknown(String route) {
    return Failure.notFound("No plugin serves the command " + shown(route));
  }

  static Failure unavailable(String route) {
    return retryable(
        "PLUGIN_UNAVAILABLE", "The plugin that serves " + route + " is not there; try again");
  }

  static Failure reloaded(String route) {
    return retryable(
        "PLUGIN_RELOADED",
        "The plugin that served " + route + " was replaced meanwhile; try again");
  }

  static Failure deadlineExceeded(String route) {
    return new Failure(
        "TimeoutError", DEADLINE_EXCEEDED, shown(route) + " was not answered by its deadline");
  }

  private static Failure retryable(String code, String message) {
    return new Failure("InvalidStateError", code, message, true, Map.of());
  }

  private static String shown(String route) {
    return route.length() <= LONGEST_NAME ? route : route.substring(0, LONGEST_NAME) + "...";
  }
}

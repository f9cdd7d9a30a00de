package org.socketplatform.pluginprotocol;

import java.util.Map;
import org.socketplatform.plugin.Failure;

/** What callers may be told beyond what the other side says itself. */
final class Failures {
  private Failures() {}

  /** Its process ended, or was ended because it broke the protocol. */
  static Failure crashed(String plugin) {
    return new Failure(
        "InvalidStateError",
        "PLUGIN_CRASHED",
        "The process of the plugin " + plugin + " ended during the call; try again",
        true,
        Map.of());
  }

  /** More calls are under way than one process is given. */
  static Failure busy(String plugin) {
    return new Failure(
        "InvalidStateError",
        "PLUGIN_BUSY",
        "The plugin " + plugin + " has too many calls under way; try again",
        true,
        Map.of());
  }

  static Failure replyTooLarge(String route, long limit) {
    return new Failure(
        "RangeError",
        "REPLY_TOO_LARGE",
        "The answer of "
            + route
            + " needs more than the "
            + limit
            + " bytes that are kept for a plugin out of process");
  }

  /** The other side makes more calls than it is allowed. */
  static Failure tooManyCalls() {
    return new Failure(
        "InvalidStateError",
        "PLUGIN_BUSY",
        "Too many calls are under way from the process of this plugin; try again",
        true,
        Map.of());
  }

  static Failure deadlineExceeded(String route) {
    return new Failure(
        "TimeoutError", "DEADLINE_EXCEEDED", route + " was not answered by its deadline");
  }

  static Failure callTooLarge(int limit) {
    return new Failure(
        "RangeError",
        "CALL_TOO_LARGE",
        "The parameters of a call to a plugin out of process are limited to "
            + limit
            + " bytes; send more as the body");
  }
}

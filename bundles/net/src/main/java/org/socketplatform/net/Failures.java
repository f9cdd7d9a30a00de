package org.socketplatform.net;

import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;

/** What calls fail with, besides what the system says. */
final class Failures {
  private Failures() {}

  static FailureException taken(long id) {
    return new FailureException(
        new Failure("InvalidStateError", "EEXIST", "Something is open under the number " + id));
  }

  static FailureException unknown(long id) {
    return new FailureException(
        new Failure("NotFoundError", "ENOTOPEN", "Nothing of that kind is open under this id")
            .with("id", id));
  }

  static FailureException invalid(String param, String why) {
    return new FailureException(
        Failure.badRequest("Invalid '" + param + "' given in parameters: " + why));
  }
}

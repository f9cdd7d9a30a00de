package org.socketplatform.bluetooth;

import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;

/** UUIDs as pages write them. */
final class Uuids {
  private static final Pattern FORM =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private Uuids() {}

  /**
   * A UUID in its form of 36 characters.
   *
   * @throws FailureException if it is none
   */
  static UUID parse(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (!FORM.matcher(lower).matches()) {
      throw new FailureException(
          Failure.badRequest(
              "'"
                  + text.substring(0, Math.min(64, text.length()))
                  + "' is no UUID of 36 characters"));
    }
    return UUID.fromString(lower);
  }
}

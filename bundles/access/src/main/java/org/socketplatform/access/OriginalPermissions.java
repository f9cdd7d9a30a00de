package org.socketplatform.access;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.Settings;

/**
 * The keys of {@code [permissions]} that Socket Runtime has for routes: {@code allow_x = false}
 * refuses them. They hold whether or not there are capabilities.
 */
final class OriginalPermissions {
  private static final String SECTION = "permissions";

  private final Map<String, Refusal> byPrefix = new LinkedHashMap<>();

  private record Refusal(Failure failure, String key) {}

  OriginalPermissions(Settings settings) {
    forbid(
        settings,
        "allow_bluetooth",
        "bluetooth.",
        new Failure("Error", "NOT_ALLOWED", "Bluetooth is not allowed"));
    forbid(
        settings,
        "allow_hotkeys",
        "window.hotkey.",
        new Failure("SecurityError", "NOT_ALLOWED", "Hotkeys are not allowed"));
    forbid(
        settings,
        "allow_service_worker",
        "serviceworker.",
        new Failure("SecurityError", "NOT_ALLOWED", "Service workers are not allowed"));
  }

  private void forbid(Settings settings, String key, String prefix, Failure failure) {
    if (settings.text(SECTION + "." + key).orElse("").equals("false")) {
      byPrefix.put(prefix, new Refusal(failure, key));
    }
  }

  /** The refusal of a route; null if there is none. */
  Decision.@Nullable Refused refusal(String route) {
    for (Map.Entry<String, Refusal> entry : byPrefix.entrySet()) {
      if (route.startsWith(entry.getKey())) {
        Refusal refusal = entry.getValue();
        return new Decision.Refused(
            refusal.failure(),
            route
                + " is refused. To allow it, remove from socket.ini under [permissions]: "
                + refusal.key()
                + " = false");
      }
    }
    return null;
  }
}

package org.socketplatform.bluetooth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.socketplatform.bluetooth.api.Gatt;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Settings;

/**
 * Which services an app may use, in either role: {@code services[]} under {@code
 * [capabilities.bluetooth]}. {@code deny[]} there takes back. The roles themselves are permissions,
 * which the router checks.
 */
final class ServiceGrants {
  private static final String ANY = "*";

  private final Settings settings;

  ServiceGrants(Settings settings) {
    this.settings = settings;
  }

  /** True if nothing is kept from the caller. */
  boolean isUnrestricted(Caller caller) {
    return !settings.hasSection("capabilities") || caller.kind() == Caller.Kind.PLATFORM;
  }

  /** Refuses a service that was not granted. */
  void require(Caller caller, UUID service) {
    if (!isGranted(caller, service)) {
      throw new FailureException(
          Failure.notAllowed("The Bluetooth service " + service + " is not granted"),
          "a page asked for the Bluetooth service "
              + service
              + ". To grant it, write in socket.ini under [capabilities.bluetooth]: services[] = \""
              + service
              + "\"");
    }
  }

  boolean isGranted(Caller caller, UUID service) {
    return isUnrestricted(caller)
        || (!matches(list(caller, "deny"), service)
            && (isWhole(caller) || matches(list(caller, "services"), service)));
  }

  /** {@code [capabilities] bluetooth = true}. */
  private boolean isWhole(Caller caller) {
    return settings.flag("capabilities.bluetooth", false)
        || settings.flag("capabilities.window." + caller.window() + ".bluetooth", false);
  }

  private List<String> list(Caller caller, String name) {
    List<String> all = new ArrayList<>(settings.list("capabilities.bluetooth." + name));
    all.addAll(settings.list("capabilities.window." + caller.window() + ".bluetooth." + name));
    return all;
  }

  private static boolean matches(List<String> patterns, UUID service) {
    return patterns.stream()
        .map(pattern -> pattern.toLowerCase(Locale.ROOT))
        .anyMatch(pattern ->
            pattern.equals(ANY)
                || pattern.equals("true")
                || pattern.equals(service.toString())
                || isShort(pattern, service));
  }

  /** An identifier of 16 or 32 bits, such as {@code 180d}. */
  private static boolean isShort(String pattern, UUID service) {
    return pattern.matches("(0x)?[0-9a-f]{4}([0-9a-f]{4})?")
        && Gatt.uuid(Long.parseLong(pattern.replace("0x", ""), 16)).equals(service);
  }
}

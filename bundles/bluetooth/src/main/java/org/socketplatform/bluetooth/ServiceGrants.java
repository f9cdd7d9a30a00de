package org.socketplatform.bluetooth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.socketplatform.bluetooth.api.Gatt;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Settings;

/**
 * Which services an app may use, in either role: {@code services[]} under {@code
 * [capabilities.bluetooth]}. {@code deny[]} there takes back. A window may have more or less, and a
 * backend has what stands in its own section alone. The roles themselves are permissions, which the
 * router checks.
 *
 * <p>A grant that cannot be understood grants nothing, and a denial that cannot be understood
 * denies everything.
 */
final class ServiceGrants {
  private static final System.Logger LOG = System.getLogger(ServiceGrants.class.getName());
  private static final String SECTION = "capabilities.";
  private static final String LISTS = "(services|deny)";
  private static final Pattern KEY =
      Pattern.compile("capabilities\\.((window|backend)\\.[^.]+\\.)?bluetooth\\." + LISTS);
  private static final Pattern SHORT = Pattern.compile("(0x)?[0-9a-f]{4}([0-9a-f]{4})?");
  private static final Pattern LONG = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final String BACKEND = "backend:";

  private final Settings settings;

  ServiceGrants(Settings settings) {
    this.settings = settings;
    for (String key : settings.keys()) {
      if (KEY.matcher(key).matches()) {
        settings.list(key).stream()
            .filter(pattern -> !isUnderstood(pattern))
            .forEach(pattern ->
                LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} in socket.ini: ''{1}'' is no UUID, no short one such as 180d, and not *",
                    key,
                    pattern));
      }
    }
  }

  /** True if nothing is kept from the caller. */
  boolean isUnrestricted(Caller caller) {
    return !settings.hasSection("capabilities") || caller.kind() == Caller.Kind.PLATFORM;
  }

  /** Refuses a service that was not granted. */
  void require(Caller caller, UUID service) {
    if (!isGranted(caller, service)) {
      String section = sections(caller).getFirst();
      throw new FailureException(
          Failure.notAllowed("The Bluetooth service " + service + " is not granted"),
          "a page asked for the Bluetooth service "
              + service
              + ". To grant it, write in socket.ini under ["
              + section
              + "]: services[] = \""
              + service
              + "\"");
    }
  }

  boolean isGranted(Caller caller, UUID service) {
    if (isUnrestricted(caller)) {
      return true;
    }
    List<String> sections = sections(caller);
    return lists(sections, "deny").stream()
            .noneMatch(pattern -> !isUnderstood(pattern) || matches(pattern, service))
        && (sections.stream().anyMatch(section -> settings.flag(section, false))
            || lists(sections, "services").stream().anyMatch(each -> matches(each, service)));
  }

  /** Where the grants of a caller stand. */
  private static List<String> sections(Caller caller) {
    String own = "bluetooth";
    if (caller.kind() == Caller.Kind.BACKEND) {
      String name = caller.origin().replaceFirst("^" + BACKEND, "").toLowerCase(Locale.ROOT);
      return List.of(SECTION + "backend." + name + "." + own);
    }
    return List.of(SECTION + own, SECTION + "window." + caller.window() + "." + own);
  }

  private List<String> lists(List<String> sections, String name) {
    List<String> all = new ArrayList<>();
    sections.forEach(section -> all.addAll(settings.list(section + "." + name)));
    return all;
  }

  private static boolean isUnderstood(String pattern) {
    String lower = pattern.toLowerCase(Locale.ROOT);
    return isAny(lower) || SHORT.matcher(lower).matches() || LONG.matcher(lower).matches();
  }

  private static boolean isAny(String lower) {
    return lower.equals("*") || lower.equals("true");
  }

  private static boolean matches(String pattern, UUID service) {
    String lower = pattern.toLowerCase(Locale.ROOT);
    return isAny(lower)
        || lower.equals(service.toString())
        || (SHORT.matcher(lower).matches()
            && Gatt.uuid(Long.parseLong(lower.replace("0x", ""), 16)).equals(service));
  }
}

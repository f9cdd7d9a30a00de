package org.socketplatform.access;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.socketplatform.plugin.Settings;

/** Reads the {@code [capabilities]} sections of {@code socket.ini}. */
final class GrantReader {
  private static final String PREFIX = AccessRules.SECTION + ".";
  private static final String DENY = "deny";

  private final Settings settings;
  private final Locations locations;
  private final List<String> warnings;
  private final Map<String, Grant> grants = new HashMap<>();

  GrantReader(Settings settings, Locations locations, List<String> warnings) {
    this.settings = settings;
    this.locations = locations;
    this.warnings = warnings;
  }

  /** The grants by plugin. */
  Map<String, Grant> read() {
    for (String key : settings.keys()) {
      if (key.startsWith(PREFIX)) {
        read(key, key.substring(PREFIX.length()).toLowerCase(Locale.ROOT).split("\\.", -1));
      }
    }
    return grants;
  }

  private void read(String key, String[] names) {
    Grant grant = grants.computeIfAbsent(names[0], _ -> new Grant());
    if (names.length == 1) {
      readWhole(names[0], grant, settings.text(key).orElse(""));
    } else if (names.length == 2) {
      for (String value : settings.list(key)) {
        readValue(names[0], grant, names[1], value);
      }
    } else {
      warnings.add(
          "[capabilities] "
              + key.substring(PREFIX.length())
              + " is ignored: write [capabilities.plugin] permission = true, or permission[] = path");
    }
  }

  private void readWhole(String plugin, Grant grant, String value) {
    if (isYes(value)) {
      grant.setWhole(true);
    } else if (isNo(value)) {
      grant.setWhole(false);
    } else {
      warnings.add("[capabilities] " + plugin + " must be true or false; it is '" + value + "'");
    }
  }

  private void readValue(String plugin, Grant grant, String permission, String value) {
    boolean denial = permission.equals(DENY);
    if (!denial && isYes(value)) {
      grant.setFlag(permission, true);
      return;
    }
    if (!denial && isNo(value)) {
      grant.setFlag(permission, false);
      return;
    }
    try {
      PathRule rule = PathRule.of(value, locations);
      if (denial) {
        grant.deny(rule);
      } else {
        grant.allow(permission, rule);
      }
    } catch (PathRule.NoSuchFolder e) {
      warnings.add(line(plugin, permission, value) + " has no effect: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      if (denial) {
        grant.denyAllFor(value);
        warnings.add(
            line(plugin, permission, value)
                + " cannot be understood, so all paths are refused to "
                + plugin
                + ": "
                + e.getMessage());
      } else {
        warnings.add(line(plugin, permission, value) + " is ignored: " + e.getMessage());
      }
    }
  }

  private static String line(String plugin, String permission, String value) {
    return "[capabilities." + plugin + "] " + permission + "[] = \"" + value + "\"";
  }

  private static boolean isYes(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "1" -> true;
      default -> false;
    };
  }

  private static boolean isNo(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "false", "no", "off", "0" -> true;
      default -> false;
    };
  }
}

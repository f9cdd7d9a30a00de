package org.socketplatform.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Settings;

/** Reads the {@code [capabilities]} sections of {@code socket.ini}. */
final class GrantReader {
  private static final String PREFIX = AccessRules.SECTION + ".";
  private static final String WINDOW = "window";
  static final String BACKEND = "backend";

  private final Settings settings;
  private final List<String> warnings;
  private final List<Grant> grants = new ArrayList<>();

  GrantReader(Settings settings, List<String> warnings) {
    this.settings = settings;
    this.warnings = warnings;
  }

  /** All lines, in the order of the file. */
  List<Grant> read() {
    for (String key : settings.keys()) {
      if (key.startsWith(PREFIX)) {
        String[] names = key.substring(PREFIX.length()).toLowerCase(Locale.ROOT).split("\\.", -1);
        @Nullable Integer window = window(names);
        if (window != null) {
          read(key, OptionalInt.of(window), "", Arrays.copyOfRange(names, 2, names.length));
        } else if (names.length >= 3 && names[0].equals(BACKEND)) {
          read(key, OptionalInt.empty(), names[1], Arrays.copyOfRange(names, 2, names.length));
        } else {
          read(key, OptionalInt.empty(), "", names);
        }
      }
    }
    return grants;
  }

  /** The number in names such as {@code window.2.fs.read}. */
  private static @Nullable Integer window(String[] names) {
    return names.length >= 3 && names[0].equals(WINDOW) && names[1].matches("[0-9]{1,9}")
        ? Integer.valueOf(names[1])
        : null;
  }

  private void read(String key, OptionalInt window, String backend, String[] names) {
    if (names.length > 2) {
      warnings.add(
          "[capabilities] "
              + key.substring(PREFIX.length())
              + " is ignored: write [capabilities.plugin] permission = true, or permission[] = a"
              + " pattern");
      return;
    }
    String permission = names.length == 1 ? "" : names[1];
    List<String> values = settings.list(key);
    for (int i = 0; i < values.size(); i++) {
      Grant grant =
          new Grant(window, backend, names[0], permission, values.get(i), settings.line(key, i));
      if (permission.isEmpty() && !isYes(grant.value()) && !isNo(grant.value())) {
        warnings.add(
            "["
                + grant.section()
                + "] "
                + names[0]
                + " must be true or false; it is '"
                + grant.value()
                + "'");
      } else {
        grants.add(grant);
      }
    }
  }

  /** The lines by plugin, as they hold for a window; only those about all, if it is -1. */
  static Map<String, PluginGrants> ofWindow(List<Grant> grants, int window) {
    Map<String, PluginGrants> plugins = new HashMap<>();
    for (Grant grant : grants) {
      if (grant.backend().isEmpty()
          && (grant.window().isEmpty() || grant.window().getAsInt() == window)) {
        plugins.computeIfAbsent(grant.plugin(), _ -> new PluginGrants()).add(grant);
      }
    }
    return plugins;
  }

  /** The lines by plugin that are about a backend. */
  static Map<String, PluginGrants> ofBackend(List<Grant> grants, String backend) {
    Map<String, PluginGrants> plugins = new HashMap<>();
    for (Grant grant : grants) {
      if (grant.backend().equals(backend)) {
        plugins.computeIfAbsent(grant.plugin(), _ -> new PluginGrants()).add(grant);
      }
    }
    return plugins;
  }

  /** The backends that have lines of their own. */
  static Iterable<String> backends(List<Grant> grants) {
    TreeSet<String> backends = new TreeSet<>();
    for (Grant grant : grants) {
      if (!grant.backend().isEmpty()) {
        backends.add(grant.backend());
      }
    }
    return backends;
  }

  /** The windows that have lines of their own. */
  static Iterable<Integer> windows(List<Grant> grants) {
    TreeSet<Integer> windows = new TreeSet<>();
    for (Grant grant : grants) {
      grant.window().ifPresent(windows::add);
    }
    return windows;
  }

  static boolean isYes(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "1" -> true;
      default -> false;
    };
  }

  static boolean isNo(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "false", "no", "off", "0" -> true;
      default -> false;
    };
  }
}

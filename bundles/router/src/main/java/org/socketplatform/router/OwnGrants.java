package org.socketplatform.router;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.socketplatform.access.AccessRules;
import org.socketplatform.access.Decision;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.RouteProvider;
import org.socketplatform.plugin.Settings;

/**
 * What plugins in processes of their own may call of their own accord: what was agreed to when they
 * were installed, and comes along with their routes. A plugin that is not known may call nothing.
 * Safe for use by many threads.
 */
final class OwnGrants {
  private static final String SECTION = "capabilities";

  private final List<Granted> plugins = new CopyOnWriteArrayList<>();

  private record Granted(RouteProvider plugin, String caller, AccessRules rules) {}

  void add(RouteProvider plugin, AccessRules rules) {
    plugins.add(new Granted(plugin, "plugin:" + plugin.name(), rules));
  }

  void remove(RouteProvider plugin) {
    plugins.removeIf(granted -> granted.plugin().equals(plugin));
  }

  /** Decides about a call of a plugin, by the newest version that runs. */
  Decision decide(Call call, Route route) {
    Decision decision = null;
    for (Granted granted : plugins.reversed()) {
      if (granted.caller().equals(call.caller().origin())) {
        decision = granted.rules().decide(call.caller(), route, call.params());
        break;
      }
    }
    return decision == null || decision instanceof Decision.Refused
        ? refused(call, route, decision)
        : decision;
  }

  /** The failure stays; what helps the developer is another line than for a page. */
  private static Decision.Refused refused(Call call, Route route, @Nullable Decision decision) {
    Failure failure =
        decision instanceof Decision.Refused refused
            ? refused.failure()
            : Failure.notAllowed("The permission " + route.permission() + " is not granted");
    return new Decision.Refused(
        failure,
        call.caller().origin()
            + " called "
            + route.name()
            + " of its own accord: "
            + failure.message()
            + ". A plugin says by @Needs what it calls for itself, and whoever installs it agrees");
  }

  /**
   * Settings that grant what a plugin needs.
   *
   * @param needs a permission each, with a space and a pattern where it is about values
   */
  static Settings settings(List<?> needs) {
    Map<String, List<String>> granted = new LinkedHashMap<>();
    for (Object need : needs) {
      String[] parts = String.valueOf(need).split(" ", 2);
      granted
          .computeIfAbsent(SECTION + "." + parts[0].replace(':', '.'), _ -> new ArrayList<>())
          .add(parts.length == 1 ? "true" : parts[1]);
    }
    return new Needs(granted);
  }

  private record Needs(Map<String, List<String>> granted) implements Settings {
    @Override
    public Optional<String> text(String key) {
      return list(key).isEmpty() ? Optional.empty() : Optional.of(String.join(" ", list(key)));
    }

    @Override
    public List<String> list(String key) {
      return granted.getOrDefault(key, List.of());
    }

    @Override
    public Set<String> keys() {
      return granted.keySet();
    }

    @Override
    public boolean hasSection(String name) {
      return name.equals(SECTION);
    }
  }
}

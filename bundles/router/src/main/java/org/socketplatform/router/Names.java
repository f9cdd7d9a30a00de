package org.socketplatform.router;

import java.util.List;
import java.util.Optional;
import org.socketplatform.plugin.ReservedNames;
import org.socketplatform.plugin.Route;

/**
 * Who may be called what. The bundles of the platform, known by their symbolic names, share all
 * names among themselves; the store installs no other bundle that is named like them. Any other
 * plugin serves the routes that begin with its own name, and that name belongs to one bundle and is
 * none of the platform's.
 */
final class Names {
  private static final String PLATFORM = "org.socketplatform.";

  private Names() {}

  /**
   * What is wrong with the names of a plugin.
   *
   * @param others those that serve already
   */
  static Optional<String> problem(Provider plugin, List<Provider> others) {
    if (!isPlatform(plugin)) {
      if (ReservedNames.contains(plugin.name())) {
        return Optional.of("its name belongs to the platform; give it another one");
      }
      for (Route route : plugin.routes()) {
        if (!route.name().startsWith(plugin.name() + ".")) {
          return Optional.of(
              "it offers " + route.name() + ", which does not begin with its own name");
        }
      }
    }
    for (Provider other : others) {
      Optional<String> clash = clash(plugin, other);
      if (clash.isPresent()) {
        return clash;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> clash(Provider plugin, Provider other) {
    if (plugin.name().equals(other.name())) {
      return plugin.origin().bundle().equals(other.origin().bundle())
          ? Optional.empty()
          : Optional.of("the bundle " + other.origin().bundle() + " has a plugin of that name");
    }
    return plugin.routes().stream()
        .map(Route::name)
        .filter(name -> other.routes().stream().anyMatch(route -> route.name().equals(name)))
        .findFirst()
        .map(name -> "it offers " + name + ", which the plugin " + other.name() + " serves");
  }

  private static boolean isPlatform(Provider plugin) {
    return plugin.origin().bundle().startsWith(PLATFORM);
  }
}

package org.socketplatform.itest.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Who may use whom. Bundles know the plugin API, never each other; what they share is an exported
 * package named {@code api}.
 */
final class HouseRules {
  private static final String OURS = "org.socketplatform.";
  private static final String PLUGIN_API = "org.socketplatform.plugin";

  /**
   * What bundles may use beyond the plugin API: the kernel is one room, and the relay has an
   * engine.
   */
  private static final Map<String, Set<String>> BEYOND =
      Map.of(
          "router",
          Set.of("org.socketplatform.access"),
          "relay",
          Set.of("org.socketplatform.relay.protocol"));

  /** Libraries without OSGi in the code. */
  private static final Set<String> PURE = Set.of("access", "config");

  private final Set<String> shared;

  private HouseRules(List<BuiltBundle> bundles) {
    this.shared =
        bundles.stream()
            .flatMap(bundle -> bundle.exports().keySet().stream())
            .filter(exported -> exported.endsWith(".api"))
            .collect(Collectors.toSet());
  }

  /** One sentence for each breach. */
  static List<String> breaches(List<BuiltBundle> bundles) {
    HouseRules rules = new HouseRules(bundles);
    List<String> breaches = new ArrayList<>();
    for (BuiltBundle bundle : bundles) {
      breaches.addAll(rules.breaches(bundle));
    }
    return breaches;
  }

  private List<String> breaches(BuiltBundle bundle) {
    List<String> breaches = new ArrayList<>();
    Set<String> foreign = bundle.foreignPackages();
    if (bundle.name().equals("api")) {
      forbid(bundle, foreign, used -> !isJdk(used), "the plugin API depends on the JDK only")
          .forEach(breaches::add);
    } else if (PURE.contains(bundle.name())) {
      forbid(
              bundle,
              foreign,
              used -> !isJdk(used) && !used.equals(PLUGIN_API),
              "a pure library depends on the JDK and the plugin API only")
          .forEach(breaches::add);
    } else {
      forbid(
              bundle,
              foreign,
              used -> used.startsWith(OURS) && !mayUse(bundle, used),
              "bundles know the plugin API, never each other")
          .forEach(breaches::add);
    }
    forbid(
            bundle,
            foreign,
            used -> used.startsWith("org.apache.felix."),
            "only the launcher knows the framework")
        .forEach(breaches::add);
    breaches.addAll(exportBreaches(bundle));
    return breaches;
  }

  private boolean mayUse(BuiltBundle bundle, String used) {
    return used.equals(PLUGIN_API)
        || shared.contains(used)
        || BEYOND.getOrDefault(bundle.name(), Set.of()).contains(used);
  }

  private static List<String> exportBreaches(BuiltBundle bundle) {
    List<String> breaches = new ArrayList<>();
    bundle
        .exports()
        .forEach((exported, version) -> {
          if (version.isEmpty() || !bundle.versioned().contains(exported)) {
            breaches.add(
                bundle.name() + " exports " + exported + " without @Version in its package-info");
          }
          forbid(
                  bundle,
                  bundle.mentions().getOrDefault(exported, new TreeSet<>()),
                  used ->
                      used.startsWith("tools.jackson.")
                          || used.startsWith("com.fasterxml.jackson."),
                  "no JSON library in an API")
              .forEach(breaches::add);
        });
    return breaches;
  }

  private static List<String> forbid(
      BuiltBundle bundle, Set<String> used, Predicate<String> forbidden, String rule) {
    return used.stream()
        .filter(forbidden)
        .map(name -> bundle.name() + " uses " + name + ": " + rule)
        .toList();
  }

  private static boolean isJdk(String name) {
    return name.startsWith("java.");
  }
}

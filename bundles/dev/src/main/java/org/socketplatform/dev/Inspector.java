package org.socketplatform.dev;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.socketplatform.plugin.Application;
import org.socketplatform.plugin.RouteProvider;
import org.socketplatform.plugin.Settings;
import org.socketplatform.plugin.Writable;
import org.socketplatform.router.api.FinishedCall;
import org.socketplatform.router.api.RouteStatistics;
import org.socketplatform.router.api.RouterView;
import org.socketplatform.router.api.Swap;

/** What the inspector shows of the platform that runs. Safe for use by many threads. */
final class Inspector {
  private static final String GRANTS = "capabilities.";
  private static final String OWN = "dev.";

  private final BundleContext context;
  private final Application application;
  private final LogTap logs;

  Inspector(BundleContext context, Application application, LogTap logs) {
    this.context = context;
    this.application = application;
    this.logs = logs;
  }

  /** Unpacks the pages of the inspector and gives their folder. */
  Path unpack() throws IOException {
    Path folder = Files.createDirectories(context.getDataFile("inspector").toPath()).toRealPath();
    Enumeration<URL> entries = context.getBundle().findEntries("inspector", "*", false);
    for (URL entry : Collections.list(entries)) {
      String path = entry.getPath();
      try (InputStream in = entry.openStream()) {
        Files.copy(
            in,
            folder.resolve(path.substring(path.lastIndexOf('/') + 1)),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return folder;
  }

  /**
   * Everything there is to see.
   *
   * @param router empty while it is being replaced
   * @param lastLine number of the last line of the log that is known already
   */
  Writable snapshot(Optional<RouterView> router, long lastLine) {
    return Writable.of(
        Map.of(
            "app",
            application.title() + " (" + application.id() + ")",
            "restricted",
            application.settings().hasSection("capabilities"),
            "grants",
            grants(application.settings()),
            "bundles",
            Arrays.stream(context.getBundles()).map(Inspector::bundle).toList(),
            "routes",
            router.map(RouterView::routes).orElse(List.of()).stream()
                .filter(route -> !route.route().startsWith(OWN))
                .map(Inspector::route)
                .toList(),
            "calls",
            router.map(RouterView::recentCalls).orElse(List.of()).stream()
                .filter(call -> !call.route().startsWith(OWN))
                .map(Inspector::call)
                .toList(),
            "swaps",
            router.map(RouterView::swaps).orElse(List.of()).stream().map(Inspector::swap).toList(),
            "logs",
            logs.since(lastLine)));
  }

  private static List<Map<String, String>> grants(Settings settings) {
    List<Map<String, String>> grants = new ArrayList<>();
    for (String key : settings.keys()) {
      if (key.startsWith(GRANTS)) {
        String[] names = key.substring(GRANTS.length()).split("\\.", 2);
        grants.add(
            Map.of(
                "section",
                names[0],
                "name",
                names.length > 1 ? names[1] : "",
                "value",
                String.join(", ", settings.list(key))));
      }
    }
    return grants;
  }

  private static Map<String, Object> bundle(Bundle bundle) {
    return Map.of(
        "name", Objects.requireNonNullElse(bundle.getSymbolicName(), bundle.getLocation()),
        "version", bundle.getVersion().toString(),
        "state", state(bundle.getState()),
        "provides", provides(bundle.getRegisteredServices()),
        "modified", bundle.getLastModified());
  }

  /** The plugins that a bundle offers. */
  private static String provides(ServiceReference<?> @Nullable [] services) {
    return services == null
        ? ""
        : Arrays.stream(services)
            .filter(service ->
                Arrays.asList((String[]) service.getProperty("objectClass"))
                    .contains(RouteProvider.class.getName()))
            .map(service -> String.valueOf(service.getProperty("component.name")))
            .map(name -> name.equals("null") ? "yes" : name.substring(name.lastIndexOf('.') + 1))
            .collect(Collectors.joining(", "));
  }

  private static String state(int state) {
    return switch (state) {
      case Bundle.ACTIVE -> "active";
      case Bundle.STARTING -> "starting";
      case Bundle.STOPPING -> "stopping";
      case Bundle.RESOLVED -> "resolved";
      case Bundle.INSTALLED -> "installed";
      default -> "uninstalled";
    };
  }

  private static Map<String, Object> route(RouteStatistics route) {
    return Map.of(
        "route", route.route(),
        "served", route.served(),
        "calls", route.calls(),
        "failures", route.failures(),
        "refusals", route.refusals(),
        "p50", micros(route.latency().p50()),
        "p90", micros(route.latency().p90()),
        "p99", micros(route.latency().p99()),
        "max", micros(route.latency().max()));
  }

  private static Map<String, Object> call(FinishedCall call) {
    String kind = call.caller().kind().name().toLowerCase(java.util.Locale.ROOT);
    return Map.of(
        "ended", call.ended().toEpochMilli(),
        "route", call.route(),
        "from", call.caller().window() < 0 ? kind : kind + " of window " + call.caller().window(),
        "outcome", call.outcome(),
        "micros", micros(call.took()));
  }

  private static Map<String, Object> swap(Swap swap) {
    return Map.of(
        "ended", swap.ended().toEpochMilli(),
        "plugin", swap.plugin(),
        "kind", swap.kind().name(),
        "micros", micros(swap.paused()));
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1000;
  }
}

package org.socketplatform.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.RouteProvider;
import org.socketplatform.plugin.Scope;

/**
 * The routes of the platform as a file, written when the platform is built, so that {@code ssc
 * permissions} can tell about a call without starting anything.
 *
 * <p>One route a line, words parted by a tab: name, permission, and for each scope its kind ({@code
 * path}, {@code link}, {@code host} or {@code program}), parameter and permission.
 */
final class RouteList {
  /** Name of the list in the folder of the platform. */
  static final String FILE = "platform.routes";

  private RouteList() {}

  /** Writes the routes of all plugins that run. */
  static void write(BundleContext context, Path file) {
    try {
      List<String> lines =
          context.getServiceReferences(RouteProvider.class, null).stream()
              .flatMap(reference -> routes(context, reference).stream())
              .map(RouteList::line)
              .sorted()
              .toList();
      Files.write(file, lines);
    } catch (IOException e) {
      throw new StartException("cannot write %s: %s".formatted(file, Reason.of(e)), e);
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Route> routes(
      BundleContext context, ServiceReference<RouteProvider> reference) {
    RouteProvider provider = context.getService(reference);
    return provider == null ? List.of() : provider.routes();
  }

  private static String line(Route route) {
    StringBuilder line = new StringBuilder(route.name()).append('\t').append(route.permission());
    for (Scope scope : route.scopes()) {
      line.append('\t').append(kind(scope));
      line.append('\t').append(scope.param()).append('\t').append(scope.permission());
    }
    return line.toString();
  }

  private static String kind(Scope scope) {
    return switch (scope) {
      case Scope.Place place -> place.follow() ? "path" : "link";
      case Scope.Host _ -> "host";
      case Scope.Program _ -> "program";
    };
  }
}

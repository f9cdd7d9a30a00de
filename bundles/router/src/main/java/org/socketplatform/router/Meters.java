package org.socketplatform.router;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.socketplatform.router.api.RouteStatistics;

/** A meter for each route that was ever offered; plugins come and go, the meters stay. */
final class Meters {
  private final ConcurrentHashMap<String, RouteMeter> byRoute = new ConcurrentHashMap<>();

  RouteMeter of(String route) {
    return byRoute.computeIfAbsent(route, RouteMeter::new);
  }

  List<RouteStatistics> read(Predicate<String> served) {
    return byRoute.values().stream()
        .map(meter -> meter.read(served.test(meter.route())))
        .sorted((a, b) -> a.route().compareTo(b.route()))
        .toList();
  }
}

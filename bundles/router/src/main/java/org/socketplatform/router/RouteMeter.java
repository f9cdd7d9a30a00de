package org.socketplatform.router;

import java.util.concurrent.atomic.LongAdder;
import org.socketplatform.router.api.RouteStatistics;

/** Counts what becomes of the calls to one route. Safe for use by many threads. */
final class RouteMeter {
  private final String route;
  private final Latencies latencies = new Latencies();
  private final LongAdder failures = new LongAdder();
  private final LongAdder refusals = new LongAdder();

  RouteMeter(String route) {
    this.route = route;
  }

  String route() {
    return route;
  }

  void answered(long nanos, boolean failed) {
    latencies.record(nanos);
    if (failed) {
      failures.increment();
    }
  }

  void refused() {
    refusals.increment();
  }

  RouteStatistics read(boolean served) {
    Latencies.Reading reading = latencies.read();
    return new RouteStatistics(
        route, served, reading.count(), failures.sum(), refusals.sum(), reading.latency());
  }
}

package org.socketplatform.router;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;

/**
 * Who serves which route: the newest provider of each, and the older one again when it goes.
 * Looking up takes no lock. A call to a route that has just vanished may wait for its next
 * provider, so that replacing a plugin loses no call.
 */
final class RouteTable {
  private final long waitNanos;
  private final Meters meters;
  private final ReentrantLock lock = new ReentrantLock();
  private final Parking parking = new Parking();

  /**
   * Whoever waits for a change. They take no lock: a virtual thread that is next for it, but finds
   * no processor to run on, would hold up the swap that it waits for.
   */
  private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();

  private final List<Provider> oldestFirst = new ArrayList<>();

  /**
   * Each route that is or was served; one map, so that a look-up never falls between two states.
   */
  private volatile Map<String, Entry> entries = Map.of();

  /** What is known of a route. */
  sealed interface Entry {
    Route route();

    RouteMeter meter();
  }

  /** A route and who serves it. */
  record Served(Provider provider, Route route, RouteMeter meter) implements Entry {}

  /** A route that nobody serves any more, without its handler. */
  record Vanished(Route route, RouteMeter meter, long sinceNanos) implements Entry {}

  RouteTable(long waitNanos, Meters meters) {
    this.waitNanos = waitNanos;
    this.meters = meters;
  }

  @Nullable Entry find(String name) {
    return entries.get(name);
  }

  void add(Provider provider) {
    lock.lock();
    try {
      oldestFirst.add(provider);
      oldestFirst.sort(Comparator.comparingLong(served -> served.origin().age()));
      publish();
    } finally {
      lock.unlock();
    }
  }

  void removeAll(Collection<Provider> providers) {
    lock.lock();
    try {
      if (oldestFirst.removeAll(providers)) {
        publish();
      }
    } finally {
      lock.unlock();
    }
  }

  private void publish() {
    Map<String, Entry> now = new HashMap<>();
    long time = System.nanoTime();
    entries.forEach((name, before) ->
        now.put(
            name,
            before instanceof Served
                ? new Vanished(withoutHandler(before.route()), before.meter(), time)
                : before));
    for (Provider provider : oldestFirst) {
      provider
          .routes()
          .forEach(
              route -> now.put(route.name(), new Served(provider, route, meters.of(route.name()))));
    }
    entries = Map.copyOf(now);
    waiting.forEach(LockSupport::unpark);
  }

  /** A handler would keep the class loader of its plugin alive. */
  private static Route withoutHandler(Route route) {
    return new Route(route.name(), route.permission(), route.scopes(), _ -> Reply.ok());
  }

  /**
   * Waits for somebody to serve a vanished route again.
   *
   * @return false if nobody did in time, the call was cancelled or its deadline passed, or too much
   *     waits already
   */
  boolean await(Vanished gone, Call call) throws InterruptedException {
    String route = gone.route().name();
    return park(call, gone.sinceNanos() + waitNanos, () -> find(route) instanceof Served);
  }

  /**
   * Waits for a provider to be taken off that does not serve any more.
   *
   * @return as {@link #await}
   */
  boolean awaitEnd(Served going, Call call) throws InterruptedException {
    String route = going.route().name();
    return park(call, System.nanoTime() + waitNanos, () -> !going.equals(find(route)));
  }

  private boolean park(Call call, long end, BooleanSupplier isOver) throws InterruptedException {
    long size = Parking.sizeOf(call);
    if (!parking.enter(size)) {
      return false;
    }
    Thread caller = Thread.currentThread();
    waiting.add(caller);
    try {
      call.cancellation().onCancel(() -> LockSupport.unpark(caller));
      while (!isOver.getAsBoolean()) {
        long remaining = Math.min(end - System.nanoTime(), call.deadline().remainingNanos());
        if (remaining <= 0 || call.cancellation().isCancelled()) {
          return false;
        }
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        LockSupport.parkNanos(this, remaining);
      }
      return true;
    } finally {
      waiting.remove(caller);
      parking.leave(size);
    }
  }

  int waitingCalls() {
    return parking.calls();
  }
}

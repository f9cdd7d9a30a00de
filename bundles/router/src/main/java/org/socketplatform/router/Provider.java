package org.socketplatform.router;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.RouteProvider;

/**
 * A plugin with its routes and the calls that it is answering.
 *
 * <p>Entered and left calls are counted apart: a sum over striped cells is not atomic, but both
 * counts only grow, so if those left, summed first, equal those entered, summed after, there was an
 * instant without calls in flight; and once closed no call is added.
 */
final class Provider {
  private static final long LONGEST_PARK_NANOS = 10_000_000; // 10 ms

  private final RouteProvider plugin;
  private final long age;
  private final List<Route> routes;
  private final LongAdder entered = new LongAdder();
  private final LongAdder left = new LongAdder();
  private volatile boolean closed;
  private volatile @Nullable Thread drainer;

  /**
   * A plugin that lets calls in.
   *
   * @param age the higher, the newer
   */
  Provider(RouteProvider plugin, long age) {
    this.plugin = plugin;
    this.age = age;
    this.routes = List.copyOf(plugin.routes());
  }

  List<Route> routes() {
    return routes;
  }

  long age() {
    return age;
  }

  String name() {
    return plugin.name();
  }

  /** Begins a call; false if the plugin is leaving. To be followed by {@link #exit} if true. */
  boolean enter() {
    entered.increment();
    if (!closed) {
      return true;
    }
    exit();
    return false;
  }

  void exit() {
    left.increment();
    if (closed) {
      LockSupport.unpark(drainer);
    }
  }

  boolean isIdle() {
    long leftBefore = left.sum();
    return entered.sum() == leftBefore;
  }

  /**
   * Lets no further call in and waits for those that are.
   *
   * @return false if some are still running after that time, or the thread was interrupted
   */
  boolean drain(long nanos) {
    drainer = Thread.currentThread();
    closed = true;
    long end = System.nanoTime() + nanos;
    while (!isIdle()) {
      long remaining = end - System.nanoTime();
      if (remaining <= 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(this, Math.min(remaining, LONGEST_PARK_NANOS));
    }
    return true;
  }
}

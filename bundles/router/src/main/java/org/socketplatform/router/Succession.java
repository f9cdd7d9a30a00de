package org.socketplatform.router;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.socketplatform.router.api.Swap;

/**
 * The plugins of one name, as one follows another, and the state that goes from hand to hand. One
 * comes or goes at a time; calls go on meanwhile.
 */
final class Succession {
  private final String name;
  private final RouteTable table;
  private final Deadlines deadlines;
  private final Watch watch;
  private final Logger log;
  private final long patienceNanos;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final List<Provider> oldestFirst = new ArrayList<>();
  private @Nullable KeptState kept;
  private long emptySinceNanos;
  private boolean wasServed;

  Succession(
      String name,
      RouteTable table,
      Deadlines deadlines,
      Watch watch,
      Logger log,
      long patienceNanos) {
    this.name = name;
    this.table = table;
    this.deadlines = deadlines;
    this.watch = watch;
    this.log = log;
    this.patienceNanos = patienceNanos;
  }

  /** Lets a plugin serve. One with state gets that of the plugin before it first. */
  void add(Provider next) {
    lock.lock();
    try {
      long began = System.nanoTime();
      boolean newest =
          oldestFirst.isEmpty() || oldestFirst.getLast().origin().age() <= next.origin().age();
      if (oldestFirst.isEmpty()) {
        succeed(next);
        if (began - emptySinceNanos < patienceNanos && wasServed) {
          watch.swapped(name, Swap.Kind.IN_PLACE, System.nanoTime() - emptySinceNanos);
        }
      } else if (newest && next.hasState() && oldestFirst.getLast().hasState()) {
        handOver(oldestFirst.getLast(), next);
        watch.swapped(name, Swap.Kind.HANDED_OVER, System.nanoTime() - began);
      } else {
        table.add(next);
        if (newest) {
          watch.swapped(name, Swap.Kind.BLUE_GREEN, 0);
        }
      }
      oldestFirst.add(next);
      oldestFirst.sort(Comparator.comparingLong(provider -> provider.origin().age()));
      wasServed = true;
    } finally {
      lock.unlock();
    }
  }

  private void succeed(Provider next) {
    if (kept != null) {
      next.adopt(kept);
      kept = null;
    }
    table.add(next);
  }

  /** Takes those before off for good: calls wait from then on until the next one serves. */
  private void handOver(Provider before, Provider next) {
    table.removeAll(oldestFirst);
    if (drain(before)) {
      before.release(log).ifPresent(next::adopt);
    }
    table.add(next);
  }

  /**
   * Takes a plugin off; returns when it answers no call any more, or does not end.
   *
   * @param keeps true to keep its state for the next one
   */
  void remove(Provider gone, boolean keeps) {
    lock.lock();
    try {
      boolean newest = !oldestFirst.isEmpty() && oldestFirst.getLast() == gone;
      oldestFirst.remove(gone);
      if (oldestFirst.isEmpty()) {
        emptySinceNanos = System.nanoTime();
      }
      table.removeAll(List.of(gone));
      boolean idle = drain(gone);
      if (newest && idle && keeps) {
        gone.release(log).ifPresent(this::keep);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean drain(Provider old) {
    boolean idle = old.drain(patienceNanos);
    if (!idle) {
      log.log(Level.WARNING, "The plugin " + name + " goes while it still answers calls");
    }
    return idle;
  }

  /** Keeps a state for the next plugin, as long as calls wait for it. */
  private void keep(KeptState state) {
    close();
    kept = state;
    var _ = deadlines.after(patienceNanos, state::close);
  }

  /** Closes what nobody will adopt any more. */
  void close() {
    lock.lock();
    try {
      if (kept != null) {
        kept.close();
        kept = null;
      }
    } finally {
      lock.unlock();
    }
  }
}

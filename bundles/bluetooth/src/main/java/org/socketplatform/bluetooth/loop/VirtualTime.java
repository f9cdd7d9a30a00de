package org.socketplatform.bluetooth.loop;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.socketplatform.bluetooth.api.Registration;

/** A time that passes when it is told to. Safe for use by many threads. */
public final class VirtualTime implements AirTime {
  // Guarded by this.
  private final PriorityQueue<Due> queue =
      new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
  private long now;
  private long numbers;
  private long ids;

  private record Due(long at, long number, long id, long period, Runnable task) {}

  @Override
  public synchronized Registration every(Duration period, Runnable task) {
    long id = ids++;
    queue.add(new Due(now + period.toNanos(), numbers++, id, period.toNanos(), task));
    return () -> {
      synchronized (this) {
        queue.removeIf(due -> due.id() == id);
      }
    };
  }

  /** Lets time pass; what is due runs on the calling thread. */
  public void advance(Duration duration) {
    long end;
    synchronized (this) {
      end = now + duration.toNanos();
    }
    for (Due due = next(end); due != null; due = next(end)) {
      due.task().run();
    }
  }

  private synchronized @Nullable Due next(long end) {
    Due due = queue.peek();
    if (due == null || due.at() > end) {
      now = end;
      return null;
    }
    queue.remove();
    now = due.at();
    queue.add(new Due(now + due.period(), numbers++, due.id(), due.period(), due.task()));
    return due;
  }

  @Override
  public synchronized void close() {
    queue.clear();
  }
}

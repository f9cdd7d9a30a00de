package org.socketplatform.simulator;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time: what happens when. Things of the same millisecond happen in the order in which they
 * were planned, so that a run depends on nothing but its seed.
 *
 * <p>A binary heap over plain arrays, because it holds every datagram that is under way.
 */
final class Schedule {
  /** Something that happens. */
  interface Happening {
    void happen(long now);
  }

  private static final int FIRST_CAPACITY = 1024;

  private long[] times = new long[FIRST_CAPACITY];
  private long[] orders = new long[FIRST_CAPACITY];
  private @Nullable Happening[] happenings = new Happening[FIRST_CAPACITY];
  private int size;
  private long planned;
  private long now;

  /**
   * @param now where time begins, in milliseconds
   */
  Schedule(long now) {
    this.now = now;
  }

  long now() {
    return now;
  }

  /** How many things have been planned so far. */
  long planned() {
    return planned;
  }

  /** Plans something; what should have been in the past happens next. */
  void at(long time, Happening happening) {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      orders = Arrays.copyOf(orders, 2 * size);
      happenings = Arrays.copyOf(happenings, 2 * size);
    }
    rise(size++, Math.max(time, now), planned++, happening);
  }

  /** Lets everything happen that is planned up to a time, which it is then. */
  void runUntil(long end) {
    while (size > 0 && times[0] <= end) {
      now = times[0];
      Happening next = happenings[0];
      removeFirst();
      if (next != null) {
        next.happen(now);
      }
    }
    now = Math.max(now, end);
  }

  private void removeFirst() {
    size--;
    long time = times[size];
    long order = orders[size];
    Happening last = happenings[size];
    happenings[size] = null;
    if (size > 0 && last != null) {
      sink(time, order, last);
    }
  }

  private void rise(int place, long time, long order, Happening happening) {
    int child = place;
    while (child > 0) {
      int parent = (child - 1) >>> 1;
      if (isBefore(times[parent], orders[parent], time, order)) {
        break;
      }
      copy(parent, child);
      child = parent;
    }
    set(child, time, order, happening);
  }

  private void sink(long time, long order, Happening happening) {
    int parent = 0;
    while (2 * parent + 1 < size) {
      int child = 2 * parent + 1;
      if (child + 1 < size
          && isBefore(times[child + 1], orders[child + 1], times[child], orders[child])) {
        child++;
      }
      if (isBefore(time, order, times[child], orders[child])) {
        break;
      }
      copy(child, parent);
      parent = child;
    }
    set(parent, time, order, happening);
  }

  private void copy(int from, int to) {
    times[to] = times[from];
    orders[to] = orders[from];
    happenings[to] = happenings[from];
  }

  private void set(int place, long time, long order, Happening happening) {
    times[place] = time;
    orders[place] = order;
    happenings[place] = happening;
  }

  private static boolean isBefore(long time, long order, long otherTime, long otherOrder) {
    return time < otherTime || (time == otherTime && order < otherOrder);
  }
}

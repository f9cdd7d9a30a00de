package org.socketplatform.relay.protocol.engine;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** What is to be done later, in order of time and, at one time, in order of coming. */
final class Timers {
  /** Something to be done; it can be given up. */
  static final class Timer implements Comparable<Timer> {
    private final long due;
    private final long order;
    private @Nullable Runnable task;

    private Timer(long due, long order, Runnable task) {
      this.due = due;
      this.order = order;
      this.task = task;
    }

    /** It is not to be done any more; harmless if it is done. */
    void cancel() {
      task = null;
    }

    @Override
    public int compareTo(Timer other) {
      int byTime = Long.compare(due, other.due);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Timer> queue = new PriorityQueue<>(4);
  private long order;

  /** Does something at a time. */
  Timer at(long due, Runnable task) {
    Timer timer = new Timer(due, order++, task);
    queue.add(timer);
    return timer;
  }

  /** When the next is due; {@link Long#MAX_VALUE} if there is none. */
  long next() {
    while (!queue.isEmpty() && queue.element().task == null) {
      queue.remove();
    }
    return queue.isEmpty() ? Long.MAX_VALUE : queue.element().due;
  }

  /** Does what is due, also what comes to be due by that. */
  void run(long now) {
    while (next() <= now) {
      Runnable task = queue.remove().task;
      if (task != null) {
        task.run();
      }
    }
  }

  /** Gives everything up. */
  void clear() {
    queue.clear();
  }
}

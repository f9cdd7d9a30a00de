package org.socketplatform.plugin;

import java.util.ArrayList;
import java.util.List;

/**
 * Tells a handler that nobody waits for its answer any more: the page aborted, navigated or closed,
 * or the deadline passed. Safe for use by many threads.
 */
public final class Cancellation {
  private final List<Runnable> listeners = new ArrayList<>(1);
  private boolean cancelled;

  /** Cancels; later calls have no effect. Runs the listeners on the calling thread. */
  public void cancel() {
    List<Runnable> due;
    synchronized (listeners) {
      if (cancelled) {
        return;
      }
      cancelled = true;
      due = List.copyOf(listeners);
      listeners.clear();
    }
    due.forEach(Runnable::run);
  }

  /** True once cancelled. */
  public boolean isCancelled() {
    synchronized (listeners) {
      return cancelled;
    }
  }

  /**
   * Runs the listener once cancelled: now, if that has happened already. It must be quick and must
   * not throw.
   */
  public void onCancel(Runnable listener) {
    synchronized (listeners) {
      if (!cancelled) {
        listeners.add(listener);
        return;
      }
    }
    listener.run();
  }
}

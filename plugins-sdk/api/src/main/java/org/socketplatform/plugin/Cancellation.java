package org.socketplatform.plugin;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells a handler that nobody waits for its answer any more: the page aborted, navigated or closed,
 * or the deadline passed. Safe for use by many threads.
 */
public final class Cancellation {
  private volatile boolean cancelled;

  /** Guarded by this; made when the first listener comes, for few calls have one. */
  private @Nullable List<Runnable> listeners;

  /** Cancels; later calls have no effect. Runs the listeners on the calling thread. */
  public void cancel() {
    List<Runnable> due;
    synchronized (this) {
      if (cancelled) {
        return;
      }
      cancelled = true;
      due = listeners == null ? List.of() : listeners;
      listeners = null;
    }
    due.forEach(Runnable::run);
  }

  /** True once cancelled. */
  public boolean isCancelled() {
    return cancelled;
  }

  /**
   * Runs the listener once cancelled: now, if that has happened already. It must be quick and must
   * not throw.
   */
  public void onCancel(Runnable listener) {
    synchronized (this) {
      if (!cancelled) {
        if (listeners == null) {
          listeners = new ArrayList<>(1);
        }
        listeners.add(listener);
        return;
      }
    }
    listener.run();
  }
}

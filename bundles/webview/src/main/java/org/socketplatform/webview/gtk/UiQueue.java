package org.socketplatform.webview.gtk;

import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Hands tasks to the UI thread through GLib's main loop. SWT's own {@code asyncExec} waits until no
 * GTK event is pending and so starves under load; one idle source for many tasks does not.
 */
final class UiQueue {
  private static final System.Logger LOG = System.getLogger("webview");
  private static final ConcurrentLinkedQueue<Runnable> TASKS = new ConcurrentLinkedQueue<>();
  private static final AtomicBoolean ARMED = new AtomicBoolean();
  private static final long DRAIN = Native.callback(MethodHandles.lookup(), "drain");

  private UiQueue() {}

  /** Runs the task on the UI thread soon, in the order of the calls. */
  static void post(Runnable task) {
    TASKS.add(task);
    if (ARMED.compareAndSet(false, true)) {
      GLib.idle(DRAIN);
    }
  }

  @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // C calls it
  private static long drain(long data, long unused1, long unused2, long unused3) {
    ARMED.set(false);
    Runnable task;
    while ((task = TASKS.poll()) != null) {
      guard(task);
    }
    return 0;
  }

  /** Runs code below a callback from C, where an exception that escapes would end the process. */
  static void guard(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      LOG.log(Level.ERROR, "The window could not do its part", e);
    }
  }
}

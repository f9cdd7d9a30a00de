package org.socketplatform.bluetooth.events;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Runs what listeners are to be told, one thing at a time and in order. Who brings more than can be
 * kept waits, unless it is an inbox itself: two that waited for each other would wait for ever.
 */
public final class Inbox {
  private static final System.Logger LOG = System.getLogger(Inbox.class.getName());
  private static final int KEPT = 4096;
  private static final ScopedValue<Boolean> INSIDE = ScopedValue.newInstance();

  private final String name;
  private final Semaphore room = new Semaphore(KEPT);

  // Guarded by this.
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean running;

  public Inbox(String name) {
    this.name = name;
  }

  /** Runs it soon, on a thread of its own. */
  public void run(Runnable task) {
    boolean counted = !INSIDE.isBound();
    if (counted) {
      room.acquireUninterruptibly();
    }
    Runnable item =
        !counted
            ? task
            : () -> {
              room.release();
              task.run();
            };
    synchronized (this) {
      waiting.add(item);
      if (running) {
        return;
      }
      running = true;
    }
    Thread.ofVirtual()
        .name(name)
        .start(() -> ScopedValue.where(INSIDE, Boolean.TRUE).run(this::drain));
  }

  private void drain() {
    for (Runnable task = next(); task != null; task = next()) {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "A listener of Bluetooth failed", e);
      }
    }
  }

  private synchronized @Nullable Runnable next() {
    Runnable task = waiting.poll();
    running = task != null;
    return task;
  }
}

package org.socketplatform.boot;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The end of the process: asked for once, by the app, a signal or the timeout. Whatever happens
 * then, the process is gone a few seconds later.
 */
final class Exit {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int INTERRUPTED = 130;

  private final AtomicReference<@Nullable Integer> status = new AtomicReference<>();
  private final AtomicReference<@Nullable Runnable> whenAsked = new AtomicReference<>();
  private final CountDownLatch done = new CountDownLatch(1);
  private final Duration patience;

  Exit() {
    this(PATIENCE);
  }

  Exit(Duration patience) {
    this.patience = patience;
  }

  /** Asks for the end; returns at once. Only the first call counts. */
  void ask(int wanted) {
    if (status.compareAndSet(null, wanted & 0xff)) {
      start("exit-watchdog", this::haltWhenStuck);
      runOnce();
    }
  }

  /** What to do when the end is asked for; at once if it was already. Runs in its own thread. */
  void whenAsked(Runnable action) {
    whenAsked.set(action);
    if (asked()) {
      runOnce();
    }
  }

  boolean asked() {
    return status.get() != null;
  }

  /** The exit status that was asked for. */
  int status() {
    Integer asked = status.get();
    return asked == null ? 0 : asked;
  }

  /**
   * Lets a signal, which the JVM takes as the wish to end, close the app as {@link #ask} does. The
   * JVM itself sees to the status, 128 and the number of the signal.
   */
  void onSignals() {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("exit-signal")
                .unstarted(() -> {
                  if (!asked()) {
                    ask(INTERRUPTED);
                    awaitDone();
                  }
                }));
  }

  /** All is closed: nothing keeps the process any more. */
  void done() {
    done.countDown();
  }

  private void awaitDone() {
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void runOnce() {
    Runnable action = whenAsked.getAndSet(null);
    if (action != null) {
      start("exit", action);
    }
  }

  private void haltWhenStuck() {
    if (Training.RUNNING) {
      return;
    }
    try {
      Thread.sleep(patience);
    } catch (InterruptedException e) {
      return;
    }
    Log.warning("the app did not end within %d s and was halted".formatted(patience.toSeconds()));
    Runtime.getRuntime().halt(status());
  }

  private static void start(String name, Runnable action) {
    Thread.ofPlatform().name(name).daemon().start(action);
  }
}

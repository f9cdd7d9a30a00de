package org.socketplatform.router;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls that a plugin is answering. They are kept in several short lists, each under its own
 * lock and used by some of the threads, so that calls hardly ever wait for one another.
 */
final class InFlight {
  private static final int STRIPES = 16; // a power of two
  private static final long LONGEST_PARK_NANOS = 10_000_000; // 10 ms

  private final Stripe[] stripes = new Stripe[STRIPES];
  private volatile @Nullable Thread drainer;

  /** Some of the calls; all fields are guarded by it. */
  private static final class Stripe {
    boolean closed;
    @Nullable RunningCall first;
  }

  InFlight() {
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe();
    }
  }

  private Stripe stripeOf(RunningCall running) {
    return stripes[(int) running.thread.threadId() & (STRIPES - 1)];
  }

  /** Begins a call of this thread; false once closed. To be followed by {@link #exit} if true. */
  boolean enter(RunningCall running) {
    Stripe stripe = stripeOf(running);
    synchronized (stripe) {
      if (stripe.closed) {
        return false;
      }
      RunningCall before = stripe.first;
      running.next = before;
      if (before != null) {
        before.previous = running;
      }
      stripe.first = running;
      return true;
    }
  }

  /** Ends a call. An interrupt that was meant for it is not left to the thread. */
  void exit(RunningCall running) {
    Stripe stripe = stripeOf(running);
    boolean closed;
    synchronized (stripe) {
      if (running.previous == null) {
        stripe.first = running.next;
      } else {
        running.previous.next = running.next;
      }
      if (running.next != null) {
        running.next.previous = running.previous;
      }
      if (running.interrupted) {
        Thread.interrupted();
      }
      closed = stripe.closed;
    }
    if (closed) {
      LockSupport.unpark(drainer);
    }
  }

  /** Lets no further call in. */
  void close() {
    for (Stripe stripe : stripes) {
      synchronized (stripe) {
        stripe.closed = true;
      }
    }
  }

  /**
   * Waits until no call is under way but those of this thread, which would wait for itself. To be
   * called once closed, by one thread at a time.
   *
   * @return false if some are still running after that time, or the thread was interrupted
   */
  boolean awaitEnd(long nanos) {
    drainer = Thread.currentThread();
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

  private boolean isIdle() {
    Thread self = Thread.currentThread();
    for (Stripe stripe : stripes) {
      synchronized (stripe) {
        for (RunningCall call = stripe.first; call != null; call = call.next) {
          if (call.thread != self) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** Tells each call that it is not wanted any more. */
  void stop() {
    List<RunningCall> running = new ArrayList<>();
    forEach(running::add);
    running.forEach(call -> call.stop(Failures.reloaded(call.call.route())));
  }

  /** Interrupts the threads of all calls, if they are still at them. */
  void interrupt() {
    forEach(call -> {
      call.interrupted = true;
      call.thread.interrupt();
    });
  }

  /** Goes over the calls of other threads, under their locks. */
  private void forEach(Consumer<RunningCall> action) {
    for (Stripe stripe : stripes) {
      synchronized (stripe) {
        for (RunningCall call = stripe.first; call != null; call = call.next) {
          if (call.thread != Thread.currentThread()) {
            action.accept(call);
          }
        }
      }
    }
  }
}

package org.socketplatform.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One thread that waits for all sockets. Whatever they have is guarded by one lock, which the
 * thread holds while it serves them and calls of pages while they act; nothing blocks under it.
 *
 * <p>The thread starts with the first socket. Closing the loop leaves the channels open, so that
 * another version of the plugin can go on with them.
 */
final class Loop implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Loop.class.getName());
  private static final long CLOSE_SECONDS = 2;
  private static final int READ_BYTES = 256 * 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(Timer::due));

  /** What is read from a channel, until the receiver has it; guarded by the lock. */
  private @Nullable ByteBuffer shared;

  private final Set<Object> unsettled = new HashSet<>();
  private final Condition settled = lock.newCondition();

  private @Nullable Selector selector;
  private @Nullable Thread thread;
  private boolean closed;

  /** Serves a channel that is ready. */
  interface Ready {
    /** Called under the lock. */
    void ready(SelectionKey key);
  }

  /** Something to do later. */
  record Timer(long due, Runnable task) {}

  /** Acts under the lock. */
  <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  /** Acts under the lock. */
  void run(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a channel from now on. Under the lock.
   *
   * @param operations of {@link SelectionKey}
   */
  SelectionKey register(SelectableChannel channel, int operations, Ready ready) {
    try {
      SelectionKey key = channel.register(started(), operations, ready);
      wake();
      return key;
    } catch (ClosedChannelException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Changes what is waited for; of no effect on a channel that was closed. Under the lock. */
  void interest(SelectionKey key, int operation, boolean wanted) {
    try {
      int before = key.interestOps();
      int after = wanted ? before | operation : before & ~operation;
      if (after != before) {
        key.interestOps(after);
        if (wanted) {
          wake();
        }
      }
    } catch (CancelledKeyException e) {
      // closed meanwhile
    }
  }

  /** Runs a task under the lock after some time, unless it is {@link #forget forgotten}. */
  Timer after(long millis, Runnable task) {
    Timer timer = new Timer(System.nanoTime() + millis * 1_000_000, task);
    timers.add(timer);
    started();
    wake();
    return timer;
  }

  /** Drops a task. Under the lock. */
  void forget(@Nullable Timer timer) {
    if (timer != null) {
      timers.remove(timer);
    }
  }

  /** Something begins that cannot go on elsewhere. Under the lock. */
  void began(Object what) {
    unsettled.add(what);
  }

  /** What {@link #began} may go on elsewhere now, or has ended. Under the lock. */
  void settled(Object what) {
    if (unsettled.remove(what) && unsettled.isEmpty()) {
      settled.signalAll();
    }
  }

  /** Waits until all can go on elsewhere, or the time is over. Under the lock, which others get. */
  void awaitSettled(long millis) {
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (!unsettled.isEmpty() && left > 0) {
        left = settled.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** An empty buffer to read into, good until the lock is released. */
  ByteBuffer shared() {
    ByteBuffer buffer = shared;
    if (buffer == null) {
      buffer = ByteBuffer.allocateDirect(READ_BYTES);
      shared = buffer;
    }
    return buffer.clear();
  }

  private Selector started() {
    Selector current = selector;
    if (current == null) {
      if (closed) {
        throw new ClosedSelectorException();
      }
      try {
        current = Selector.open();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      selector = current;
      Selector own = current;
      thread = Thread.ofPlatform().daemon().name("net").start(() -> serve(own));
    }
    return current;
  }

  /**
   * Waits until the channels that were closed before are closed in the system as well, which the
   * selector does that they are registered with. Not under the lock.
   */
  void awaitClosed() {
    CountDownLatch done = new CountDownLatch(1);
    run(() -> {
      if (selector == null) {
        done.countDown();
      } else {
        after(0, done::countDown);
      }
    });
    try {
      done.await(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets the selector see what was changed, or close what was closed. */
  void wake() {
    Selector current = selector;
    if (current != null && Thread.currentThread() != thread) {
      current.wakeup();
    }
  }

  private void serve(Selector own) {
    try (own) {
      while (own.isOpen()) {
        own.select(untilNext());
        run(() -> {
          if (!closed) {
            serveReady(own);
          }
        });
      }
    } catch (ClosedSelectorException e) {
      // closed by close()
    } catch (IOException e) {
      LOG.log(System.Logger.Level.ERROR, "Sockets cannot be waited for any more", e);
    }
  }

  /** In milliseconds; 0 for as long as it takes. */
  private long untilNext() {
    return locked(() -> {
      Timer next = timers.peek();
      return next == null ? 0L : Math.max(1, (next.due() - System.nanoTime()) / 1_000_000 + 1);
    });
  }

  private void serveReady(Selector own) {
    var keys = own.selectedKeys().iterator();
    while (keys.hasNext()) {
      SelectionKey key = keys.next();
      keys.remove();
      guarded(() -> ((Ready) key.attachment()).ready(key));
    }
    long now = System.nanoTime();
    for (Timer timer = timers.peek();
        timer != null && timer.due() - now <= 0;
        timer = timers.peek()) {
      timers.remove();
      guarded(timer.task());
    }
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (CancelledKeyException e) {
      // closed meanwhile
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "A socket could not be served", e);
    }
  }

  /** Stops waiting and leaves the channels open. Waits for the thread. Not under the lock. */
  @Override
  public void close() {
    closeAfter(() -> true);
  }

  /** Does something last, after which nothing is served; then as {@link #close}. */
  <T> T closeAfter(Supplier<T> last) {
    T result;
    Selector open;
    Thread running;
    lock.lock();
    try {
      result = last.get();
      closed = true;
      timers.clear();
      open = selector;
      running = thread;
      selector = null;
    } finally {
      lock.unlock();
    }
    stop(open, running);
    return result;
  }

  private static void stop(@Nullable Selector open, @Nullable Thread running) {
    if (open == null || running == null) {
      return;
    }
    try {
      open.close();
      running.join();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "A selector could not be closed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

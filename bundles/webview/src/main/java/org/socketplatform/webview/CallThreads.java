package org.socketplatform.webview;

import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The threads on which calls run, so that the UI thread never does. A call that comes while nothing
 * is under way goes to one platform thread that waits for it: waking that costs a third of what it
 * costs to wake the scheduler of the virtual threads. All others get a virtual thread each.
 */
final class CallThreads implements Executor, AutoCloseable {
  private static final System.Logger LOG = System.getLogger("webview");

  private final ExecutorService others =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("call-", 0).factory());

  /** What the first thread works on; null while it waits. */
  private final AtomicReference<@Nullable Runnable> current = new AtomicReference<>();

  private volatile boolean closed;
  private final Thread first = Thread.ofPlatform().daemon().name("call").unstarted(this::work);

  /** Starts the threads. */
  static CallThreads start() {
    CallThreads threads = new CallThreads();
    threads.first.start();
    return threads;
  }

  private CallThreads() {}

  @Override
  public void execute(Runnable call) {
    if (current.compareAndSet(null, call)) {
      LockSupport.unpark(first);
    } else {
      others.execute(() -> run(call));
    }
  }

  private void work() {
    while (!closed) {
      Runnable call = current.get();
      if (call == null) {
        LockSupport.park(this);
      } else {
        run(call);
        Thread.interrupted(); // what was meant for this call is not for the next
        current.set(null);
      }
    }
  }

  private static void run(Runnable call) {
    try {
      call.run();
    } catch (Throwable e) {
      LOG.log(Level.ERROR, "A call failed outside of its plugin", e);
    }
  }

  /** Interrupts the calls under way and takes no more. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(first);
    first.interrupt();
    others.shutdownNow();
  }
}

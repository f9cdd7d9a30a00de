package org.socketplatform.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a descriptor is ready, once for each request: one thread with {@code epoll(7)} for all
 * children, however many there are. Safe for use by many threads.
 */
final class Poller implements AutoCloseable {
  /** There is something to read, or the end. */
  static final int READABLE = 0x1;

  /** There is room to write, or nobody reads. */
  static final int WRITABLE = 0x4;

  private static final Logger LOG = System.getLogger("org.socketplatform.process");
  private static final int EPOLL_CLOEXEC = 0x80000;
  private static final int EPOLLONESHOT = 1 << 30;
  private static final int EPOLL_CTL_ADD = 1;
  private static final int EPOLL_CTL_DEL = 2;
  private static final int EPOLL_CTL_MOD = 3;
  private static final int BATCH = 64;

  /** {@code struct epoll_event}: events, then 8 bytes of ours; without a gap on x86-64. */
  private static final int EVENT_BYTES = Posix.isArm() ? 16 : 12;

  private static final int DATA_OFFSET = EVENT_BYTES - 8;
  private static final MemorySegment CREATE = Posix.function("epoll_create1");
  private static final MemorySegment CONTROL = Posix.function("epoll_ctl");
  private static final MemorySegment WAIT = Posix.function("epoll_wait");

  private final int epoll;
  private final int[] alarm;
  private final Map<Integer, Watch> watches = new HashMap<>();
  private final Thread thread;
  private long lastKey;
  private boolean closed;

  /** What is to be done when a descriptor is ready; null once that was done. */
  private static final class Watch {
    private long key;
    private @Nullable Runnable action;
  }

  Poller() throws IOException {
    epoll = Posix.require(CREATE, EPOLL_CLOEXEC, 0, 0, 0);
    alarm = Posix.pipe(1);
    control(EPOLL_CTL_ADD, alarm[0], READABLE, alarm[0]);
    thread = Thread.ofPlatform().daemon().name("process-poller").start(this::run);
  }

  /**
   * Runs an action once, on the thread of this poller, when a descriptor is ready; in the place of
   * one that still waits. It must be quick.
   */
  synchronized void once(int descriptor, int events, Runnable action) throws IOException {
    if (closed) {
      return;
    }
    @Nullable Watch watch = watches.get(descriptor);
    boolean known = watch != null;
    if (watch == null) {
      watch = new Watch();
      watches.put(descriptor, watch);
    }
    watch.key = ++lastKey << 32 | descriptor;
    watch.action = action;
    control(known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, descriptor, events | EPOLLONESHOT, watch.key);
  }

  /** Must be called before a descriptor is closed. */
  synchronized void forget(int descriptor) {
    if (watches.remove(descriptor) != null && !closed) {
      Posix.call(CONTROL, epoll, EPOLL_CTL_DEL, descriptor);
    }
  }

  private void control(int operation, int descriptor, int events, long key) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment event = arena.allocate(16, 8);
      event.set(JAVA_INT, 0, events);
      event.set(JAVA_LONG_UNALIGNED, DATA_OFFSET, key);
      Posix.require(CONTROL, epoll, operation, descriptor, event.address());
    }
  }

  private void run() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment events = arena.allocate((long) BATCH * EVENT_BYTES, 8);
      while (true) {
        int ready = (int) Posix.call(WAIT, epoll, events.address(), BATCH, -1, 0, 0).value();
        for (int i = 0; i < ready; i++) {
          if (!tell(events.get(JAVA_LONG_UNALIGNED, (long) i * EVENT_BYTES + DATA_OFFSET))) {
            return;
          }
        }
      }
    } finally {
      Posix.close(epoll);
      Posix.close(alarm[0]);
    }
  }

  /** False if it was told to end. */
  private boolean tell(long key) {
    @Nullable Runnable action;
    synchronized (this) {
      if (key == alarm[0]) {
        return false;
      }
      @Nullable Watch watch = watches.get((int) key);
      if (watch == null || watch.key != key) {
        return true; // it was asked anew, or forgotten, meanwhile
      }
      action = watch.action;
      watch.action = null;
    }
    if (action != null) {
      try {
        action.run();
      } catch (RuntimeException | Error e) {
        LOG.log(Level.ERROR, "What waited for a pipe failed", e);
      }
    }
    return true;
  }

  /** Ends the thread; what waits is not told any more. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    Posix.close(alarm[1]); // the end of this pipe is the alarm
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package org.socketplatform.process;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Sees a program end, and tells how.
 *
 * <p>A program in a namespace has a process that waits for it outside ({@code nsenter}). That one
 * stops when the program is stopped, and may do so late: when the program has gone on, or has been
 * killed meanwhile. So it is left alone until the program has ended, and then woken until it has
 * ended as well.
 */
final class EndWatch {
  private static final Logger LOG = System.getLogger("org.socketplatform.process");
  private static final long STEP_NANOS = 1_000_000;
  private static final int NONE = -1;

  private final Spawner.Started started;
  private final Poller poller;
  private final Consumer<Exit> told;
  private final int child;
  private final int program;
  private volatile boolean over;

  /**
   * Begins to watch.
   *
   * @param told how it ended, once, on the thread of the poller
   * @throws IOException if the system refuses
   */
  EndWatch(Spawner.Started started, Poller poller, Consumer<Exit> told) throws IOException {
    this.started = started;
    this.poller = poller;
    this.told = told;
    this.program = started.child() == started.program() ? NONE : watchProgram();
    try {
      this.child =
          Posix.pidDescriptor(started.child())
              .orElseThrow(() -> new IOException("a child that nobody waits for has gone"));
    } catch (IOException e) {
      if (program != NONE) {
        close(program);
      }
      throw e;
    }
    poller.once(child, Poller.READABLE, this::reap);
  }

  private int watchProgram() throws IOException {
    OptionalInt descriptor = Posix.pidDescriptor(started.program());
    if (descriptor.isEmpty()) {
      return NONE; // it has ended already, and who waits for it has seen that
    }
    poller.once(
        descriptor.getAsInt(),
        Poller.READABLE,
        () -> Thread.ofVirtual().name("process-end").start(this::wake));
    return descriptor.getAsInt();
  }

  private void wake() {
    try {
      while (!over && Posix.kill(started.child(), Signals.SIGCONT)) {
        LockSupport.parkNanos(STEP_NANOS);
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "The end of a program may not be seen", e);
    }
  }

  private void reap() {
    if (!close()) {
      return;
    }
    Exit end = Exit.UNKNOWN;
    try {
      end = Posix.reap(started.child()).orElse(Exit.UNKNOWN);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "How a program ended cannot be told", e);
    }
    told.accept(end);
  }

  /**
   * Ends this.
   *
   * @return false if the end was told, or is just being told
   */
  synchronized boolean close() {
    if (over) {
      return false;
    }
    over = true;
    close(child);
    if (program != NONE) {
      close(program);
    }
    return true;
  }

  private void close(int descriptor) {
    poller.forget(descriptor);
    Posix.close(descriptor);
  }
}

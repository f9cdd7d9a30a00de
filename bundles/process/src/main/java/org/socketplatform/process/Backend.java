package org.socketplatform.process;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.FailureException;

/**
 * One backend of the app: starts its program, starts it again when it crashes, ends it. Safe for
 * use by many threads.
 */
final class Backend {
  private static final Logger LOG = System.getLogger("org.socketplatform.process");
  private static final List<Child.Stdio> PIPES =
      List.of(new Child.Stdio.Pipe(), new Child.Stdio.Pipe(), new Child.Stdio.Pipe());
  private static final long STOP_MILLIS = 2000;

  private final BackendConfig config;
  private final Surroundings surroundings;
  private final Backoff backoff = new Backoff();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Run run;
  private @Nullable Future<?> restart;

  /** What backends share. */
  interface Surroundings {
    /**
     * What is to be started for a backend.
     *
     * @throws FailureException if there is no such program
     */
    Launch launch(BackendConfig config);

    /** Starts a program. */
    Child start(Launch launch, List<Child.Stdio> stdio) throws IOException, InterruptedException;

    /** A conversation with a program that was started. */
    Conversation conversation(BackendConfig config, Child child);

    /** Sends an event to all windows. */
    void event(String name, String value);

    /** Does something later, on a thread that may block. */
    Future<?> later(Duration pause, Runnable action);
  }

  /** One run of the program. */
  private record Run(
      Child child, Conversation conversation, BackendReader reader, Thread errors, long began) {}

  Backend(BackendConfig config, Surroundings surroundings) {
    this.config = config;
    this.surroundings = surroundings;
  }

  BackendConfig config() {
    return config;
  }

  /** True if it starts with the app. */
  boolean isWithApp() {
    return config.withApp();
  }

  /** True if it runs, or is to be started again. */
  boolean isWanted() {
    lock.lock();
    try {
      return run != null || restart != null;
    } finally {
      lock.unlock();
    }
  }

  /** The process id of its program; empty if it does not run. */
  Optional<Integer> pid() {
    lock.lock();
    try {
      return Optional.ofNullable(run).map(current -> current.child.pid());
    } finally {
      lock.unlock();
    }
  }

  /** What can be said to its program; empty if it does not run. */
  Optional<Conversation> conversation() {
    lock.lock();
    try {
      return Optional.ofNullable(run).map(Run::conversation);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Starts the program, if it does not run.
   *
   * @param force ends it first, if it does
   * @throws IOException if it cannot be started
   */
  void open(boolean force) throws IOException, InterruptedException {
    if (force) {
      close();
    }
    lock.lock();
    try {
      cancelRestart();
      if (run == null) {
        begin(surroundings.start(surroundings.launch(config), PIPES), new byte[0]);
      }
    } finally {
      lock.unlock();
    }
  }

  private void begin(Child child, byte[] unfinishedLine) {
    Conversation conversation = surroundings.conversation(config, child);
    Inlet output = Objects.requireNonNull(child.inlets().get(1));
    Inlet errors = Objects.requireNonNull(child.inlets().get(2));
    BackendReader reader = new BackendReader(config.name(), output, conversation, unfinishedLine);
    Thread errorReader =
        ErrorLines.start(config.name(), errors, text -> surroundings.event("process-error", text));
    Run begun = new Run(child, conversation, reader, errorReader, System.nanoTime());
    run = begun;
    reader.start();
    var _ = child.exit().thenAcceptAsync(exit -> ended(begun, exit), Thread::startVirtualThread);
  }

  private void ended(Run gone, Exit exit) {
    gone.reader.awaitEnd(); // what it said last comes before the word that it has ended
    gone.conversation.end();
    lock.lock();
    try {
      if (!gone.equals(run)) {
        return; // it was told to end, or was handed over
      }
      run = null;
      boolean crashed = exit.signal() != 0 || exit.code() != 0;
      if (crashed && config.restart()) {
        Duration pause = backoff.after(Duration.ofNanos(System.nanoTime() - gone.began));
        LOG.log(
            Level.ERROR,
            "The backend "
                + config.name()
                + " crashed ("
                + told(exit)
                + "); it is started again in "
                + pause.toSeconds()
                + " s");
        restart = surroundings.later(pause, this::openAgain);
      } else if (crashed) {
        LOG.log(Level.ERROR, "The backend " + config.name() + " crashed: " + told(exit));
      }
    } finally {
      lock.unlock();
    }
    gone.child.destroy();
    surroundings.event("backend-exit", Integer.toString(status(exit)));
  }

  private static String told(Exit exit) {
    return exit.signal() == 0 ? "status " + exit.code() : Signals.name(exit.signal());
  }

  /** As a shell would say it. */
  private static int status(Exit exit) {
    return exit.signal() == 0 ? exit.code() : 128 + exit.signal();
  }

  private void openAgain() {
    try {
      open(false);
    } catch (IOException | FailureException e) {
      LOG.log(Level.ERROR, "The backend " + config.name() + " does not start again", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void cancelRestart() {
    if (restart != null) {
      restart.cancel(false);
      restart = null;
    }
  }

  /** Ends the program: closes its input, and after a while kills it. */
  void close() throws InterruptedException {
    @Nullable Run last;
    lock.lock();
    try {
      cancelRestart();
      last = run;
      run = null;
    } finally {
      lock.unlock();
    }
    if (last == null) {
      return;
    }
    last.child.outlets().values().forEach(Outlet::close);
    try {
      last.child.exit().get(STOP_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.log(Level.DEBUG, "The backend " + config.name() + " is killed, for it does not end");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    last.child.destroy();
    last.conversation.end();
  }

  /** Gives the program up for the next version of this plugin; empty if it does not run. */
  Optional<Map<String, Object>> release() {
    lock.lock();
    try {
      cancelRestart();
      @Nullable Run last = run;
      run = null;
      if (last == null) {
        return Optional.empty();
      }
      Optional<byte[]> rest = last.reader.stop();
      last.errors.interrupt();
      last.errors.join();
      last.conversation.end();
      if (rest.isEmpty() || last.conversation.isBroken()) {
        LOG.log(
            Level.WARNING,
            "The backend " + config.name() + " was within a message: it is started anew");
        last.child.destroy();
        return Optional.empty();
      }
      Map<String, Object> state = new HashMap<>(last.child.release());
      state.put("rest", rest.get());
      return Optional.of(state);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Goes on with what {@link #release} gave. */
  void adopt(Map<?, ?> state, Poller poller) throws IOException {
    lock.lock();
    try {
      begin(Child.of(state, poller), (byte[]) Objects.requireNonNull(state.get("rest")));
    } finally {
      lock.unlock();
    }
  }
}

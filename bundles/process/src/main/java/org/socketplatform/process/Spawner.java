package org.socketplatform.process;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Starts programs, on one thread that lives as long as the app: when it ends, the kernel kills what
 * it has started. So the thread goes over to the next version of this plugin.
 */
final class Spawner {
  private static final Logger LOG = System.getLogger("org.socketplatform.process");
  private static final String THREAD = "thread";
  private static final String INSIDE = "inside";
  private static final long STEP_NANOS = 100_000;
  private static final int STEPS = 2_000;

  private final boolean contained;
  private final long processes;
  private ExecutorService thread;
  private @Nullable Containment containment;

  /**
   * What a program became.
   *
   * @param child the child of this process, which ends as the program does
   * @param program the program itself; the same where nothing stands between
   */
  record Started(int child, int program) {}

  Spawner(boolean contained, long processes) {
    this.contained = contained;
    this.processes = processes;
    this.thread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("process-spawner").factory());
  }

  /**
   * Starts a program.
   *
   * @throws IOException if the system refuses
   */
  Started start(Launch launch) throws IOException, InterruptedException {
    record Begun(int pid, boolean inside) {}
    Begun begun;
    try {
      begun =
          thread
              .submit(() -> {
                Containment around = containment();
                int pid = NativeSpawn.start(around.around(launch));
                return new Begun(pid, around.mode() == Containment.Mode.NAMESPACE);
              })
              .get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (RejectedExecutionException e) {
      throw new IOException("The app ends", e);
    }
    return new Started(begun.pid, begun.inside ? program(begun.pid) : begun.pid);
  }

  private Containment containment() {
    Containment known = containment;
    if (known == null) {
      known = Containment.make(contained, processes, why -> LOG.log(Level.WARNING, why));
      containment = known;
    }
    return known;
  }

  /** What is guaranteed; found out by starting the first program. */
  Containment.Mode mode() throws InterruptedException {
    try {
      return thread.submit(this::containment).get().mode();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** The process that {@code nsenter} makes, as soon as it is there. */
  private static int program(int entering) throws IOException {
    for (int i = 0; i < STEPS; i++) {
      @Nullable String pid = Containment.firstChild(entering);
      if (pid != null) {
        return Integer.parseInt(pid);
      }
      if (hasEnded(entering)) {
        break;
      }
      LockSupport.parkNanos(STEP_NANOS);
    }
    return entering; // it ended already, or is slow: signals go to what is there
  }

  private static boolean hasEnded(int pid) throws IOException {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
    } catch (NoSuchFileException e) {
      return true;
    }
  }

  /** What the next version needs to keep programs alive. */
  Map<String, Object> release() {
    Containment known = containment;
    return known == null ? Map.of(THREAD, thread) : Map.of(THREAD, thread, INSIDE, known.state());
  }

  /** Goes on with what {@link #release} gave. */
  void adopt(Map<?, ?> state) {
    if (state.get(THREAD) instanceof ExecutorService other) {
      thread.shutdown();
      thread = other;
      containment = state.get(INSIDE) instanceof Map<?, ?> inside ? Containment.of(inside) : null;
    }
  }

  /** Ends all programs. */
  void close() {
    thread.shutdown();
  }
}

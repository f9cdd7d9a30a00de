package org.socketplatform.process;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A program that was started, and the ends of its pipes. Safe for use by many threads. */
final class Child {
  /** How much a pipe holds, at best: more than the usual 64 KiB makes fewer turns of more bytes. */
  private static final int PIPE_BYTES = 1 << 20;

  private static final Logger LOG = System.getLogger("org.socketplatform.process");

  private final Spawner.Started started;
  private final Map<Integer, Inlet> inlets;
  private final Map<Integer, Outlet> outlets;
  private final CompletableFuture<Exit> exit = new CompletableFuture<>();
  private @Nullable EndWatch watch;

  /** What a descriptor of a program is. */
  sealed interface Stdio {
    /** Ours, to read and to write. */
    record Pipe() implements Stdio {}

    /** {@code /dev/null}. */
    record Ignore() implements Stdio {}

    /** The same as one of the app: 0, 1 or 2. */
    record Inherit(int descriptor) implements Stdio {}
  }

  private Child(Spawner.Started started, Map<Integer, Inlet> inlets, Map<Integer, Outlet> outlets) {
    this.started = started;
    this.inlets = inlets;
    this.outlets = outlets;
  }

  /**
   * Starts a program.
   *
   * @param launch without descriptors
   * @param stdio what they are to be: a pipe is written to at 0, read at 1 and 2, and both beyond
   * @throws IOException if the system refuses
   */
  static Child start(Launch launch, List<Stdio> stdio, Spawner spawner, Poller poller)
      throws IOException, InterruptedException {
    List<Integer> theirs = new ArrayList<>();
    Map<Integer, Inlet> inlets = new TreeMap<>();
    Map<Integer, Outlet> outlets = new TreeMap<>();
    boolean running = false;
    try {
      for (int i = 0; i < stdio.size(); i++) {
        theirs.add(
            switch (stdio.get(i)) {
              case Stdio.Ignore() -> Launch.NULL;
              case Stdio.Inherit(int own) -> Posix.duplicate(own, NativeSpawn.FIRST_FREE);
              case Stdio.Pipe() -> open(i, inlets, outlets, poller);
            });
      }
      Child child =
          new Child(
              spawner.start(
                  new Launch(
                      launch.command(),
                      launch.environment(),
                      launch.folder(),
                      theirs,
                      launch.detached())),
              inlets,
              outlets);
      child.watch(poller);
      running = true;
      return child;
    } finally {
      theirs.stream().filter(descriptor -> descriptor != Launch.NULL).forEach(Posix::close);
      if (!running) {
        inlets.values().forEach(Inlet::close);
        outlets.values().forEach(Outlet::close);
      }
    }
  }

  /** Opens our end, and returns that of the program. */
  private static int open(
      int index, Map<Integer, Inlet> inlets, Map<Integer, Outlet> outlets, Poller poller)
      throws IOException {
    int[] ends = index < 3 ? Posix.pipe(PIPE_BYTES) : Posix.socketPair();
    int ours = index == 0 ? ends[1] : ends[0];
    int its = index == 0 ? ends[0] : ends[1];
    Posix.unblock(ours);
    if (index != 0) {
      inlets.put(index, new Inlet(ours, poller));
    }
    if (index == 0 || index >= 3) {
      int writer = index == 0 ? ours : Posix.duplicate(ours, NativeSpawn.FIRST_FREE);
      outlets.put(index, new Outlet(writer, poller));
    }
    int moved = Posix.duplicate(its, NativeSpawn.FIRST_FREE);
    Posix.close(its);
    return moved;
  }

  private void watch(Poller poller) throws IOException {
    watch = new EndWatch(started, poller, exit::complete);
  }

  /** Its process id. */
  int pid() {
    return started.program();
  }

  /** Completed, on the thread of the poller, when it has ended. */
  CompletableFuture<Exit> exit() {
    return exit;
  }

  /** What it writes, by descriptor. */
  Map<Integer, Inlet> inlets() {
    return inlets;
  }

  /** What it reads, by descriptor. */
  Map<Integer, Outlet> outlets() {
    return outlets;
  }

  /**
   * Sends it a signal.
   *
   * @return false if it has ended
   */
  boolean kill(int signal) throws IOException {
    return !exit.isDone() && Posix.kill(started.program(), signal);
  }

  /** Ends it, if it still runs, and closes all pipes. */
  void destroy() {
    try {
      kill(Signals.SIGKILL);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "A program cannot be killed", e);
    }
    inlets.values().forEach(Inlet::close);
    outlets.values().forEach(Outlet::close);
  }

  /** Gives it up for the next version of this plugin. */
  Map<String, Object> release() {
    Map<String, Object> state = new HashMap<>();
    if (watch == null || !watch.close()) {
      Exit end = exit.join();
      state.put("exit", List.of(end.code(), end.signal()));
    }
    state.put("child", started.child());
    state.put("program", started.program());
    Map<Integer, Object> in = new LinkedHashMap<>();
    inlets.forEach((index, inlet) -> in.put(index, inlet.release()));
    state.put("inlets", in);
    Map<Integer, Object> out = new LinkedHashMap<>();
    outlets.forEach((index, outlet) -> out.put(index, outlet.release()));
    state.put("outlets", out);
    return state;
  }

  /** Goes on with what {@link #release} gave. */
  static Child of(Map<?, ?> state, Poller poller) throws IOException {
    Map<Integer, Inlet> inlets = new TreeMap<>();
    ((Map<?, ?>) Objects.requireNonNull(state.get("inlets")))
        .forEach(
            (index, inlet) -> inlets.put((Integer) index, Inlet.of((Map<?, ?>) inlet, poller)));
    Map<Integer, Outlet> outlets = new TreeMap<>();
    ((Map<?, ?>) Objects.requireNonNull(state.get("outlets")))
        .forEach((index, descriptor) -> {
          if ((Integer) descriptor >= 0) {
            outlets.put((Integer) index, new Outlet((Integer) descriptor, poller));
          }
        });
    Child child =
        new Child(
            new Spawner.Started(
                (Integer) Objects.requireNonNull(state.get("child")),
                (Integer) Objects.requireNonNull(state.get("program"))),
            inlets,
            outlets);
    if (state.get("exit") instanceof List<?> end) {
      child.exit.complete(new Exit((Integer) end.get(0), (Integer) end.get(1)));
    } else {
      child.watch(poller);
    }
    return child;
  }
}

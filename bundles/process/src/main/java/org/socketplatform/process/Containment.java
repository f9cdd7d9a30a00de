package org.socketplatform.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps programs from outliving the app.
 *
 * <p>All of them run in one process namespace. Its first process, which bubblewrap makes, is killed
 * by the kernel when the thread that started it ends, and with it every process in the namespace,
 * whatever sessions or parents they have given themselves. {@code nsenter} puts a program there: it
 * waits outside, and ends as the program does. Files, network and user are those of the app.
 *
 * <p>Without namespaces the kernel kills the programs alone ({@code setpriv --pdeathsig}), not what
 * they have started.
 *
 * <p>Used by the one thread that starts programs.
 */
final class Containment {
  private final Mode mode;
  private final List<String> prefix;
  private final String root;

  /** What is guaranteed when the app is killed. */
  enum Mode {
    /** No process is left. */
    NAMESPACE,
    /** No program is left, but what it started may be. */
    DEATH_SIGNAL,
    /** Programs must see for themselves that the other ends of their pipes are gone. */
    NOTHING
  }

  private Containment(Mode mode, List<String> prefix, String root) {
    this.mode = mode;
    this.prefix = prefix;
    this.root = root;
  }

  Mode mode() {
    return mode;
  }

  /** This, of types of the JDK. */
  Map<String, Object> state() {
    return Map.of("mode", mode.name(), "prefix", prefix, "root", root);
  }

  /** What {@link #state} told about. */
  static Containment of(Map<?, ?> state) {
    List<String> prefix = new ArrayList<>();
    ((List<?>) Objects.requireNonNull(state.get("prefix")))
        .forEach(word -> prefix.add(String.valueOf(word)));
    return new Containment(
        Mode.valueOf(String.valueOf(state.get("mode"))),
        List.copyOf(prefix),
        String.valueOf(state.get("root")));
  }

  /** The start of a program inside. */
  Launch around(Launch launch) {
    if (mode != Mode.NAMESPACE) {
      return prefix.isEmpty() ? launch : launch.through(prefix);
    }
    // nsenter goes to this folder as it is inside; a path of the outside would be unreachable.
    List<String> enter = new ArrayList<>(prefix);
    enter.add(1, "--wd=" + root + launch.folder());
    return launch.through(enter);
  }

  /**
   * Makes one for the app.
   *
   * @param wanted false to do without a namespace
   * @param processes the most that may be in it at a time, where the kernel can see to that
   * @param why told what is not guaranteed, and why
   */
  static Containment make(boolean wanted, long processes, Consumer<String> why) {
    String problem = "socket.ini has [process] contained = false";
    if (wanted) {
      try {
        return namespace(processes);
      } catch (IOException e) {
        problem = String.valueOf(e.getMessage());
      }
    }
    Optional<Path> setpriv = find("setpriv");
    if (setpriv.isPresent()) {
      why.accept(
          "Programs that the app starts have no process namespace ("
              + problem
              + "): when the app is killed they are killed too, but what they have started in turn"
              + " may live on. Install bubblewrap, and allow user namespaces");
      return new Containment(
          Mode.DEATH_SIGNAL, List.of(setpriv.get().toString(), "--pdeathsig", "KILL", "--"), "");
    }
    why.accept(
        "Programs that the app starts may outlive it when it is killed ("
            + problem
            + "; there is no setpriv): install bubblewrap and util-linux");
    return new Containment(Mode.NOTHING, List.of(), "");
  }

  private static Containment namespace(long processes) throws IOException {
    Path bwrap = find("bwrap").orElseThrow(() -> new IOException("there is no bwrap"));
    Path nsenter = find("nsenter").orElseThrow(() -> new IOException("there is no nsenter"));
    int[] said = Posix.pipe(1 << 16);
    int words = Posix.duplicate(said[1], NativeSpawn.FIRST_FREE);
    int outer;
    try {
      // The shell tells that it runs, then waits: it must be there before anybody enters.
      outer =
          NativeSpawn.start(
              new Launch(
                  List.of(
                      bwrap.toString(),
                      "--unshare-pid",
                      "--die-with-parent",
                      "--dev-bind",
                      "/",
                      "/",
                      "--proc",
                      "/proc",
                      "--",
                      "/bin/sh",
                      "-c",
                      "echo ready; exec sleep infinity"),
                  Map.of("PATH", "/usr/local/bin:/usr/bin:/bin"),
                  Path.of("/"),
                  List.of(Launch.NULL, words, words),
                  true));
    } finally {
      List.of(said[1], words).forEach(Posix::close);
    }
    String answer;
    try {
      answer = firstLine(said[0]);
    } finally {
      Posix.close(said[0]);
    }
    @Nullable String inner = answer.equals("ready") ? firstChild(outer) : null;
    if (inner == null) {
      Posix.kill(outer, Signals.SIGKILL);
      throw new IOException("bwrap: " + (answer.isEmpty() ? "it does not start" : answer));
    }
    List<String> enter =
        new ArrayList<>(List.of(nsenter.toString(), "-t", inner, "--mount", "--pid"));
    boolean user = !sameUser(inner);
    if (user) {
      enter.addAll(List.of("--user", "--preserve-credentials"));
    }
    enter.add("--");
    Optional<Path> prlimit = find("prlimit");
    if (user && prlimit.isPresent()) {
      // In a user namespace of its own the kernel counts nothing but what runs there.
      enter.addAll(List.of(prlimit.get().toString(), "--nproc=" + processes, "--"));
    }
    return new Containment(Mode.NAMESPACE, List.copyOf(enter), "/proc/" + inner + "/root");
  }

  /** Blocks until there is a line, or the end. */
  private static String firstLine(int descriptor) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
    while (buffer.hasRemaining() && Posix.read(descriptor, buffer) > 0) {
      if (buffer.get(buffer.position() - 1) == '\n') {
        break;
      }
    }
    byte[] text = new byte[buffer.flip().remaining()];
    buffer.get(text);
    return new String(text, StandardCharsets.UTF_8).strip();
  }

  /** The first child of a process of ours; null if it has none. */
  static @Nullable String firstChild(int pid) throws IOException {
    try {
      String children = Files.readString(Path.of("/proc/" + pid + "/task/" + pid + "/children"));
      int space = children.indexOf(' ');
      return space < 0 ? null : children.substring(0, space);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static boolean sameUser(String pid) throws IOException {
    return Files.readSymbolicLink(Path.of("/proc", pid, "ns/user"))
        .equals(Files.readSymbolicLink(Path.of("/proc/self/ns/user")));
  }

  private static Optional<Path> find(String program) {
    for (String folder : List.of("/usr/bin", "/bin", "/usr/local/bin", "/usr/sbin", "/sbin")) {
      Path path = Path.of(folder, program);
      if (Files.isExecutable(path)) {
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }
}

package org.socketplatform.process;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.socketplatform.plugin.Application;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.CommandLine;
import org.socketplatform.plugin.Errno;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.Scope;
import org.socketplatform.plugin.ValueReader;

/**
 * The routes {@code child_process.*}. To start a program needs a grant for it and its arguments; to
 * choose its folder or environment, which can make another program of it, needs one more. The id of
 * a program is proof of that: what takes one asks for nothing.
 */
final class ChildRoutes {
  private static final String SPAWN = "process:spawn";
  private static final String CONTEXT = "process:context";
  private static final String COMMAND = "command";
  private static final int MOST_DESCRIPTORS = 16;
  private static final int MOST_BYTES = 1 << 21;
  private static final int WRITE_BUFFER = 1 << 16;

  /** How long one call waits for a program that does not read; then the page asks again. */
  private static final long WRITE_PATIENCE_NANOS = 500_000_000;

  private final Children children;
  private final Map<String, String> environment;
  private final Path folder;

  ChildRoutes(Children children, Application application) {
    this.children = children;
    this.environment = environment(application);
    this.folder = application.folder();
  }

  /** What a program gets that is not told otherwise: what the app itself has, and was given. */
  static Map<String, String> environment(Application application) {
    Map<String, String> environment = new LinkedHashMap<>(System.getenv());
    environment.putAll(application.environment());
    return Map.copyOf(environment);
  }

  List<Route> routes() {
    List<Scope> program = List.of(new Scope.Program(COMMAND, SPAWN));
    return List.of(
        new Route("child_process.spawn", SPAWN, program, this::spawn),
        new Route("child_process.spawnwith", CONTEXT, program, this::spawnWith),
        new Route("child_process.exec", SPAWN, program, this::exec),
        new Route("child_process.execwith", CONTEXT, program, this::execWith),
        Route.of("child_process.events", Route.BASIC, this::events),
        Route.of("child_process.read", Route.BASIC, this::read),
        Route.of("child_process.write", Route.BASIC, this::write),
        Route.of("child_process.close", Route.BASIC, this::close),
        Route.of("child_process.kill", Route.BASIC, this::kill),
        Route.of("child_process.forget", Route.BASIC, this::forget));
  }

  private Reply events(Call call) {
    return new Reply.Stream(children.feed(call.params().require("owner")));
  }

  private Reply spawn(Call call) throws IOException, InterruptedException {
    return spawn(call, folder, environment);
  }

  private Reply spawnWith(Call call) throws IOException, InterruptedException {
    return spawn(call, chosenFolder(call), chosenEnvironment(call));
  }

  private Reply spawn(Call call, Path in, Map<String, String> with)
      throws IOException, InterruptedException {
    Params params = call.params();
    String id = params.require("id");
    Child child =
        children.start(
            id,
            params.require("owner"),
            launch(call, in, with, params.flag("detached", false)),
            stdio(call));
    return Reply.value(Map.of("id", id, "pid", child.pid()));
  }

  private static Launch launch(Call call, Path in, Map<String, String> with, boolean detached) {
    CommandLine line = call.program(COMMAND);
    List<String> command = new ArrayList<>();
    command.add(line.program().toString());
    command.addAll(line.arguments());
    return new Launch(command, with, in, List.of(), detached);
  }

  private Path chosenFolder(Call call) {
    String text = call.params().text("cwd").orElse("");
    if (text.indexOf('\0') >= 0) {
      throw new FailureException(Failure.badRequest("Invalid 'cwd' given in parameters"));
    }
    try {
      Path chosen = text.isEmpty() ? folder : folder.resolve(text);
      if (!Files.exists(chosen)) {
        throw Errno.ENOENT.exception("no such folder to start in");
      }
      if (!Files.isDirectory(chosen)) {
        throw Errno.ENOTDIR.exception("what to start in is no folder");
      }
      return chosen;
    } catch (InvalidPathException e) {
      throw new FailureException(Failure.badRequest("Invalid 'cwd' given in parameters"));
    }
  }

  private Map<String, String> chosenEnvironment(Call call) {
    if (call.params().text("env").isEmpty()) {
      return environment;
    }
    Map<String, String> chosen = new LinkedHashMap<>();
    ValueReader reader = call.value("env");
    reader.beginObject();
    for (String name; (name = reader.nextName()) != null; ) {
      String value = reader.string();
      if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
        throw reader.invalid("the name of a variable must have no = in it");
      }
      if (value.indexOf('\0') >= 0) {
        throw reader.invalid("the value of a variable must have no NUL in it");
      }
      chosen.put(name, value);
    }
    return chosen;
  }

  private static List<Child.Stdio> stdio(Call call) {
    List<Child.Stdio> stdio = new ArrayList<>();
    if (call.params().text("stdio").isPresent()) {
      ValueReader reader = call.value("stdio");
      reader.beginArray();
      while (reader.nextItem()) {
        String kind = reader.string();
        stdio.add(
            switch (kind) {
              case "pipe" -> new Child.Stdio.Pipe();
              case "ignore" -> new Child.Stdio.Ignore();
              case "0", "1", "2" -> new Child.Stdio.Inherit(Integer.parseInt(kind));
              default -> throw reader.invalid("it must be pipe, ignore, 0, 1 or 2");
            });
        if (stdio.size() > MOST_DESCRIPTORS) {
          throw reader.invalid("a program gets no more than " + MOST_DESCRIPTORS + " descriptors");
        }
      }
    }
    while (stdio.size() < 3) {
      stdio.add(new Child.Stdio.Pipe());
    }
    return stdio;
  }

  private Reply exec(Call call) throws IOException, InterruptedException {
    return exec(call, folder, environment);
  }

  private Reply execWith(Call call) throws IOException, InterruptedException {
    return exec(call, chosenFolder(call), chosenEnvironment(call));
  }

  private Reply exec(Call call, Path in, Map<String, String> with)
      throws IOException, InterruptedException {
    Child child = children.startCounted(launch(call, in, with, false), stdio(call));
    try {
      return WholeRun.of(call).run(child);
    } finally {
      child.destroy();
    }
  }

  private static int descriptor(Call call) {
    long number = call.params().requireLong("fd");
    if (number < 0 || number >= MOST_DESCRIPTORS) {
      throw Errno.EBADF.exception("there is no descriptor " + number);
    }
    return (int) number;
  }

  /** What is there to read; if nothing is, the document is told as soon as there is something. */
  @SuppressWarnings("MustBeClosedChecker") // closed when the reply is released
  private Reply read(Call call) throws IOException {
    String id = call.params().require("id");
    int descriptor = descriptor(call);
    int most = Math.clamp(call.params().longOr("max", MOST_BYTES), 1, MOST_BYTES);
    Inlet inlet = children.inlet(id, descriptor);
    if (call.params().text("from").isPresent()) {
      long from = call.params().requireLong("from");
      byte[] again = again(inlet, from);
      if (again.length > 0) {
        return bytes(ByteBuffer.wrap(again), from, inlet.hasEnded(), () -> {});
      }
    }
    Arena arena = Arena.ofShared();
    boolean handedOver = false;
    try {
      ByteBuffer buffer = arena.allocate(most).asByteBuffer();
      long begin = inlet.read(buffer);
      boolean end = inlet.hasEnded();
      if (buffer.position() == 0 && !end) {
        children.announce(id, descriptor);
      }
      handedOver = true;
      return bytes(buffer.flip(), begin, end, arena::close);
    } finally {
      if (!handedOver) {
        arena.close();
      }
    }
  }

  /** What the document was told of, if it did not get there. */
  private static byte[] again(Inlet inlet, long from) {
    try {
      return inlet.toldFrom(from);
    } catch (IllegalArgumentException e) {
      throw new FailureException(Failure.badRequest(String.valueOf(e.getMessage())));
    }
  }

  private static Reply bytes(ByteBuffer data, long from, boolean end, Runnable release) {
    return new Reply.Bytes(
        data,
        Map.of("x-socket-from", Long.toString(from), "x-socket-end", Boolean.toString(end)),
        release);
  }

  private Reply write(Call call) throws IOException, InterruptedException {
    Outlet outlet = children.outlet(call.params().require("id"), descriptor(call));
    long written = 0;
    try (Arena arena = Arena.ofShared()) {
      ByteBuffer buffer = arena.allocate(WRITE_BUFFER).asByteBuffer();
      while (call.body().read(buffer.clear()) >= 0 && !call.cancellation().isCancelled()) {
        outlet.write(buffer.flip(), WRITE_PATIENCE_NANOS);
        written += buffer.position();
        if (buffer.hasRemaining()) {
          break;
        }
      }
    }
    return Reply.value(Map.of("written", written));
  }

  private Reply close(Call call) {
    Child child = children.get(call.params().require("id"));
    int descriptor = descriptor(call);
    Inlet inlet = child.inlets().get(descriptor);
    Outlet outlet = child.outlets().get(descriptor);
    if (inlet != null && !call.params().flag("output", false)) {
      inlet.close();
    }
    if (outlet != null) {
      outlet.close();
    }
    return Reply.ok();
  }

  private Reply kill(Call call) throws IOException {
    Child child = children.get(call.params().require("id"));
    String signal = call.params().text("signal").orElse("SIGTERM");
    int number =
        Signals.number(signal)
            .orElseThrow(() ->
                new FailureException(
                    Failure.badRequest("There is no signal " + signal + " on this system")));
    return Reply.value(Map.of("killed", child.kill(number)));
  }

  private Reply forget(Call call) {
    children.forget(call.params().require("id"));
    return Reply.ok();
  }
}

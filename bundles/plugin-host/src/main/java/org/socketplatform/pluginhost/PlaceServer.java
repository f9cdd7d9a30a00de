package org.socketplatform.pluginhost;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Errno;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.Scope;
import org.socketplatform.plugin.ScopedPath;
import org.socketplatform.pluginprotocol.Limits;
import org.socketplatform.pluginprotocol.OutgoingCalls;
import org.socketplatform.pluginprotocol.Places;

/**
 * Does for a plugin what it may do at the places that calls have brought it. The plugin gets no
 * descriptor of a file, since that is more than was granted: from a folder the way leads on by
 * {@code ..}, and what was opened for reading can be opened again for writing through {@code
 * /proc/self/fd}.
 *
 * <p>Security guarantees: a place can be used only while the call is under way that brought it, and
 * only for what the route says of it; each use is checked anew and done beneath what was granted;
 * an open file does only what it was opened for. Safe for use by many threads.
 */
final class PlaceServer {
  /** The most names of a folder that are told at once. */
  private static final int MOST_NAMES = 100_000;

  private final OutgoingCalls calls;
  private final Map<Integer, FileChannel> files = new ConcurrentHashMap<>();
  private final AtomicInteger opened = new AtomicInteger();
  private volatile Map<String, Route> routes = Map.of();
  private volatile boolean ended;

  /**
   * No file is open at first.
   *
   * @param calls those that the plugin is answering
   */
  PlaceServer(OutgoingCalls calls) {
    this.calls = calls;
  }

  /** Sets what the plugin serves, which says what it may do. */
  void serve(Map<String, Route> served) {
    routes = Map.copyOf(served);
  }

  /** True if this is how something is asked for here. */
  static boolean isServed(String route) {
    return route.startsWith("place:") || route.startsWith("file:");
  }

  /** Does what a plugin asks for. What it asks for wrongly is its own affair, and not logged. */
  Reply handle(Call call) {
    try {
      return run(call);
    } catch (IOException e) {
      return Reply.failed(Errno.of(e).orElse(Errno.EIO).failure());
    } catch (IllegalArgumentException
        | IllegalStateException
        | UnsupportedOperationException
        | ArithmeticException e) {
      return Reply.failed(Failure.badRequest(call.route() + " cannot do that"));
    }
  }

  private Reply run(Call call) throws IOException {
    Params params = call.params();
    return switch (call.route()) {
      case Places.RESOLVE -> Reply.value(place(params, Scope.Access.ANY).path().toString());
      case Places.ATTRIBUTES -> Reply.value(shown(place(params, Scope.Access.READ).attributes()));
      case Places.OPEN -> Reply.value(open(params));
      case Places.NAMES ->
          Reply.value(
              place(params, Scope.Access.READ)
                  .names((int) bounded(params, Places.MOST, 0, MOST_NAMES)));
      case Places.CREATE_FOLDERS ->
          Reply.value(
              place(params, Scope.Access.WRITE).createFolders().map(Path::toString).orElse(""));
      case Places.DELETE_FILE -> Reply.value(place(params, Scope.Access.WRITE).deleteFile());
      case Places.DELETE_FOLDER -> Reply.value(place(params, Scope.Access.WRITE).deleteFolder());
      case Places.READ -> read(params);
      case Places.WRITE -> Reply.value(write(call));
      case Places.SIZE -> Reply.value(file(params).size());
      case Places.TRUNCATE -> {
        file(params).truncate(bounded(params, Places.POSITION, 0, Long.MAX_VALUE));
        yield Reply.ok();
      }
      case Places.FORCE -> {
        file(params).force(params.flag(Places.METADATA, false));
        yield Reply.ok();
      }
      case Places.CLOSE -> {
        FileChannel file = files.remove((int) params.requireLong(Places.FILE));
        if (file != null) {
          file.close();
        }
        yield Reply.ok();
      }
      default -> Reply.failed(Failure.notFound("There is no " + call.route()));
    };
  }

  /**
   * The place that is asked for.
   *
   * @param access what is to be done there; {@code ANY} for nothing
   */
  private ScopedPath place(Params params, Scope.Access access) throws IOException {
    String param = params.require(Places.PARAM);
    Call call =
        calls
            .find((int) params.requireLong(Places.CALL))
            .orElseThrow(() -> refused("The call is over that this place belongs to"));
    @Nullable Route route = routes.get(call.route());
    if (route == null || !allows(route, param, access)) {
      throw refused("The route does not say that it does this with '" + param + "'");
    }
    ScopedPath place = call.path(param);
    @Nullable String below = params.asMap().get(Places.BELOW);
    if (below == null) {
      return place;
    }
    try {
      return place.resolve(Path.of(below));
    } catch (InvalidPathException e) {
      throw new FailureException(Failure.badRequest("It is no path: " + e.getReason()));
    } catch (IllegalArgumentException e) {
      throw refused("The path leads out of the folder");
    }
  }

  private static boolean allows(Route route, String param, Scope.Access access) {
    boolean found = false;
    for (Scope scope : route.scopes()) {
      if (scope instanceof Scope.Place place && place.param().equals(param)) {
        found = true;
        if (access != Scope.Access.ANY
            && place.access() != Scope.Access.ANY
            && place.access() != access) {
          return false;
        }
      }
    }
    return found;
  }

  private static FailureException refused(String why) {
    return new FailureException(Failure.notAllowed(why));
  }

  private static long bounded(Params params, String name, long least, long most) {
    long value = params.requireLong(name);
    if (value < least || value > most) {
      throw new FailureException(
          Failure.badRequest("'" + name + "' must be " + least + " to " + most));
    }
    return value;
  }

  private static Map<String, Object> shown(BasicFileAttributes attributes) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put(
        "kind",
        attributes.isRegularFile()
            ? "file"
            : attributes.isDirectory() ? "folder" : attributes.isSymbolicLink() ? "link" : "other");
    shown.put("size", attributes.size());
    shown.put("modified", attributes.lastModifiedTime().toMillis());
    shown.put("accessed", attributes.lastAccessTime().toMillis());
    shown.put("created", attributes.creationTime().toMillis());
    return shown;
  }

  private int open(Params params) throws IOException {
    Set<StandardOpenOption> options = EnumSet.noneOf(StandardOpenOption.class);
    for (String name : params.text(Places.OPTIONS).orElse("READ").split(",", -1)) {
      options.add(option(name));
    }
    boolean reads =
        options.contains(StandardOpenOption.READ)
            || !(options.contains(StandardOpenOption.WRITE)
                || options.contains(StandardOpenOption.APPEND));
    boolean changes =
        !EnumSet.of(StandardOpenOption.READ, StandardOpenOption.SYNC, StandardOpenOption.DSYNC)
            .containsAll(options);
    ScopedPath place = place(params, changes ? Scope.Access.WRITE : Scope.Access.READ);
    if (reads && changes) {
      place = place(params, Scope.Access.READ);
    }
    if (files.size() >= Limits.FILES) {
      throw Errno.EMFILE.exception();
    }
    FileChannel file = place.open(options);
    int number = opened.incrementAndGet();
    files.put(number, file);
    if (ended) {
      end();
    }
    return number;
  }

  private static StandardOpenOption option(String name) {
    try {
      return StandardOpenOption.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new FailureException(Failure.badRequest("There is no option of that name"));
    }
  }

  private FileChannel file(Params params) throws IOException {
    FileChannel file = files.get((int) params.requireLong(Places.FILE));
    if (file == null) {
      throw new ClosedChannelException();
    }
    return file;
  }

  private Reply read(Params params) throws IOException {
    int most = (int) bounded(params, Places.MOST, 1, Limits.PART);
    long position = bounded(params, Places.POSITION, 0, Long.MAX_VALUE - Limits.PART);
    FileChannel file = file(params);
    long left = Math.max(0, file.size() - position);
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(most, Math.max(left, 1)));
    while (bytes.hasRemaining() && file.read(bytes, position + bytes.position()) >= 0) {}
    return Reply.bytes(bytes.flip());
  }

  private long write(Call call) throws IOException {
    FileChannel file = file(call.params());
    long position = bounded(call.params(), Places.POSITION, -1, Long.MAX_VALUE);
    ByteBuffer chunk = ByteBuffer.allocate(Limits.PART);
    long written = 0;
    while (call.body().read(chunk.clear()) >= 0) {
      chunk.flip();
      while (chunk.hasRemaining()) {
        written +=
            position < 0 ? file.write(chunk) : file.write(chunk, Math.addExact(position, written));
      }
    }
    return written;
  }

  /** The process is gone: nothing stays open. */
  void end() {
    ended = true;
    for (int number : List.copyOf(files.keySet())) {
      FileChannel file = files.remove(number);
      try {
        if (file != null) {
          file.close();
        }
      } catch (IOException e) {
        // What could not be written was not promised to anybody who is still there.
      }
    }
  }
}

package org.socketplatform.fs;

import static org.socketplatform.fs.FileSystemPlugin.READ;
import static org.socketplatform.fs.FileSystemPlugin.WRITE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.Scope;
import org.socketplatform.plugin.Writable;

/**
 * Routes that open, read and write files.
 *
 * <p>What opening needs depends on the flags, so there is a route for each need. A handle is proof
 * that its owner was allowed to open it: routes that take one ask for no further permission.
 */
final class FileRoutes {
  private static final int DEFAULT_MODE = 0666;

  /** The most that is read of a file that does not say how large it is, as in {@code /proc}. */
  private static final int UNSIZED_LIMIT = 4 * 1024 * 1024;

  private final Handles handles;
  private final Transfers transfers;

  FileRoutes(Handles handles, Transfers transfers) {
    this.handles = handles;
    this.transfers = transfers;
  }

  List<Route> routes() {
    return List.of(
        Route.ofPath("fs.open", READ, "path", call -> open(call, true, false)),
        Route.ofPath("fs.openwrite", WRITE, "path", call -> open(call, false, true)),
        new Route(
            "fs.openreadwrite",
            WRITE,
            List.of(new Scope.Place("path", READ, true), new Scope.Place("path", WRITE, true)),
            call -> open(call, true, true)),
        Route.of("fs.close", Route.BASIC, this::close),
        Route.of("fs.read", Route.BASIC, this::read),
        Route.of("fs.write", Route.BASIC, this::write),
        Route.of("fs.fstat", Route.BASIC, call -> Reply.value(file(call).stat())),
        Route.of("fs.fsync", Route.BASIC, call -> force(call, true)),
        Route.of("fs.fdatasync", Route.BASIC, call -> force(call, false)),
        Route.of("fs.ftruncate", Route.BASIC, this::truncate),
        Route.of("fs.getopendescriptors", Route.BASIC, this::descriptors),
        Route.of("fs.retainopendescriptor", Route.BASIC, this::retain),
        Route.of("fs.closeopendescriptor", Route.BASIC, this::close),
        Route.of("fs.closeopendescriptors", Route.BASIC, this::closeAll),
        Route.ofPath("fs.readfile", READ, "path", this::readFile),
        Route.ofPath("fs.writefile", WRITE, "path", this::writeFile));
  }

  private OpenFile file(Call call) {
    return handles.file(call.caller(), call.params().requireId("id"));
  }

  private Reply open(Call call, boolean mayRead, boolean mayWrite) throws IOException {
    OpenMode mode = OpenMode.parse(call.params().text("flags").orElse("r"));
    if ((mode.read() && !mayRead) || (mode.changes() && !mayWrite)) {
      throw new FailureException(
          Failure.badRequest(
              "Invalid 'flags' given in parameters: "
                  + call.route()
                  + " cannot open like this; use fs.open, fs.openWrite or fs.openReadWrite"));
    }
    long id = call.params().requireId("id");
    long permissions = call.params().longOr("mode", DEFAULT_MODE);
    Handles.Entry entry =
        handles.open(call.caller(), id, () -> OpenFile.open(call.path("path"), mode, permissions));
    return Reply.value(described(entry));
  }

  private Reply close(Call call) throws IOException {
    return Reply.value(described(handles.close(call.caller(), call.params().requireId("id"))));
  }

  private Reply read(Call call) throws IOException {
    FileChannel channel = file(call).readable();
    long offset = positive(call, "offset");
    long size = positive(call, "size");
    if (size > Transfers.READ_LIMIT) {
      throw new FailureException(
          new Failure(
              "RangeError",
              "ERR_OUT_OF_RANGE",
              "At most " + Transfers.READ_LIMIT + " bytes can be read at once"));
    }
    return transfers.read(call, channel, offset, (int) size);
  }

  private Reply write(Call call) throws IOException {
    OpenFile file = file(call);
    long written = transfers.write(call, positive(call, "offset"), file::write);
    return Reply.value(Map.of("id", call.params().require("id"), "result", written));
  }

  private static long positive(Call call, String param) {
    long value = call.params().longOr(param, 0);
    if (value < 0) {
      throw new FailureException(
          Failure.badRequest(
              "Invalid '" + param + "' given in parameters: it must not be negative"));
    }
    return value;
  }

  private Reply force(Call call, boolean metadata) throws IOException {
    file(call).force(metadata);
    return Reply.value(Map.of("id", call.params().require("id")));
  }

  private Reply truncate(Call call) throws IOException {
    file(call).truncate(positive(call, "offset"));
    return Reply.value(Map.of("id", call.params().require("id")));
  }

  private Reply descriptors(Call call) {
    return Reply.value(handles.of(call.caller()).stream().map(FileRoutes::listed).toList());
  }

  private Reply retain(Call call) {
    handles.retain(call.caller(), call.params().requireId("id"));
    return Reply.value(Map.of("id", call.params().require("id")));
  }

  private Reply closeAll(Call call) throws IOException {
    boolean preserve = call.params().flag("preserveRetained", true);
    List<Writable> closed = new ArrayList<>();
    for (Handles.Entry entry : handles.of(call.caller())) {
      if (!preserve || !entry.retained()) {
        handles.close(call.caller(), entry.id());
        closed.add(listed(entry));
      }
    }
    return Reply.value(closed);
  }

  private static Map<String, Object> described(Handles.Entry entry) {
    return Map.of("id", Long.toUnsignedString(entry.id()), "fd", entry.descriptor());
  }

  private static Writable listed(Handles.Entry entry) {
    return Writable.of(
        Map.of(
            "id", Long.toUnsignedString(entry.id()),
            "fd", entry.descriptor(),
            "type", entry.handle().type()));
  }

  /** A whole file in one call, for all but large ones. */
  private Reply readFile(Call call) throws IOException {
    OpenMode mode = OpenMode.parse("r");
    try (OpenFile file = OpenFile.open(call.path("path"), mode, DEFAULT_MODE)) {
      FileChannel channel = file.readable();
      long size = channel.size();
      if (file.stat().isFolder()) {
        throw Errno.EISDIR.exception();
      }
      if (size > Transfers.READ_LIMIT) {
        throw Errno.EFBIG.exception("file too large to read in one call; use fs.open and fs.read");
      }
      return size > 0 ? transfers.read(call, channel, 0, (int) size) : readUnsized(channel);
    }
  }

  private static Reply readUnsized(FileChannel channel) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ByteBuffer piece = ByteBuffer.allocate(16 * 1024);
    while (channel.read(piece.clear()) > 0) {
      bytes.write(piece.array(), 0, piece.position());
      if (bytes.size() > UNSIZED_LIMIT) {
        throw Errno.EFBIG.exception("file too large to read in one call; use fs.open and fs.read");
      }
    }
    return Reply.bytes(ByteBuffer.wrap(bytes.toByteArray()));
  }

  /** Opens, writes the body and closes in one call; {@code flags} are those of writing only. */
  private Reply writeFile(Call call) throws IOException {
    OpenMode mode = OpenMode.parse(call.params().text("flags").orElse("w"));
    if (mode.read() || !mode.write()) {
      throw new FailureException(
          Failure.badRequest("Invalid 'flags' given in parameters: fs.writeFile only writes"));
    }
    long permissions = call.params().longOr("mode", DEFAULT_MODE);
    try (OpenFile file = OpenFile.open(call.path("path"), mode, permissions)) {
      return Reply.value(Map.of("result", transfers.write(call, 0, file::write)));
    }
  }
}

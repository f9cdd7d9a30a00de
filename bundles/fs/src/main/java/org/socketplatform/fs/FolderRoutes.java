package org.socketplatform.fs;

import static org.socketplatform.fs.FileSystemPlugin.READ;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.Writable;

/** Routes that list folders. */
final class FolderRoutes {
  private static final long DEFAULT_PAGE = 256;
  private static final long LARGEST_PAGE = 4096;

  private final Handles handles;

  FolderRoutes(Handles handles) {
    this.handles = handles;
  }

  List<Route> routes() {
    return List.of(
        Route.ofPath("fs.opendir", READ, "path", this::opendir),
        Route.of("fs.readdir", Route.BASIC, this::readdir),
        Route.of("fs.closedir", Route.BASIC, this::closedir),
        Route.ofPath("fs.scandir", READ, "path", this::scandir));
  }

  private Reply opendir(Call call) throws IOException {
    long id = call.params().requireId("id");
    handles.open(call.caller(), id, () -> OpenFolder.open(call.path("path")));
    return Reply.value(Map.of("id", Long.toUnsignedString(id)));
  }

  private Reply readdir(Call call) throws IOException {
    OpenFolder folder = handles.folder(call.caller(), call.params().requireId("id"));
    long count = call.params().longOr("entries", DEFAULT_PAGE);
    if (count < 1 || count > LARGEST_PAGE) {
      throw new FailureException(
          Failure.badRequest(
              "Invalid 'entries' given in parameters: it must be 1 to " + LARGEST_PAGE));
    }
    return Reply.value(
        folder.next(count, true).stream()
            .map(entry ->
                (Writable)
                    writer -> {
                      writer.beginObject();
                      writer.name("type");
                      writer.number(entry.type().number());
                      writer.name("name");
                      writer.string(encoded(entry.name()));
                      writer.endObject();
                    })
            .toList());
  }

  /** As {@code encodeURIComponent} would, give or take characters that decoding treats alike. */
  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private Reply closedir(Call call) throws IOException {
    Handles.Entry closed = handles.close(call.caller(), call.params().requireId("id"));
    return Reply.value(Map.of("id", Long.toUnsignedString(closed.id()), "fd", closed.descriptor()));
  }

  /** A whole folder in one call, for all but very large ones: names, or pairs of name and type. */
  private Reply scandir(Call call) throws IOException {
    boolean types = call.params().flag("types", false);
    try (OpenFolder folder = OpenFolder.open(call.path("path"))) {
      List<OpenFolder.Entry> entries = folder.next(LARGEST_PAGE, types);
      if (entries.size() == LARGEST_PAGE) {
        throw new FailureException(
            new Failure(
                "RangeError",
                "TOO_MANY_ENTRIES",
                "The folder is too large to list in one call; use fs.opendir"));
      }
      return Reply.value(
          entries.stream()
              .map(entry -> types ? List.of(entry.name(), entry.type().number()) : entry.name())
              .toList());
    }
  }
}

package org.socketplatform.fs;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.ScopedPath;
import org.socketplatform.plugin.Writable;

/** Lists folders. */
final class FolderCommands {
  private static final long DEFAULT_PAGE = 256;
  private static final long LARGEST_PAGE = 4096;
  private static final long LARGEST_LISTING = 16_384;

  private final Handles handles;

  FolderCommands(Handles handles) {
    this.handles = handles;
  }

  /**
   * An entry of an open folder.
   *
   * @param type the number of a {@code UV_DIRENT_} constant
   * @param name as a URI component
   */
  record Listed(int type, String name) {}

  Handles.Opened opendir(Caller caller, String id, ScopedPath path) throws IOException {
    return handles.open(caller, id, () -> OpenFolder.open(path));
  }

  List<Listed> readdir(Caller caller, String id, Optional<Long> entries) throws IOException {
    OpenFolder folder = handles.folder(caller, id);
    long count = entries.orElse(DEFAULT_PAGE);
    if (count < 1 || count > LARGEST_PAGE) {
      throw new FailureException(
          Failure.badRequest(
              "Invalid 'entries' given in parameters: it must be 1 to " + LARGEST_PAGE));
    }
    return folder.next(count, true).stream()
        .map(entry -> new Listed(entry.type().number(), encoded(entry)))
        .toList();
  }

  /** As {@code encodeURIComponent} would, give or take characters that decoding treats alike. */
  private static String encoded(OpenFolder.Entry entry) {
    return entry.isLossy()
        ? entry.escaped()
        : URLEncoder.encode(entry.name(), StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * A whole folder in one call, for all but very large ones: names, or pairs of name and type. A
   * name that is no UTF-8 is an object whose {@code raw} is a URI component.
   */
  static Reply.Value scandir(ScopedPath path, boolean types) throws IOException {
    try (OpenFolder folder = OpenFolder.open(path)) {
      List<OpenFolder.Entry> entries = folder.next(LARGEST_LISTING, types);
      if (entries.size() == LARGEST_LISTING) {
        throw new FailureException(
            new Failure(
                "RangeError",
                "TOO_MANY_ENTRIES",
                "The folder is too large to list in one call; use fs.opendir"));
      }
      return new Reply.Value(
          Writable.of(
              entries.stream()
                  .map(entry ->
                      types ? List.of(nameOf(entry), entry.type().number()) : nameOf(entry))
                  .toList()));
    }
  }

  private static Object nameOf(OpenFolder.Entry entry) {
    return entry.isLossy() ? Map.of("raw", entry.escaped()) : entry.name();
  }
}

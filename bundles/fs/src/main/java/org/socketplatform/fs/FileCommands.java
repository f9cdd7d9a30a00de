package org.socketplatform.fs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Map;
import java.util.Optional;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Errno;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.ScopedPath;

/** Opens, reads and writes files. */
final class FileCommands {
  private static final long DEFAULT_MODE = 0666;

  /** The most that is read of a file that does not say how large it is, as in {@code /proc}. */
  private static final int UNSIZED_LIMIT = 4 * 1024 * 1024;

  private final Transfers transfers = new Transfers();
  private final Handles handles;

  FileCommands(Handles handles) {
    this.handles = handles;
  }

  /**
   * What was written to an open file.
   *
   * @param result how many bytes
   */
  record Written(String id, long result) {}

  /** Flags that only read. */
  static OpenMode toRead(Optional<String> flags) {
    OpenMode mode = toReadAndWrite(flags);
    if (mode.changes()) {
      throw otherCommand("fs.open");
    }
    return mode;
  }

  /** Flags that only write. */
  static OpenMode toWrite(Optional<String> flags) {
    OpenMode mode = toReadAndWrite(flags);
    if (mode.read()) {
      throw otherCommand("fs.openWrite");
    }
    return mode;
  }

  /** Any flags. */
  static OpenMode toReadAndWrite(Optional<String> flags) {
    return OpenMode.parse(flags.orElse("r"));
  }

  private static FailureException otherCommand(String command) {
    return invalid(
        "flags", command + " cannot open like this; use fs.open, fs.openWrite or fs.openReadWrite");
  }

  private static FailureException invalid(String param, String why) {
    return new FailureException(
        Failure.badRequest("Invalid '" + param + "' given in parameters: " + why));
  }

  Handles.Opened open(
      Caller caller, String id, ScopedPath path, OpenMode mode, Optional<Long> permissions)
      throws IOException {
    return handles.open(
        caller, id, () -> OpenFile.open(path, mode, permissions.orElse(DEFAULT_MODE)));
  }

  Reply.Bytes read(OpenFile file, Optional<Long> offset, Optional<Long> size, Cancellation reading)
      throws IOException {
    FileChannel channel = file.readable();
    long from = positive("offset", offset);
    long most = positive("size", size);
    if (most > Transfers.READ_LIMIT) {
      throw new FailureException(
          new Failure(
              "RangeError",
              "ERR_OUT_OF_RANGE",
              "At most " + Transfers.READ_LIMIT + " bytes can be read at once"));
    }
    return transfers.read(channel, from, (int) most, reading);
  }

  long write(OpenFile file, Optional<Long> offset, Body bytes, Cancellation writing)
      throws IOException {
    return transfers.write(bytes, positive("offset", offset), file::write, writing);
  }

  /** A number that is not negative; 0 if it is not given. */
  static long positive(String param, Optional<Long> value) {
    long number = value.orElse(0L);
    if (number < 0) {
      throw invalid(param, "it must not be negative");
    }
    return number;
  }

  Reply.Bytes readFile(ScopedPath path, long limit, Cancellation reading) throws IOException {
    OpenMode mode = OpenMode.parse("r");
    try (OpenFile file = OpenFile.open(path, mode, DEFAULT_MODE)) {
      FileChannel channel = file.readable();
      long size = channel.size();
      if (file.stat().isFolder()) {
        throw Errno.EISDIR.exception();
      }
      if (size > Math.min(limit, Transfers.READ_LIMIT)) {
        throw Errno.EFBIG.exception("file too large to read in one call; use fs.open and fs.read");
      }
      return size > 0 ? transfers.read(channel, 0, (int) size, reading) : readUnsized(channel);
    }
  }

  private static Reply.Bytes readUnsized(FileChannel channel) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ByteBuffer piece = ByteBuffer.allocate(16 * 1024);
    while (channel.read(piece.clear()) > 0) {
      bytes.write(piece.array(), 0, piece.position());
      if (bytes.size() > UNSIZED_LIMIT) {
        throw Errno.EFBIG.exception("file too large to read in one call; use fs.open and fs.read");
      }
    }
    return new Reply.Bytes(ByteBuffer.wrap(bytes.toByteArray()), Map.of(), () -> {});
  }

  long writeFile(
      ScopedPath path,
      Optional<String> flags,
      Optional<Long> permissions,
      Body bytes,
      Cancellation writing)
      throws IOException {
    OpenMode mode = OpenMode.parse(flags.orElse("w"));
    if (mode.read() || !mode.write()) {
      throw invalid("flags", "fs.writeFile only writes");
    }
    try (OpenFile file = OpenFile.open(path, mode, permissions.orElse(DEFAULT_MODE))) {
      return transfers.write(bytes, 0, file::write, writing);
    }
  }
}

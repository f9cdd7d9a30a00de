package org.socketplatform.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.socketplatform.plugin.Errno;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.ScopedPath;

/** A file that a page has open. Safe for use by many threads. */
final class OpenFile implements Handle {
  static final String TYPE = "file";

  private final ScopedPath place;
  private final OpenMode mode;
  private final FileChannel channel;
  private final Stat opened;

  private OpenFile(ScopedPath place, OpenMode mode, FileChannel channel, Stat opened) {
    this.place = place;
    this.mode = mode;
    this.channel = channel;
    this.opened = opened;
  }

  /**
   * Opens a file.
   *
   * @param permissions of the file if it is created
   */
  static OpenFile open(ScopedPath place, OpenMode mode, long permissions) throws IOException {
    return place.at(path -> {
      refuseWhatBlocks(path, mode);
      FileChannel channel =
          FileChannel.open(path, mode.options(), Permissions.ofNewFile(path, permissions));
      try {
        return new OpenFile(place, mode, channel, Stat.of(path));
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    });
  }

  /** Goes on with what {@link #release} gave. */
  static OpenFile adopt(Map<?, ?> released) {
    return new OpenFile(
        Released.of(released, "place", ScopedPath.class),
        OpenMode.adopt(Released.of(released, "mode", Map.class)),
        Released.of(released, "channel", FileChannel.class),
        Stat.adopt(Released.of(released, "opened", Map.class)));
  }

  @Override
  public Map<String, Object> release() {
    return Map.of(
        "place", place, "mode", mode.release(), "channel", channel, "opened", opened.release());
  }

  private static void refuseWhatBlocks(Path path, OpenMode mode) throws IOException {
    Stat stat;
    try {
      stat = Stat.of(path);
    } catch (NoSuchFileException e) {
      return; // the open itself says so, or creates it
    }
    if (stat.isPipe()) {
      throw Errno.ENXIO.exception("named pipes are not supported");
    }
    if (mode.directory() && !stat.isFolder()) {
      throw Errno.ENOTDIR.exception();
    }
    if (mode.changes() && stat.isFolder()) {
      throw Errno.EISDIR.exception();
    }
  }

  /** The channel, for reading at a position. */
  FileChannel readable() {
    if (!mode.read()) {
      throw Errno.EBADF.exception();
    }
    return channel;
  }

  private FileChannel writable() {
    if (!mode.write()) {
      throw Errno.EBADF.exception();
    }
    return channel;
  }

  /**
   * Writes all of the bytes: at the position, or at the end of a file that is open for appending.
   */
  void write(ByteBuffer bytes, long position) throws IOException {
    FileChannel target = writable();
    if (!mode.append()) {
      while (bytes.hasRemaining()) {
        position += target.write(bytes, position);
      }
      return;
    }
    synchronized (this) {
      while (bytes.hasRemaining()) {
        if (mode.read()) {
          target.write(bytes, target.size()); // the JDK has no mode that appends and reads
        } else {
          target.write(bytes);
        }
      }
    }
  }

  /** Cuts or extends the file. */
  void truncate(long size) throws IOException {
    FileChannel target = writable();
    if (size <= target.size()) {
      target.truncate(size);
    } else {
      target.write(ByteBuffer.wrap(new byte[1]), size - 1);
    }
  }

  void force(boolean metadata) throws IOException {
    channel.force(metadata);
  }

  /**
   * What is known of the file now. The JDK cannot ask an open file, only a path; if the path leads
   * elsewhere by now, what was true when the file was opened is told with its present size.
   */
  Stat stat() throws IOException {
    try {
      Stat current = place.at(Stat::of);
      if (current.isSameFile(opened)) {
        return current;
      }
    } catch (NoSuchFileException | FailureException e) {
      // it was removed or moved while open
    }
    return opened.unlinked(channel.size());
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

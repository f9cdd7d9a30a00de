package org.socketplatform.boot;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file held by one process until it ends, however it ends: the kernel takes the lock back. The
 * file itself stays, because removing it would let two processes hold locks on two files of one
 * name.
 */
final class FileLock implements AutoCloseable {
  private final FileChannel channel;

  private FileLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes the lock, or nothing if someone else has it. */
  static Optional<FileLock> tryTake(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return Optional.of(new FileLock(channel));
      }
    } catch (OverlappingFileLockException e) {
      // Held by another part of this process: as taken as by another one.
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return Optional.empty();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      Log.warning("cannot release a lock: " + Reason.of(e));
    }
  }
}

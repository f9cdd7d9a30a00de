package org.socketplatform.pluginprocess;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.socketplatform.pluginprotocol.Limits;
import org.socketplatform.pluginprotocol.Places;

/**
 * A file that the platform has open for this process. It can be neither mapped nor locked. Safe for
 * use by many threads.
 */
final class RemoteFile extends FileChannel {
  private final PlaceClient platform;
  private final long file;
  private final String name;
  private final boolean appends;
  private final boolean writes;
  private final boolean reads;
  private final ReentrantLock lock = new ReentrantLock(); // of the position
  private long position;

  /**
   * An open file.
   *
   * @param file its number
   * @param name for exceptions
   * @param options that it was opened with
   */
  RemoteFile(PlaceClient platform, long file, String name, Set<StandardOpenOption> options) {
    this.platform = platform;
    this.file = file;
    this.name = name;
    this.appends = options.contains(StandardOpenOption.APPEND);
    this.writes = appends || options.contains(StandardOpenOption.WRITE);
    this.reads = !writes || options.contains(StandardOpenOption.READ);
  }

  private Map<String, String> params() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
    Map<String, String> params = new HashMap<>();
    params.put(Places.FILE, Long.toString(file));
    return params;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    lock.lock();
    try {
      int count = read(target, position);
      position += Math.max(count, 0);
      return count;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read(ByteBuffer target, long from) throws IOException {
    if (from < 0) {
      throw new IllegalArgumentException("A position must not be negative: " + from);
    }
    Map<String, String> params = params();
    if (!reads) {
      throw new NonReadableChannelException();
    }
    if (!target.hasRemaining()) {
      return 0;
    }
    params.put(Places.POSITION, Long.toString(from));
    params.put(Places.MOST, Integer.toString(Math.min(target.remaining(), Limits.PART)));
    ByteBuffer bytes = platform.bytes(Places.READ, params, name);
    int count = bytes.remaining();
    target.put(bytes);
    return count == 0 ? -1 : count;
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    long all = 0;
    for (int i = offset; i < offset + length; i++) {
      while (targets[i].hasRemaining()) {
        int count = read(targets[i]);
        if (count < 0) {
          return all == 0 ? -1 : all;
        }
        all += count;
      }
    }
    return all;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    lock.lock();
    try {
      int count = writeAt(source, appends ? -1 : position);
      position = appends ? size() : position + count;
      return count;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int write(ByteBuffer source, long at) throws IOException {
    if (at < 0) {
      throw new IllegalArgumentException("A position must not be negative: " + at);
    }
    return writeAt(source, at);
  }

  private int writeAt(ByteBuffer source, long at) throws IOException {
    Map<String, String> params = params();
    if (!writes) {
      throw new NonWritableChannelException();
    }
    params.put(Places.POSITION, Long.toString(at));
    int count =
        (int) platform.send(Places.WRITE, params, source.asReadOnlyBuffer(), name).integer();
    source.position(source.position() + count);
    return count;
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    long all = 0;
    for (int i = offset; i < offset + length; i++) {
      all += write(sources[i]);
    }
    return all;
  }

  @Override
  public long position() throws IOException {
    var _ = params();
    lock.lock();
    try {
      return position;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public FileChannel position(long next) throws IOException {
    var _ = params();
    if (next < 0) {
      throw new IllegalArgumentException("A position must not be negative: " + next);
    }
    lock.lock();
    try {
      position = next;
    } finally {
      lock.unlock();
    }
    return this;
  }

  @Override
  public long size() throws IOException {
    return platform.value(Places.SIZE, params(), name).integer();
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    Map<String, String> params = params();
    if (size < 0) {
      throw new IllegalArgumentException("A size must not be negative: " + size);
    }
    if (!writes) {
      throw new NonWritableChannelException();
    }
    params.put(Places.POSITION, Long.toString(size));
    lock.lock();
    try {
      platform.value(Places.TRUNCATE, params, name).skip();
      position = Math.min(position, size);
    } finally {
      lock.unlock();
    }
    return this;
  }

  @Override
  public void force(boolean metadata) throws IOException {
    Map<String, String> params = params();
    params.put(Places.METADATA, Boolean.toString(metadata));
    platform.value(Places.FORCE, params, name).skip();
  }

  @Override
  public long transferTo(long from, long count, WritableByteChannel target) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(Limits.PART, count));
    int read = read(bytes, from);
    return read < 0 ? 0 : target.write(bytes.flip());
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long at, long count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(Limits.PART, count));
    return source.read(bytes) < 0 ? 0 : write(bytes.flip(), at);
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long from, long size) {
    throw new UnsupportedOperationException(
        "A file of another process cannot be mapped: read it instead");
  }

  @Override
  public FileLock lock(long from, long size, boolean shared) {
    throw new UnsupportedOperationException("A file of another process cannot be locked");
  }

  @Override
  public FileLock tryLock(long from, long size, boolean shared) {
    return lock(from, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    platform.value(Places.CLOSE, Map.of(Places.FILE, Long.toString(file)), name).skip();
  }
}

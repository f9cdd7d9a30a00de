package org.socketplatform.fs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.socketplatform.plugin.ValueWriter;
import org.socketplatform.plugin.Writable;

/**
 * What {@code stat(2)} tells, with every number as a decimal string as the JavaScript side expects.
 * The JDK does not tell the block size and count: 4096, and as many as the size needs, stand for
 * them.
 */
record Stat(
    long dev,
    long mode,
    long nlink,
    long uid,
    long gid,
    long rdev,
    long ino,
    long size,
    FileTime accessed,
    FileTime modified,
    FileTime changed,
    FileTime born)
    implements Writable {
  private static final long BLOCK_SIZE = 4096;
  private static final long BLOCK_UNIT = 512;

  /** All but the names of owner and group, for which the JDK would read the lists of users. */
  private static final String ATTRIBUTES =
      "unix:dev,mode,nlink,uid,gid,rdev,ino,size,"
          + "lastAccessTime,lastModifiedTime,ctime,creationTime";

  /** Of a file, or of a link itself. */
  static Stat of(Path path) throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return ofBasic(
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    }
    Map<String, Object> unix = Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    return new Stat(
        number(unix, "dev"),
        number(unix, "mode"),
        number(unix, "nlink"),
        number(unix, "uid"),
        number(unix, "gid"),
        number(unix, "rdev"),
        number(unix, "ino"),
        number(unix, "size"),
        time(unix, "lastAccessTime"),
        time(unix, "lastModifiedTime"),
        time(unix, "ctime"),
        time(unix, "creationTime"));
  }

  private static Stat ofBasic(BasicFileAttributes basic) {
    long type = basic.isDirectory() ? 0x4000 | 0x1ff : basic.isSymbolicLink() ? 0xa000 : 0x8000;
    return new Stat(
        0,
        type | 0x1b6,
        1,
        0,
        0,
        0,
        0,
        basic.size(),
        basic.lastAccessTime(),
        basic.lastModifiedTime(),
        basic.lastModifiedTime(),
        basic.creationTime());
  }

  private static long number(Map<String, Object> attributes, String name) {
    return attributes.get(name) instanceof Number number
        ? number instanceof Integer small ? Integer.toUnsignedLong(small) : number.longValue()
        : 0;
  }

  private static FileTime time(Map<String, Object> attributes, String name) {
    return attributes.get(name) instanceof FileTime time ? time : FileTime.fromMillis(0);
  }

  /** True if both describe the same file, whatever has happened to it in between. */
  boolean isSameFile(Stat other) {
    return dev == other.dev && ino == other.ino && born.equals(other.born);
  }

  /** The same file without a name, as it is while only open handles keep it. */
  Stat unlinked(long currentSize) {
    return new Stat(
        dev, mode, 0, uid, gid, rdev, ino, currentSize, accessed, modified, changed, born);
  }

  /** All of it, as types of the JDK. */
  Map<String, Object> release() {
    return Map.of(
        "numbers", List.of(dev, mode, nlink, uid, gid, rdev, ino, size),
        "times", List.of(accessed, modified, changed, born));
  }

  /** What {@link #release} gave. */
  static Stat adopt(Map<?, ?> released) {
    List<?> numbers = Released.of(released, "numbers", List.class);
    List<?> times = Released.of(released, "times", List.class);
    return new Stat(
        (Long) numbers.get(0),
        (Long) numbers.get(1),
        (Long) numbers.get(2),
        (Long) numbers.get(3),
        (Long) numbers.get(4),
        (Long) numbers.get(5),
        (Long) numbers.get(6),
        (Long) numbers.get(7),
        (FileTime) times.get(0),
        (FileTime) times.get(1),
        (FileTime) times.get(2),
        (FileTime) times.get(3));
  }

  /** True of a named pipe, which would block whoever opens it. */
  boolean isPipe() {
    return (mode & 0xf000) == 0x1000;
  }

  boolean isFolder() {
    return (mode & 0xf000) == 0x4000;
  }

  @Override
  public void writeTo(ValueWriter writer) {
    writer.beginObject();
    field(writer, "st_dev", dev);
    field(writer, "st_mode", mode);
    field(writer, "st_nlink", nlink);
    field(writer, "st_uid", uid);
    field(writer, "st_gid", gid);
    field(writer, "st_rdev", rdev);
    field(writer, "st_ino", ino);
    field(writer, "st_size", size);
    field(writer, "st_blksize", BLOCK_SIZE);
    field(writer, "st_blocks", (size + BLOCK_UNIT - 1) / BLOCK_UNIT);
    field(writer, "st_flags", 0);
    field(writer, "st_gen", 0);
    field(writer, "st_atim", accessed);
    field(writer, "st_mtim", modified);
    field(writer, "st_ctim", changed);
    field(writer, "st_birthtim", born);
    writer.endObject();
  }

  private static void field(ValueWriter writer, String name, long value) {
    writer.name(name);
    writer.string(Long.toUnsignedString(value));
  }

  private static void field(ValueWriter writer, String name, FileTime time) {
    Instant instant = time.toInstant();
    writer.name(name);
    writer.beginObject();
    writer.name("tv_sec");
    writer.string(Long.toString(instant.getEpochSecond()));
    writer.name("tv_nsec");
    writer.string(Integer.toString(instant.getNano()));
    writer.endObject();
  }
}

package org.socketplatform.fs;

import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;

/**
 * How a file is opened: Node's letters, such as {@code w+}, or the {@code O_} numbers that {@code
 * fs.constants} gave out.
 */
record OpenMode(
    boolean read,
    boolean write,
    boolean append,
    boolean create,
    boolean exclusive,
    boolean truncate,
    boolean sync,
    boolean directory) {
  // Numbers of fcntl(2); JavaScript asks for them by name, so Linux's serve on every system.
  private static final int O_WRONLY = 1;
  private static final int O_RDWR = 2;
  private static final int O_ACCMODE = 3;
  private static final int O_CREAT = 0x40;
  private static final int O_EXCL = 0x80;
  private static final int O_TRUNC = 0x200;
  private static final int O_APPEND = 0x400;
  private static final int O_DSYNC = 0x1000;
  private static final int O_DIRECTORY = 0x10000;
  private static final int O_SYNC = 0x101000;

  /** What {@code fs.constants} answers. */
  static final Map<String, Integer> CONSTANTS =
      Map.ofEntries(
          Map.entry("O_RDONLY", 0),
          Map.entry("O_WRONLY", O_WRONLY),
          Map.entry("O_RDWR", O_RDWR),
          Map.entry("O_CREAT", O_CREAT),
          Map.entry("O_EXCL", O_EXCL),
          Map.entry("O_NOCTTY", 0x100),
          Map.entry("O_TRUNC", O_TRUNC),
          Map.entry("O_APPEND", O_APPEND),
          Map.entry("O_NONBLOCK", 0x800),
          Map.entry("O_NDELAY", 0x800),
          Map.entry("O_DSYNC", O_DSYNC),
          Map.entry("O_ASYNC", 0x2000),
          Map.entry("O_DIRECT", 0x4000),
          Map.entry("O_LARGEFILE", 0),
          Map.entry("O_DIRECTORY", O_DIRECTORY),
          Map.entry("O_NOFOLLOW", 0x20000),
          Map.entry("O_NOATIME", 0x40000),
          Map.entry("O_CLOEXEC", 0x80000),
          Map.entry("O_SYNC", O_SYNC),
          Map.entry("O_PATH", 0x200000),
          Map.entry("O_TMPFILE", 0x410000));

  /** Reads the parameter {@code flags}. */
  static OpenMode parse(String flags) {
    return flags.chars().allMatch(c -> c >= '0' && c <= '9') ? ofNumber(flags) : ofLetters(flags);
  }

  private static OpenMode ofLetters(String flags) {
    boolean plus = flags.indexOf('+') >= 0;
    boolean exclusive = flags.indexOf('x') >= 0;
    boolean sync = flags.indexOf('s') >= 0;
    return switch (flags) {
      case "r", "rs", "sr" -> new OpenMode(true, false, false, false, false, false, sync, false);
      case "r+", "rs+", "sr+" -> new OpenMode(true, true, false, false, false, false, sync, false);
      case "w", "wx", "xw", "w+", "wx+", "xw+" ->
          new OpenMode(plus, true, false, true, exclusive, !exclusive, sync, false);
      case "a", "ax", "xa", "as", "sa", "a+", "ax+", "xa+", "as+", "sa+" ->
          new OpenMode(plus, true, true, true, exclusive, false, sync, false);
      default -> throw invalid();
    };
  }

  private static OpenMode ofNumber(String flags) {
    int bits;
    try {
      bits = Integer.parseInt(flags);
    } catch (NumberFormatException e) {
      throw invalid();
    }
    int access = bits & O_ACCMODE;
    if (access == O_ACCMODE || (bits & 0x410000) == 0x410000) {
      throw invalid();
    }
    boolean create = (bits & O_CREAT) != 0;
    boolean write = access != 0;
    return new OpenMode(
        access != O_WRONLY,
        write,
        write && (bits & O_APPEND) != 0,
        create,
        create && (bits & O_EXCL) != 0,
        write && (bits & O_TRUNC) != 0,
        (bits & O_DSYNC) != 0,
        (bits & O_DIRECTORY) != 0);
  }

  private static FailureException invalid() {
    return new FailureException(Failure.badRequest("Invalid 'flags' given in parameters"));
  }

  /** What matters once the file is open. */
  Map<String, Object> release() {
    return Map.of("read", read, "write", write, "append", append);
  }

  /** The mode of a file that is open already. */
  static OpenMode adopt(Map<?, ?> released) {
    return new OpenMode(
        Released.of(released, "read", Boolean.class),
        Released.of(released, "write", Boolean.class),
        Released.of(released, "append", Boolean.class),
        false,
        false,
        false,
        false,
        false);
  }

  /** True if opening can change the file. */
  boolean changes() {
    return write || create;
  }

  /**
   * The JDK's options. The path has been resolved and checked: a link that stands at its end by now
   * was put there since, so it is not followed.
   */
  Set<OpenOption> options() {
    Set<OpenOption> options = new HashSet<>();
    options.add(LinkOption.NOFOLLOW_LINKS);
    // The JDK does not create a file that it only reads, nor append to one that it also reads.
    if (read) {
      options.add(StandardOpenOption.READ);
    }
    if (write || create) {
      options.add(append && !read ? StandardOpenOption.APPEND : StandardOpenOption.WRITE);
    }
    if (create) {
      options.add(exclusive ? StandardOpenOption.CREATE_NEW : StandardOpenOption.CREATE);
    }
    if (truncate) {
      options.add(StandardOpenOption.TRUNCATE_EXISTING);
    }
    if (sync) {
      options.add(StandardOpenOption.SYNC);
    }
    return options;
  }
}

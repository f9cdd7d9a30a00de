package org.socketplatform.access;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Opens files of Linux without following a link anywhere on the way: {@code openat2(2)}, or a walk
 * with {@code openat(2)} where the kernel lacks it or a filter forbids it.
 *
 * <p>All calls go through one method handle of six longs, a shape that the webview uses as well:
 * the JVM keeps it, and making another would cost milliseconds. It is sound because the C library
 * takes the arguments of {@code syscall} and {@code close} from registers.
 */
final class LinuxFiles {
  private static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");

  private static final long SYS_OPENAT = ARM ? 56 : 257;
  private static final long SYS_OPENAT2 = 437;
  private static final long AT_FDCWD = -100;
  private static final long O_DIRECTORY = ARM ? 0x4000 : 0x10000;
  private static final long O_NOFOLLOW = ARM ? 0x8000 : 0x20000;
  private static final long O_CLOEXEC = 0x80000;
  private static final long O_PATH = 0x200000;
  private static final long RESOLVE_NO_MAGICLINKS = 0x02;
  private static final long RESOLVE_NO_SYMLINKS = 0x04;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle CALL =
      LINKER.downcallHandle(
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
  private static final MemorySegment SYSCALL = LINKER.defaultLookup().findOrThrow("syscall");
  private static final MemorySegment CLOSE = LINKER.defaultLookup().findOrThrow("close");
  private static final MemorySegment FOLDER = how(O_PATH | O_CLOEXEC | O_DIRECTORY);
  private static final MemorySegment FILE = how(O_PATH | O_CLOEXEC);

  private final boolean walks;

  /**
   * Finds out what the kernel has.
   *
   * @param walk true to do without {@code openat2(2)}
   */
  LinuxFiles(boolean walk) {
    walks = walk || !hasOpenat2();
  }

  /** True if this system has the calls and shows open files as {@code /proc/self/fd}. */
  static boolean isSupported() {
    return System.getProperty("os.name", "").equals("Linux")
        && (ARM || System.getProperty("os.arch", "").equals("amd64"))
        && Files.isDirectory(Path.of("/proc/self/fd"));
  }

  /** A {@code struct open_how}: flags, mode and resolve, each of 8 bytes. */
  private static MemorySegment how(long flags) {
    return Arena.global()
        .allocateFrom(JAVA_LONG, flags, 0, RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS);
  }

  private static boolean hasOpenat2() {
    long descriptor = openat2(Path.of("/"), FOLDER);
    if (descriptor < 0) {
      return false;
    }
    close(descriptor);
    return true;
  }

  /**
   * Opens a folder as a mere place; to be closed by {@link #close}.
   *
   * @param path absolute and normal
   * @return its descriptor; negative if it cannot be opened, or a link is on the way or at the end
   */
  long openFolder(Path path) {
    return walks ? walk(path, O_DIRECTORY) : openat2(path, FOLDER);
  }

  /** Opens a file or folder; otherwise like {@link #openFolder}. */
  long open(Path path) {
    return walks ? walk(path, 0) : openat2(path, FILE);
  }

  private static long openat2(Path path, MemorySegment how) {
    try (Arena arena = Arena.ofConfined()) {
      return call(
          SYSCALL,
          SYS_OPENAT2,
          AT_FDCWD,
          FileNames.terminated(arena, path).address(),
          how.address(),
          how.byteSize());
    }
  }

  private static long walk(Path path, long lastFlags) {
    long reached = openat(AT_FDCWD, Path.of("/"), O_DIRECTORY);
    int last = path.getNameCount() - 1;
    for (int i = 0; i <= last && reached >= 0; i++) {
      long next = openat(reached, path.getName(i), i == last ? lastFlags : O_DIRECTORY);
      close(reached);
      reached = next;
    }
    if (reached >= 0 && isLink(reached)) {
      close(reached);
      return -1;
    }
    return reached;
  }

  /** A walk that may end at a file opens a link that stands there, not what it leads to. */
  private static boolean isLink(long descriptor) {
    try {
      return Files.readAttributes(path(descriptor), BasicFileAttributes.class).isSymbolicLink();
    } catch (IOException e) {
      return true;
    }
  }

  private static long openat(long folder, Path name, long flags) {
    try (Arena arena = Arena.ofConfined()) {
      return call(
          SYSCALL,
          SYS_OPENAT,
          folder,
          FileNames.terminated(arena, name).address(),
          O_PATH | O_CLOEXEC | O_NOFOLLOW | flags,
          0);
    }
  }

  static void close(long descriptor) {
    call(CLOSE, descriptor, 0, 0, 0, 0);
  }

  /** The name that leads to an open file. */
  static Path path(long descriptor) {
    return Path.of("/proc/self/fd/" + descriptor);
  }

  private static long call(MemorySegment function, long a, long b, long c, long d, long e) {
    try {
      return (long) CALL.invokeExact(function, a, b, c, d, e, 0L);
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
  }
}

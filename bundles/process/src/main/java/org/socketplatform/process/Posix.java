package org.socketplatform.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import org.socketplatform.plugin.Errno;

/**
 * The system calls that starting programs needs and that the JDK has not: pipes that do not block,
 * {@code posix_spawn(3)} with any descriptors, the true reason why a process ended.
 *
 * <p>All go through one method handle of six longs. It is sound because the C library takes its
 * first six arguments from registers, as {@code LinuxFiles} of the access rules says as well.
 */
final class Posix {
  static final int O_RDWR = 2;
  static final int EAGAIN = 11;

  private static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");
  private static final int O_CLOEXEC = 0x80000;
  private static final int O_NONBLOCK = 0x800;
  private static final int F_SETFL = 4;
  private static final int F_DUPFD_CLOEXEC = 1030;
  private static final int F_SETPIPE_SZ = 1031;
  private static final int AF_UNIX = 1;
  private static final int SOCK_STREAM = 1;
  private static final int SHUT_WR = 1;
  private static final int SYS_PIDFD_OPEN = 434;
  private static final int P_PID = 1;
  private static final int WEXITED = 4;
  private static final int WNOHANG = 1;
  private static final int EINTR = 4;
  private static final int ESRCH = 3;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle CALL =
      LINKER.downcallHandle(
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          Linker.Option.captureCallState("errno"));
  private static final long ERRNO_BYTES = Linker.Option.captureStateLayout().byteSize();
  private static final MemorySegment READ = function("read");
  private static final MemorySegment WRITE = function("write");
  private static final MemorySegment CLOSE = function("close");
  private static final MemorySegment FCNTL = function("fcntl");
  private static final MemorySegment KILL = function("kill");
  private static final MemorySegment PIPE2 = function("pipe2");
  private static final MemorySegment SOCKETPAIR = function("socketpair");
  private static final MemorySegment SHUTDOWN = function("shutdown");
  private static final MemorySegment SYSCALL = function("syscall");
  private static final MemorySegment WAITID = function("waitid");
  private static final MemorySegment STRERROR = function("strerror");

  private Posix() {}

  /** True where all of this is there: Linux with a C library that can close what is left open. */
  static boolean isSupported() {
    return System.getProperty("os.name", "").equals("Linux")
        && LINKER.defaultLookup().find("posix_spawn_file_actions_addclosefrom_np").isPresent();
  }

  static boolean isArm() {
    return ARM;
  }

  static MemorySegment function(String name) {
    return LINKER.defaultLookup().findOrThrow(name);
  }

  /** What a function returned, and {@code errno} behind it. */
  record Result(long value, int errno) {}

  static Result call(MemorySegment function, long a, long b, long c, long d, long e, long f) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(ERRNO_BYTES, 8);
      long value = (long) CALL.invokeExact(function, errno, a, b, c, d, e, f);
      return new Result(value, errno.get(JAVA_INT, 0));
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
  }

  static Result call(MemorySegment function, long a, long b, long c) {
    return call(function, a, b, c, 0, 0, 0);
  }

  /** Like {@link #call}, for a function that returns an {@code int}, -1 for an error. */
  static int require(MemorySegment function, long a, long b, long c, long d) throws IOException {
    Result result = call(function, a, b, c, d, 0, 0);
    if ((int) result.value < 0) {
      throw failed(result.errno);
    }
    return (int) result.value;
  }

  /** The error of a number, which {@link Errno#of} recognises by the words. */
  static IOException failed(int errno) {
    long text = call(STRERROR, errno, 0, 0).value;
    return new IOException(MemorySegment.ofAddress(text).reinterpret(1024).getString(0));
  }

  /**
   * The two ends of a new pipe: to read from, to write to. Neither outlives an {@code exec}.
   *
   * @param bytes how much it shall hold, at best
   */
  static int[] pipe(int bytes) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ends = arena.allocate(JAVA_INT, 2);
      require(PIPE2, ends.address(), O_CLOEXEC, 0, 0);
      int[] pipe = {ends.getAtIndex(JAVA_INT, 0), ends.getAtIndex(JAVA_INT, 1)};
      call(FCNTL, pipe[0], F_SETPIPE_SZ, bytes); // a wish: a user may have too many already
      return pipe;
    }
  }

  /** Two sockets that are connected to each other. */
  static int[] socketPair() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ends = arena.allocate(JAVA_INT, 2);
      require(SOCKETPAIR, AF_UNIX, SOCK_STREAM | O_CLOEXEC, 0, ends.address());
      return new int[] {ends.getAtIndex(JAVA_INT, 0), ends.getAtIndex(JAVA_INT, 1)};
    }
  }

  /** Lets calls about a descriptor return rather than wait. */
  static void unblock(int descriptor) throws IOException {
    require(FCNTL, descriptor, F_SETFL, O_NONBLOCK, 0);
  }

  /** Another descriptor of the same, of at least this number. */
  static int duplicate(int descriptor, int least) throws IOException {
    return require(FCNTL, descriptor, F_DUPFD_CLOEXEC, least, 0);
  }

  /** The other side finds the end, also where the same socket is open for reading. */
  static void endOutput(int descriptor) {
    call(SHUTDOWN, descriptor, SHUT_WR, 0); // fails for a pipe, which closing ends
  }

  static void close(int descriptor) {
    call(CLOSE, descriptor, 0, 0);
  }

  /**
   * Reads into a direct buffer.
   *
   * @return how many bytes; 0 if there are none now, -1 at the end
   */
  static int read(int descriptor, ByteBuffer target) throws IOException {
    int count = transfer(READ, descriptor, target);
    if (count > 0) {
      target.position(target.position() + count);
    }
    return count == 0 ? -1 : Math.max(count, 0);
  }

  /**
   * Writes from a direct buffer.
   *
   * @return how many bytes; 0 if it takes none now
   */
  static int write(int descriptor, ByteBuffer source) throws IOException {
    int count = Math.max(0, transfer(WRITE, descriptor, source));
    source.position(source.position() + count);
    return count;
  }

  /** -1 where it would have waited. */
  private static int transfer(MemorySegment function, int descriptor, ByteBuffer buffer)
      throws IOException {
    MemorySegment memory = MemorySegment.ofBuffer(buffer);
    while (true) {
      Result result = call(function, descriptor, memory.address(), memory.byteSize());
      if (result.value >= 0) {
        return (int) result.value;
      }
      if (result.errno == EAGAIN) {
        return -1;
      }
      if (result.errno != EINTR) {
        throw failed(result.errno);
      }
    }
  }

  /** Sends a signal; false if there is no such process. */
  static boolean kill(int pid, int signal) throws IOException {
    Result result = call(KILL, pid, signal, 0);
    if ((int) result.value == 0) {
      return true;
    }
    if (result.errno == ESRCH) {
      return false;
    }
    throw failed(result.errno);
  }

  /**
   * A descriptor that becomes readable when a process ends.
   *
   * @return empty if there is no such process
   */
  static OptionalInt pidDescriptor(int pid) throws IOException {
    Result result = call(SYSCALL, SYS_PIDFD_OPEN, pid, 0);
    if ((int) result.value >= 0) {
      return OptionalInt.of((int) result.value);
    }
    if (result.errno == ESRCH) {
      return OptionalInt.empty();
    }
    throw failed(result.errno);
  }

  /**
   * How a child ended, and lets the kernel forget it.
   *
   * @return empty if it still runs
   */
  static Optional<Exit> reap(int pid) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      // siginfo_t of 128 bytes: si_code at 8, si_pid at 16, si_status at 24 on 64-bit systems.
      MemorySegment info = arena.allocate(128, 8);
      require(WAITID, P_PID, pid, info.address(), WEXITED | WNOHANG);
      if (info.get(JAVA_INT, 16) == 0) {
        return Optional.empty();
      }
      int status = info.get(JAVA_INT, 24);
      boolean exited = info.get(JAVA_INT, 8) == 1; // CLD_EXITED
      return Optional.of(exited ? new Exit(status, 0) : new Exit(-1, status));
    }
  }
}

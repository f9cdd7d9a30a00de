package org.socketplatform.udp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** The three calls of Linux about sockets that the JDK does not make. */
final class Libc {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle GETSOCKOPT =
      function("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle SETSOCKOPT =
      function("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SENDMSG =
      function("sendmsg", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);

  private Libc() {}

  private static MethodHandle function(
      String name, MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(result, arguments),
        Linker.Option.captureCallState("errno"));
  }

  /** True if this system is one whose numbers and structures are known here. */
  static boolean isSupported() {
    return System.getProperty("os.name", "").equals("Linux")
        && System.getProperty("sun.arch.data.model", "64").equals("64");
  }

  /** An option that is an {@code int}; -1 if it cannot be read. */
  static int option(int descriptor, int level, int name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(JAVA_INT);
      MemorySegment size = arena.allocateFrom(JAVA_INT, 4);
      MemorySegment state = arena.allocate(STATE);
      int result = (int) GETSOCKOPT.invokeExact(state, descriptor, level, name, value, size);
      return result == 0 ? value.get(JAVA_INT, 0) : -1;
    } catch (Throwable e) {
      throw new LinkageError("getsockopt cannot be called", e);
    }
  }

  /** Sets an option that is an {@code int}; answers 0 or an {@code errno}. */
  static int setOption(int descriptor, int level, int name, int value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocateFrom(JAVA_INT, value);
      MemorySegment state = arena.allocate(STATE);
      int result = (int) SETSOCKOPT.invokeExact(state, descriptor, level, name, bytes, 4);
      return result == 0 ? 0 : (int) ERRNO.get(state, 0L);
    } catch (Throwable e) {
      throw new LinkageError("setsockopt cannot be called", e);
    }
  }

  /** Memory for {@code errno} of {@link #sendMessage}. */
  static MemorySegment state(Arena arena) {
    return arena.allocate(STATE);
  }

  /** Sends what a {@code msghdr} names; answers bytes, or an {@code errno} as a negative number. */
  static long sendMessage(MemorySegment state, int descriptor, MemorySegment message) {
    try {
      long result = (long) SENDMSG.invokeExact(state, descriptor, message, 0);
      return result >= 0 ? result : -(int) ERRNO.get(state, 0L);
    } catch (Throwable e) {
      throw new LinkageError("sendmsg cannot be called", e);
    }
  }
}

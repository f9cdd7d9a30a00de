package org.socketplatform.webview.gtk;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Calls C functions with whole registers: every argument and result is a {@code long}.
 *
 * <p>Pointers, sizes and enums then need no conversion, and all functions of one arity share one
 * method handle, which saves most of the time that FFM costs at start-up. The System V ABIs of
 * x86-64 and AArch64 let a callee ignore the upper half of a register that holds an {@code int}; of
 * a result, and of an argument of a callback, the caller of these methods must do the same.
 */
final class Native {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle CALL0 = handle(0);
  private static final MethodHandle CALL1 = handle(1);
  private static final MethodHandle CALL2 = handle(2);
  private static final MethodHandle CALL3 = handle(3);
  private static final MethodHandle CALL4 = handle(4);
  private static final MethodHandle CALL5 = handle(5);
  private static final MethodHandle CALL6 = handle(6);

  private Native() {}

  static SymbolLookup library(String name) {
    return SymbolLookup.libraryLookup(name, Arena.global());
  }

  static MemorySegment libc(String function) {
    return LINKER.defaultLookup().findOrThrow(function);
  }

  /** A function pointer for C that calls the static method; it lives as long as the process. */
  static long callback(MethodHandles.Lookup owner, String method, int arity) {
    Class<?>[] parameters = new Class<?>[arity];
    Arrays.fill(parameters, long.class);
    try {
      MethodHandle target =
          owner.findStatic(
              owner.lookupClass(), method, MethodType.methodType(long.class, parameters));
      return LINKER.upcallStub(target, longs(arity), Arena.global()).address();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  static long call(MemorySegment function) {
    try {
      return (long) CALL0.invokeExact(function);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  static long call(MemorySegment function, long a) {
    try {
      return (long) CALL1.invokeExact(function, a);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  static long call(MemorySegment function, long a, long b) {
    try {
      return (long) CALL2.invokeExact(function, a, b);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  static long call(MemorySegment function, long a, long b, long c) {
    try {
      return (long) CALL3.invokeExact(function, a, b, c);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  static long call(MemorySegment function, long a, long b, long c, long d) {
    try {
      return (long) CALL4.invokeExact(function, a, b, c, d);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  static long call(MemorySegment function, long a, long b, long c, long d, long e) {
    try {
      return (long) CALL5.invokeExact(function, a, b, c, d, e);
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
  }

  static long call(MemorySegment function, long a, long b, long c, long d, long e, long f) {
    try {
      return (long) CALL6.invokeExact(function, a, b, c, d, e, f);
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
  }

  /** Calls a function whose arguments from the second on are variadic, and all pointers. */
  static long callVariadic(MemorySegment function, long... arguments) {
    MethodHandle handle =
        LINKER.downcallHandle(function, longs(arguments.length), Linker.Option.firstVariadicArg(1));
    try {
      return (long) handle.invokeWithArguments(Arrays.stream(arguments).boxed().toList());
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
  }

  /** Text as a C string that lives as long as the arena. */
  static long string(Arena arena, String text) {
    return arena.allocateFrom(text).address();
  }

  /** A C string as text; empty for the null pointer. */
  static String text(long pointer) {
    if (pointer == 0) {
      return "";
    }
    return MemorySegment.ofAddress(pointer)
        .reinterpret(Long.MAX_VALUE)
        .getString(0, StandardCharsets.UTF_8);
  }

  private static MethodHandle handle(int arity) {
    return LINKER.downcallHandle(longs(arity));
  }

  private static FunctionDescriptor longs(int arity) {
    MemoryLayout[] parameters = new MemoryLayout[arity];
    Arrays.fill(parameters, JAVA_LONG);
    return FunctionDescriptor.of(JAVA_LONG, parameters);
  }
}

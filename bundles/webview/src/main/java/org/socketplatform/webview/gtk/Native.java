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
 * Calls C functions with whole registers: six arguments and a result, each a {@code long}.
 *
 * <p>Pointers, sizes and enums then need no conversion, and all functions share one method handle,
 * which saves most of the time that FFM costs at start-up. It is sound where the first six integer
 * arguments travel in registers, as in the System V ABIs of x86-64 and AArch64: a callee ignores
 * the registers that it has no parameter for, and the upper half of one that holds an {@code int}.
 * Of a result, and of an argument of a callback, the caller of these methods must do the same.
 */
final class Native {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodType CALLBACK =
      MethodType.methodType(long.class, long.class, long.class, long.class, long.class);
  private static final MethodHandle CALL = LINKER.downcallHandle(longs(6));

  private Native() {}

  static SymbolLookup library(String name) {
    return SymbolLookup.libraryLookup(name, Arena.global());
  }

  static MemorySegment libc(String function) {
    return LINKER.defaultLookup().findOrThrow(function);
  }

  /**
   * A function pointer for C that calls the static method with the first four arguments; it lives
   * as long as the process.
   */
  static long callback(MethodHandles.Lookup owner, String method) {
    try {
      MethodHandle target = owner.findStatic(owner.lookupClass(), method, CALLBACK);
      return LINKER.upcallStub(target, longs(4), Arena.global()).address();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  static long call(MemorySegment function) {
    return call(function, 0, 0, 0, 0, 0, 0);
  }

  static long call(MemorySegment function, long a) {
    return call(function, a, 0, 0, 0, 0, 0);
  }

  static long call(MemorySegment function, long a, long b) {
    return call(function, a, b, 0, 0, 0, 0);
  }

  static long call(MemorySegment function, long a, long b, long c) {
    return call(function, a, b, c, 0, 0, 0);
  }

  static long call(MemorySegment function, long a, long b, long c, long d) {
    return call(function, a, b, c, d, 0, 0);
  }

  static long call(MemorySegment function, long a, long b, long c, long d, long e) {
    return call(function, a, b, c, d, e, 0);
  }

  static long call(MemorySegment function, long a, long b, long c, long d, long e, long f) {
    try {
      return (long) CALL.invokeExact(function, a, b, c, d, e, f);
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

  private static FunctionDescriptor longs(int arity) {
    MemoryLayout[] parameters = new MemoryLayout[arity];
    Arrays.fill(parameters, JAVA_LONG);
    return FunctionDescriptor.of(JAVA_LONG, parameters);
  }
}

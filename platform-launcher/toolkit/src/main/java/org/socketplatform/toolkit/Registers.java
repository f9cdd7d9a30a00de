package org.socketplatform.toolkit;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;

/**
 * Calls C functions with whole registers. The shapes are those of the webview's calls and
 * callbacks, so that the JVM has linked them, which is most of what they cost, when the framework
 * is there.
 */
final class Registers {
  private static final int ARGUMENTS = 6;
  private static final int CALLBACK_ARGUMENTS = 4;
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle CALL = LINKER.downcallHandle(longs(ARGUMENTS));

  private Registers() {}

  /** What the function leaves in the result register means nothing here. */
  @SuppressWarnings("UnusedVariable") // the call needs a place for its result
  static void call(MemorySegment function, long a, long b, long c) {
    try {
      long result = (long) CALL.invokeExact(function, a, b, c, 0L, 0L, 0L);
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
  }

  static void linkCallbacks() {
    FunctionDescriptor shape = longs(CALLBACK_ARGUMENTS);
    MethodHandle target = MethodHandles.empty(shape.toMethodType());
    try (Arena arena = Arena.ofConfined()) {
      LINKER.upcallStub(target, shape, arena);
    }
  }

  private static FunctionDescriptor longs(int arity) {
    MemoryLayout[] parameters = new MemoryLayout[arity];
    Arrays.fill(parameters, JAVA_LONG);
    return FunctionDescriptor.of(JAVA_LONG, parameters);
  }
}

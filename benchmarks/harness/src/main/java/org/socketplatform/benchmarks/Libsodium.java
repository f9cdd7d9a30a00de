package org.socketplatform.benchmarks;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;

/**
 * The same sealing as that of the relay, "encrypt, sign, encrypt", by libsodium itself. A call into
 * it costs some nanoseconds, what it does tens of microseconds.
 */
final class Libsodium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("libsodium.so.26", "libsodium.so.23", "libsodium.so", "libsodium.dylib");
  private static final int KEY = 32;
  private static final int SECRET = 64;
  private static final int SIGNATURE = 64;
  private static final int BOX = 48;
  private static final int MAX_BYTES = 65_536;

  private final Arena arena = Arena.ofConfined();
  private final SymbolLookup library;
  private final MethodHandle boxSeal;
  private final MethodHandle boxOpen;
  private final MethodHandle sign;
  private final MethodHandle verify;
  private final MemorySegment signPublic = arena.allocate(KEY);
  private final MemorySegment signSecret = arena.allocate(SECRET);
  private final MemorySegment boxPublic = arena.allocate(KEY);
  private final MemorySegment boxSecret = arena.allocate(KEY);
  private final MemorySegment plain = arena.allocate(MAX_BYTES);
  private final MemorySegment inner = arena.allocate(MAX_BYTES);
  private final MemorySegment outer = arena.allocate(MAX_BYTES);

  private Libsodium(String name, byte[] sharedKey) {
    library = SymbolLookup.libraryLookup(name, arena);
    boxSeal = function("crypto_box_seal", ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    boxOpen = function("crypto_box_seal_open", ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
    sign = function("crypto_sign_detached", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    verify = function("crypto_sign_verify_detached", ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    MemorySegment seed = arena.allocateFrom(ValueLayout.JAVA_BYTE, sharedKey);
    check(call(function("sodium_init")) >= 0);
    check(
        call(
                function("crypto_sign_seed_keypair", ADDRESS, ADDRESS, ADDRESS),
                signPublic,
                signSecret,
                seed)
            == 0);
    check(
        call(
                function("crypto_sign_ed25519_pk_to_curve25519", ADDRESS, ADDRESS),
                boxPublic,
                signPublic)
            == 0);
    check(
        call(
                function("crypto_sign_ed25519_sk_to_curve25519", ADDRESS, ADDRESS),
                boxSecret,
                signSecret)
            == 0);
  }

  /** The library with the keys of a subcluster; empty if it is not installed. */
  static Optional<Libsodium> find(byte[] sharedKey) {
    for (String name : NAMES) {
      try {
        return Optional.of(new Libsodium(name, sharedKey));
      } catch (IllegalArgumentException e) {
        // It has another name, or is not there.
      }
    }
    return Optional.empty();
  }

  private MethodHandle function(String name, MemoryLayout... parameters) {
    return Linker.nativeLinker()
        .downcallHandle(library.findOrThrow(name), FunctionDescriptor.of(JAVA_INT, parameters));
  }

  private static int call(MethodHandle function, Object... arguments) {
    try {
      return (int) function.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new BenchmarkException("libsodium cannot be called: " + e);
    }
  }

  private static void check(boolean isRight) {
    if (!isRight) {
      throw new BenchmarkException("libsodium refuses what it should take");
    }
  }

  /** Seals a message. */
  byte[] seal(byte[] message) {
    int boxed = message.length + BOX;
    int sealed = SIGNATURE + boxed + BOX;
    MemorySegment box = inner.asSlice(SIGNATURE);
    MemorySegment.copy(message, 0, plain, ValueLayout.JAVA_BYTE, 0, message.length);
    try {
      check((int) boxSeal.invokeExact(box, plain, (long) message.length, boxPublic) == 0);
      check((int) sign.invokeExact(inner, MemorySegment.NULL, box, (long) boxed, signSecret) == 0);
      check((int) boxSeal.invokeExact(outer, inner, (long) SIGNATURE + boxed, boxPublic) == 0);
    } catch (Throwable e) {
      throw new BenchmarkException("libsodium cannot be called: " + e);
    }
    return outer.asSlice(0, sealed).toArray(ValueLayout.JAVA_BYTE);
  }

  /** Opens what was sealed. */
  byte[] open(byte[] sealed) {
    int innerLength = sealed.length - BOX;
    int boxed = innerLength - SIGNATURE;
    MemorySegment box = inner.asSlice(SIGNATURE);
    MemorySegment.copy(sealed, 0, outer, ValueLayout.JAVA_BYTE, 0, sealed.length);
    try {
      check(
          (int) boxOpen.invokeExact(inner, outer, (long) sealed.length, boxPublic, boxSecret) == 0);
      check((int) verify.invokeExact(inner, box, (long) boxed, signPublic) == 0);
      check((int) boxOpen.invokeExact(plain, box, (long) boxed, boxPublic, boxSecret) == 0);
    } catch (Throwable e) {
      throw new BenchmarkException("libsodium cannot be called: " + e);
    }
    return plain.asSlice(0, boxed - BOX).toArray(ValueLayout.JAVA_BYTE);
  }

  @Override
  public void close() {
    arena.close();
  }
}

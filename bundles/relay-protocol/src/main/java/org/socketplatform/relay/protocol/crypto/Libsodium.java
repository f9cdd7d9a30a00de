package org.socketplatform.relay.protocol.crypto;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.List;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/** By the libsodium of the system, which reads and writes the arrays of Java where they are. */
final class Libsodium implements Primitives {
  private static final List<String> NAMES =
      List.of("libsodium.so.26", "libsodium.so.23", "libsodium.dylib", "libsodium.dll");

  /** Null if it is not installed. */
  static final @Nullable Libsodium INSTALLED = find();

  private final SymbolLookup library;
  private final MethodHandle base;
  private final MethodHandle multiply;
  private final MethodHandle sign;
  private final MethodHandle verify;

  private Libsodium(SymbolLookup library) throws Throwable {
    this.library = library;
    base = function("crypto_scalarmult_base", ADDRESS, ADDRESS);
    multiply = function("crypto_scalarmult", ADDRESS, ADDRESS, ADDRESS);
    sign = function("crypto_sign_detached", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    verify = function("crypto_sign_verify_detached", ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    if ((int) function("sodium_init").invokeExact() < 0) {
      throw new IllegalArgumentException("libsodium cannot begin");
    }
  }

  private static @Nullable Libsodium find() {
    for (String name : NAMES) {
      try {
        return new Libsodium(SymbolLookup.libraryLookup(name, Arena.global()));
      } catch (IllegalArgumentException e) {
        // It has another name, or is not there.
      } catch (Throwable e) {
        return null;
      }
    }
    return null;
  }

  private MethodHandle function(String name, MemoryLayout... parameters) {
    return Linker.nativeLinker()
        .downcallHandle(
            library.findOrThrow(name),
            FunctionDescriptor.of(JAVA_INT, parameters),
            Linker.Option.critical(true));
  }

  private static MemorySegment of(byte[] bytes) {
    return MemorySegment.ofArray(bytes);
  }

  @Override
  public void publicKey(byte[] secretKey, byte[] publicKey) {
    try {
      check((int) base.invokeExact(of(publicKey), of(secretKey)));
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public boolean agree(byte[] secretKey, byte[] publicKey, byte[] shared) {
    try {
      return (int) multiply.invokeExact(of(shared), of(secretKey), of(publicKey)) == 0;
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public void sign(byte[] pair, byte[] bytes, int offset, int length, byte[] signature) {
    MemorySegment signed = of(bytes).asSlice(offset, length);
    try {
      check(
          (int)
              sign.invokeExact(of(signature), MemorySegment.NULL, signed, (long) length, of(pair)));
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public @Nullable Verifier verifier(byte[] publicKey) {
    if (!Ed25519.validatePublicKeyPartial(publicKey, 0)) {
      return null;
    }
    MemorySegment key = of(publicKey.clone());
    return (signature, at, bytes, offset, length) ->
        isBy(
            key,
            of(signature).asSlice(at, Ed25519.SIGNATURE_SIZE),
            of(bytes).asSlice(offset, length));
  }

  private boolean isBy(MemorySegment key, MemorySegment signature, MemorySegment signed) {
    try {
      return (int) verify.invokeExact(signature, signed, signed.byteSize(), key) == 0;
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  private static void check(int result) {
    if (result != 0) {
      throw new IllegalStateException("libsodium refuses what is valid");
    }
  }

  private static IllegalStateException failed(Throwable e) {
    return e instanceof IllegalStateException known
        ? known
        : new IllegalStateException("libsodium cannot be called", e);
  }
}

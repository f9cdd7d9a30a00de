package org.socketplatform.boot;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Native work that needs neither the framework nor a bundle, done while the framework starts: large
 * libraries are loaded, the toolkit connects to the display, and the JDK's linker makes the two
 * shapes of calls that the window uses, six longs to C and four longs back. What is loaded and
 * called is data of the feature that brings the window.
 */
final class EarlyLibraries {
  /** Libraries to load, on any thread. */
  private static final String LOAD = "org.socketplatform.early.libraries";

  /** Classes to initialise, on any thread; they load libraries of their own. */
  private static final String INITIALISE = "org.socketplatform.early.classes";

  /** Functions to call on the main thread, as {@code library#function}, with null arguments. */
  private static final String CALL = "org.socketplatform.early.calls";

  private static final FunctionDescriptor TO_C =
      FunctionDescriptor.of(
          JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
  private static final FunctionDescriptor FROM_C =
      FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  private final Plan plan;

  EarlyLibraries(Plan plan) {
    this.plan = plan;
  }

  /** Starts to load libraries; returns at once. */
  void load() {
    Thread.ofPlatform()
        .daemon()
        .name("early-libraries")
        .start(() -> {
          words(LOAD).forEach(EarlyLibraries::library);
          words(INITIALISE).forEach(EarlyLibraries::initialise);
          linkCallback();
        });
  }

  /** Calls the functions. Main thread, when the display is known. */
  void call() {
    words(CALL).forEach(EarlyLibraries::call);
  }

  private Stream<String> words(String property) {
    String words = plan.properties().getOrDefault(property, "");
    return words.isEmpty() ? Stream.empty() : Arrays.stream(words.split(",", -1));
  }

  private static SymbolLookup library(String name) {
    try {
      return SymbolLookup.libraryLookup(name, Arena.global());
    } catch (IllegalArgumentException e) {
      Log.debug(name + " is not there; the window will tell");
      return SymbolLookup.loaderLookup();
    }
  }

  private static void initialise(String name) {
    try {
      var _ = Class.forName(name);
    } catch (ClassNotFoundException | LinkageError e) {
      Log.debug(name + " cannot be initialised; the window will tell");
    }
  }

  private static void linkCallback() {
    try {
      var target =
          MethodHandles.lookup()
              .findStatic(
                  EarlyLibraries.class,
                  "nothing",
                  MethodType.methodType(
                      long.class, long.class, long.class, long.class, long.class));
      var _ = Linker.nativeLinker().upcallStub(target, FROM_C, Arena.ofAuto());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a method of this class is gone", e);
    }
  }

  @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // its shape is linked, it is never called
  private static long nothing(long a, long b, long c, long d) {
    return 0;
  }

  private static void call(String word) {
    int hash = word.indexOf('#');
    library(word.substring(0, hash))
        .find(word.substring(hash + 1))
        .ifPresent(function -> {
          try {
            var _ =
                (long)
                    Linker.nativeLinker()
                        .downcallHandle(TO_C)
                        .invokeExact(function, 0L, 0L, 0L, 0L, 0L, 0L);
          } catch (Throwable e) {
            throw new AssertionError(e);
          }
        });
  }
}

package org.socketplatform.boot;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Native work that needs neither the framework nor a bundle, done while the framework starts: large
 * libraries are loaded, and the toolkit connects to the display. What that is, is data of the
 * feature that brings the window.
 */
final class EarlyLibraries {
  /** Libraries to load, on any thread. */
  private static final String LOAD = "org.socketplatform.early.libraries";

  /** Functions to call on the main thread, as {@code library#function}, with two null arguments. */
  private static final String CALL = "org.socketplatform.early.calls";

  private final Plan plan;

  EarlyLibraries(Plan plan) {
    this.plan = plan;
  }

  /** Starts to load libraries; returns at once. */
  void load() {
    Thread.ofPlatform()
        .daemon()
        .name("early-libraries")
        .start(() -> words(LOAD).forEach(EarlyLibraries::library));
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

  private static void call(String word) {
    int hash = word.indexOf('#');
    library(word.substring(0, hash))
        .find(word.substring(hash + 1))
        .ifPresent(function -> {
          try {
            var descriptor =
                FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);
            var _ =
                (long)
                    Linker.nativeLinker().downcallHandle(function, descriptor).invokeExact(0L, 0L);
          } catch (Throwable e) {
            throw new AssertionError(e);
          }
        });
  }
}

package org.socketplatform.boot;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;

/**
 * Loads the libraries of the engine while the framework starts: they are large, and the dynamic
 * linker needs no JVM for them. Which ones is a property of the feature that brings the window.
 */
final class EarlyLibraries {
  private static final String PROPERTY = "org.socketplatform.early.libraries";

  private EarlyLibraries() {}

  /** Starts to load what the plan names; returns at once. */
  static void load(Plan plan) {
    String names = plan.properties().getOrDefault(PROPERTY, "");
    if (!names.isEmpty()) {
      Thread.ofPlatform().daemon().name("early-libraries").start(() -> load(names));
    }
  }

  private static void load(String names) {
    for (String name : names.split(",", -1)) {
      try {
        var _ = SymbolLookup.libraryLookup(name, Arena.global());
      } catch (IllegalArgumentException e) {
        Log.debug(name + " is not there; the window will tell");
      }
    }
  }
}

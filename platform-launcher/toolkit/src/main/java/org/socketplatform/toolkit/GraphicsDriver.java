package org.socketplatform.toolkit;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;

/**
 * Keeps the graphics driver out of this process, which paints by software. GTK and the engine would
 * load it only to ask what it can do, and Mesa's brings 25 MiB of LLVM with it. The pages'
 * processes have their own.
 */
final class GraphicsDriver {
  private static final String EGL_DRIVERS = "__EGL_VENDOR_LIBRARY_FILENAMES";
  private static final int EGL_EXTENSIONS = 0x3055;

  private GraphicsDriver() {}

  /** To be called before the display is opened. */
  static void leaveOut() {
    SymbolLookup libc = Linker.nativeLinker().defaultLookup();
    MemorySegment setenv = libc.findOrThrow("setenv");
    try (Arena arena = Arena.ofConfined()) {
      Registers.call(setenv, text(arena, "GDK_GL"), text(arena, "disable"), 1);
      if (System.getenv(EGL_DRIVERS) != null) {
        return; // someone chose a driver
      }
      // EGL looks for drivers once in a process, at its first call; the pages' processes are to
      // find theirs.
      long drivers = text(arena, EGL_DRIVERS);
      Registers.call(setenv, drivers, text(arena, ""), 1);
      SymbolLookup egl = SymbolLookup.libraryLookup("libEGL.so.1", Arena.global());
      Registers.call(egl.findOrThrow("eglQueryString"), 0, EGL_EXTENSIONS, 0);
      Registers.call(libc.findOrThrow("unsetenv"), drivers, 0, 0);
    }
  }

  private static long text(Arena arena, String text) {
    return arena.allocateFrom(text).address();
  }
}

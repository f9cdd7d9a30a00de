package org.socketplatform.webview.gtk;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;

/** Writes a snapshot to a file; loaded only when one is asked for. */
final class Cairo {
  private static final SymbolLookup CAIRO = Native.library("libcairo.so.2");
  private static final MemorySegment WRITE_PNG = CAIRO.findOrThrow("cairo_surface_write_to_png");
  private static final MemorySegment DESTROY = CAIRO.findOrThrow("cairo_surface_destroy");

  private Cairo() {}

  /** Writes the surface, then lets it go; true if the file was written. */
  static boolean writePng(long surface, Path file) {
    try (Arena arena = Arena.ofConfined()) {
      int status = (int) Native.call(WRITE_PNG, surface, Native.string(arena, file.toString()));
      return status == 0;
    } finally {
      Native.call(DESTROY, surface);
    }
  }
}

package org.socketplatform.webview.gtk;

import java.lang.foreign.MemorySegment;

/**
 * Keeps the graphics driver out of this process, which paints by software. GTK and the engine would
 * load it only to ask what it can do, and Mesa's brings 25 MiB of LLVM with it. The pages'
 * processes have their own.
 */
public final class GraphicsDriver {
  private static final String EGL_DRIVERS = "__EGL_VENDOR_LIBRARY_FILENAMES";
  private static final int EGL_EXTENSIONS = 0x3055;

  private GraphicsDriver() {}

  /** To be called before the display is opened. */
  public static void leaveOut() {
    GLib.setEnvironment("GDK_GL", "disable");
    if (System.getenv(EGL_DRIVERS) != null) {
      return; // someone chose a driver
    }
    // EGL looks for drivers once in a process, at its first call; the pages' processes are to find
    // theirs.
    GLib.setEnvironment(EGL_DRIVERS, "");
    MemorySegment query = Native.library("libEGL.so.1").findOrThrow("eglQueryString");
    Native.call(query, 0, EGL_EXTENSIONS);
    GLib.unsetEnvironment(EGL_DRIVERS);
  }
}

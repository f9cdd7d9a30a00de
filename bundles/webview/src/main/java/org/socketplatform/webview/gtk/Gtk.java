package org.socketplatform.webview.gtk;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;

/** The calls of GTK 3 that put a view into SWT's widget tree. */
final class Gtk {
  private static final SymbolLookup GTK = Native.library("libgtk-3.so.0");
  private static final MemorySegment ADD = GTK.findOrThrow("gtk_container_add");
  private static final MemorySegment SHOW = GTK.findOrThrow("gtk_widget_show");
  private static final MemorySegment SET_SIZE = GTK.findOrThrow("gtk_widget_set_size_request");
  private static final MemorySegment GRAB_FOCUS = GTK.findOrThrow("gtk_widget_grab_focus");

  private Gtk() {}

  static void add(long container, long widget) {
    Native.call(ADD, container, widget);
  }

  static void show(long widget) {
    Native.call(SHOW, widget);
  }

  static void setSize(long widget, int width, int height) {
    Native.call(SET_SIZE, widget, width, height);
  }

  static void grabFocus(long widget) {
    Native.call(GRAB_FOCUS, widget);
  }
}

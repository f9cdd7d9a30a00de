package org.socketplatform.webview.gtk;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.LongConsumer;

/** The calls of GLib, GObject and GIO that the shell needs. Pointers are {@code long}s. */
final class GLib {
  private static final SymbolLookup GLIB = Native.library("libglib-2.0.so.0");
  private static final SymbolLookup GOBJECT = Native.library("libgobject-2.0.so.0");
  private static final SymbolLookup GIO = Native.library("libgio-2.0.so.0");

  private static final MemorySegment MALLOC = GLIB.findOrThrow("g_malloc");
  private static final MemorySegment FREE = GLIB.findOrThrow("g_free");
  private static final MemorySegment BYTES_NEW = GLIB.findOrThrow("g_bytes_new_with_free_func");
  private static final MemorySegment BYTES_UNREF = GLIB.findOrThrow("g_bytes_unref");
  private static final MemorySegment IDLE_ADD_FULL = GLIB.findOrThrow("g_idle_add_full");
  private static final MemorySegment SETENV = GLIB.findOrThrow("g_setenv");
  private static final MemorySegment QUARK = GLIB.findOrThrow("g_quark_from_string");
  private static final MemorySegment ERROR_NEW = GLIB.findOrThrow("g_error_new_literal");
  private static final MemorySegment ERROR_FREE = GLIB.findOrThrow("g_error_free");
  private static final MemorySegment ITERATE = GLIB.findOrThrow("g_main_context_iteration");
  private static final MemorySegment REF = GOBJECT.findOrThrow("g_object_ref");
  private static final MemorySegment UNREF = GOBJECT.findOrThrow("g_object_unref");
  private static final MemorySegment CONNECT = GOBJECT.findOrThrow("g_signal_connect_data");
  private static final MemorySegment NEW_OBJECT =
      GOBJECT.findOrThrow("g_object_new_with_properties");
  private static final MemorySegment VALUE_INIT = GOBJECT.findOrThrow("g_value_init");
  private static final MemorySegment VALUE_SET = GOBJECT.findOrThrow("g_value_set_string");
  private static final long STRING_TYPE = 16 << 2; // G_TYPE_STRING
  private static final int VALUE_BYTES = 24; // sizeof(GValue)
  private static final MemorySegment MEMORY_STREAM =
      GIO.findOrThrow("g_memory_input_stream_new_from_data");
  private static final MemorySegment BYTES_STREAM =
      GIO.findOrThrow("g_memory_input_stream_new_from_bytes");
  private static final MemorySegment UNIX_STREAM = GIO.findOrThrow("g_unix_input_stream_new");
  private static final MemorySegment STREAM_READ = GIO.findOrThrow("g_input_stream_read");

  private GLib() {}

  /** Makes an object with properties that are strings. */
  static long newObject(long type, Map<String, String> properties) {
    try (Arena arena = Arena.ofConfined()) {
      int count = properties.size();
      MemorySegment names = arena.allocate(ValueLayout.JAVA_LONG, count);
      MemorySegment values = arena.allocate((long) count * VALUE_BYTES, Long.BYTES);
      int i = 0;
      for (Map.Entry<String, String> property : properties.entrySet()) {
        names.setAtIndex(ValueLayout.JAVA_LONG, i, Native.string(arena, property.getKey()));
        long value = values.address() + (long) i * VALUE_BYTES;
        Native.call(VALUE_INIT, value, STRING_TYPE);
        Native.call(VALUE_SET, value, Native.string(arena, property.getValue()));
        i++;
      }
      return Native.call(NEW_OBJECT, type, count, names.address(), values.address());
    }
  }

  static long ref(long object) {
    return Native.call(REF, object);
  }

  static void unref(long object) {
    Native.call(UNREF, object);
  }

  static void free(long memory) {
    Native.call(FREE, memory);
  }

  /** Connects a callback; {@code data} is handed to it as the last argument. */
  static void connect(long object, String signal, long callback, long data) {
    try (Arena arena = Arena.ofConfined()) {
      Native.call(CONNECT, object, Native.string(arena, signal), callback, data, 0, 0);
    }
  }

  /** Lets the main loop call back once; safe from any thread. */
  static void idle(long callback) {
    Native.call(IDLE_ADD_FULL, 0, callback, 0, 0);
  }

  /** Sets a variable of the environment that native code and new processes see. */
  static void setEnvironment(String name, String value) {
    try (Arena arena = Arena.ofConfined()) {
      Native.call(SETENV, Native.string(arena, name), Native.string(arena, value), 1);
    }
  }

  /** Makes an error, and frees it when it was used. */
  static void withError(String message, LongConsumer use) {
    try (Arena arena = Arena.ofConfined()) {
      long domain = Native.call(QUARK, Native.string(arena, "socket-platform"));
      long error = Native.call(ERROR_NEW, domain, 1, Native.string(arena, message));
      use.accept(error);
      Native.call(ERROR_FREE, error);
    }
  }

  /** One turn of the main loop; true if something was dispatched. */
  static boolean iterate(boolean wait) {
    return (int) Native.call(ITERATE, 0, wait ? 1 : 0) != 0;
  }

  /** A copy of the bytes in memory that {@code g_free} frees. */
  static long copy(ByteBuffer bytes) {
    int length = bytes.remaining();
    long memory = Native.call(MALLOC, Math.max(1, length));
    MemorySegment.copy(
        MemorySegment.ofBuffer(bytes),
        0,
        MemorySegment.ofAddress(memory).reinterpret(length),
        0,
        length);
    return memory;
  }

  /** An input stream that owns memory from {@link #copy}. */
  static long memoryStream(long memory, long length) {
    return Native.call(MEMORY_STREAM, memory, length, FREE.address());
  }

  /** An input stream over memory that stays ours; {@code released(key)} is called at its end. */
  static long borrowingStream(long memory, long length, long released, long key) {
    long bytes = Native.call(BYTES_NEW, memory, length, released, key);
    long stream = Native.call(BYTES_STREAM, bytes);
    Native.call(BYTES_UNREF, bytes);
    return stream;
  }

  /** An input stream that closes the file descriptor at its end. */
  static long descriptorStream(int descriptor) {
    return Native.call(UNIX_STREAM, descriptor, 1);
  }

  /** Reads; 0 at the end, -1 on an error. */
  static long read(long stream, MemorySegment target) {
    return Native.call(STREAM_READ, stream, target.address(), target.byteSize(), 0, 0);
  }

  /**
   * Reads into a buffer on the heap or outside of it; the native copy is made only for the heap.
   */
  static int read(long stream, ByteBuffer target, MemorySegment scratch) {
    if (target.isDirect()) {
      long count = read(stream, MemorySegment.ofBuffer(target));
      if (count > 0) {
        target.position(target.position() + (int) count);
      }
      return (int) count;
    }
    long count = read(stream, scratch.asSlice(0, Math.min(scratch.byteSize(), target.remaining())));
    if (count > 0) {
      target.put(scratch.asSlice(0, count).asByteBuffer());
    }
    return (int) count;
  }
}

package org.socketplatform.plugin;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value that can write itself. */
@FunctionalInterface
public interface Writable {
  /** Writes exactly one value. */
  void writeTo(ValueWriter writer);

  /**
   * A plain value: {@code null}, a string, boolean, number, enum (by its name), {@link Writable},
   * or an {@link Iterable} or {@link Map} of these.
   *
   * @throws IllegalArgumentException when written, if it is something else
   */
  static Writable of(@Nullable Object value) {
    return value instanceof Writable writable ? writable : writer -> write(value, writer);
  }

  // The first use of a pattern switch costs milliseconds, and every start of an app comes by here.
  @SuppressWarnings("IfChainToSwitch")
  private static void write(@Nullable Object value, ValueWriter writer) {
    if (value == null) {
      writer.nullValue();
    } else if (value instanceof CharSequence text) {
      writer.string(text.toString());
    } else if (value instanceof Map<?, ?> map) {
      writer.beginObject();
      map.forEach((key, item) -> {
        writer.name(String.valueOf(key));
        write(item, writer);
      });
      writer.endObject();
    } else if (value instanceof Iterable<?> items) {
      writer.beginArray();
      for (Object item : items) {
        write(item, writer);
      }
      writer.endArray();
    } else if (value instanceof Boolean flag) {
      writer.bool(flag);
    } else if (value instanceof Number number) {
      write(number, writer);
    } else if (value instanceof Writable writable) {
      writable.writeTo(writer);
    } else if (value instanceof Enum<?> constant) {
      writer.string(constant.name());
    } else {
      throw unwritable(value);
    }
  }

  private static void write(Number number, ValueWriter writer) {
    if (number instanceof Integer
        || number instanceof Long
        || number instanceof Short
        || number instanceof Byte) {
      writer.number(number.longValue());
    } else if (number instanceof Double || number instanceof Float) {
      writer.number(number.doubleValue());
    } else {
      throw unwritable(number);
    }
  }

  private static IllegalArgumentException unwritable(Object value) {
    return new IllegalArgumentException("Cannot write a " + value.getClass().getName());
  }
}

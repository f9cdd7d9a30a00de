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

  private static void write(@Nullable Object value, ValueWriter writer) {
    switch (value) {
      case null -> writer.nullValue();
      case Writable writable -> writable.writeTo(writer);
      case CharSequence text -> writer.string(text.toString());
      case Boolean flag -> writer.bool(flag);
      case Double number -> writer.number(number);
      case Float number -> writer.number(number.doubleValue());
      case Long number -> writer.number(number);
      case Integer number -> writer.number(number);
      case Short number -> writer.number(number);
      case Byte number -> writer.number(number);
      case Enum<?> constant -> writer.string(constant.name());
      case Map<?, ?> map -> {
        writer.beginObject();
        map.forEach((key, item) -> {
          writer.name(String.valueOf(key));
          write(item, writer);
        });
        writer.endObject();
      }
      case Iterable<?> items -> {
        writer.beginArray();
        for (Object item : items) {
          write(item, writer);
        }
        writer.endArray();
      }
      default -> throw new IllegalArgumentException("Cannot write a " + value.getClass().getName());
    }
  }
}

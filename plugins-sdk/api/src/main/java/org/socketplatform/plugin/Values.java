package org.socketplatform.plugin;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * How the code that the annotation processor makes reads and writes plain values so that JavaScript
 * gets what Java meant: what one side cannot hold is refused, never rounded.
 *
 * <p>Readers throw a {@link FailureException} (bad request). Writers throw {@link
 * IllegalStateException}, since a plugin that answers such a value has a defect.
 */
public final class Values {
  /** The largest whole number up to which JavaScript holds every one: 2<sup>53</sup> - 1. */
  public static final long LARGEST_WHOLE = (1L << 53) - 1;

  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");
  private static final double NANOS_PER_MILLI = 1e6;

  private Values() {}

  /** A whole number from {@code least} to {@code most}. */
  public static long whole(ValueReader reader, long least, long most) {
    long value = reader.integer();
    if (value < least || value > most) {
      throw reader.invalid("expecting a whole number from " + least + " to " + most);
    }
    return value;
  }

  /** A whole number that JavaScript can hold. */
  public static long whole(ValueReader reader) {
    return whole(reader, -LARGEST_WHOLE, LARGEST_WHOLE);
  }

  /** A finite number. */
  public static double number(ValueReader reader) {
    double value = reader.number();
    if (!Double.isFinite(value)) {
      throw reader.invalid("expecting a number of at most 1.8e308");
    }
    return value;
  }

  /** A finite number of single precision. */
  public static float single(ValueReader reader) {
    float value = (float) reader.number();
    if (!Float.isFinite(value)) {
      throw reader.invalid("expecting a number of at most 3.4e38");
    }
    return value;
  }

  /** A string of one UTF-16 unit. */
  public static char character(ValueReader reader) {
    String text = reader.string();
    if (text.length() != 1) {
      throw reader.invalid("expecting a single character");
    }
    return text.charAt(0);
  }

  /** A number of milliseconds, which may have a fraction. */
  public static Duration duration(ValueReader reader) {
    double millis = reader.number();
    if (!(Math.abs(millis) <= LARGEST_WHOLE)) {
      throw reader.invalid("expecting a number of milliseconds");
    }
    long whole = (long) millis;
    return Duration.ofMillis(whole).plusNanos(Math.round((millis - whole) * NANOS_PER_MILLI));
  }

  /** A time as {@code Date.prototype.toISOString()} writes it, in the years 0 to 9999. */
  public static Instant instant(ValueReader reader) {
    String text = reader.string();
    try {
      Instant value = Instant.parse(text);
      if (!value.isBefore(FIRST) && !value.isAfter(LAST)) {
        return value;
      }
    } catch (DateTimeException e) {
      // refused below
    }
    throw reader.invalid("expecting a time such as 2026-01-31T23:59:59.999Z");
  }

  /**
   * Makes sure that a value is there.
   *
   * @param place what the value is called in the message
   * @throws IllegalStateException if it is null
   */
  public static <T> T present(@Nullable T value, String place) {
    if (value == null) {
      throw new IllegalStateException(
          place + " is null: declare it as Optional, or give it a value");
    }
    return value;
  }

  /** Writes a whole number. */
  public static void write(long value, ValueWriter writer) {
    if (value < -LARGEST_WHOLE || value > LARGEST_WHOLE) {
      throw new IllegalStateException(
          value + " is beyond 2^53, which a JavaScript number cannot hold: use a String");
    }
    writer.number(value);
  }

  /** Writes a finite number. */
  public static void write(double value, ValueWriter writer) {
    if (!Double.isFinite(value)) {
      throw new IllegalStateException(value + " has no form in JSON: use an Optional");
    }
    writer.number(value);
  }

  /** Writes a duration as a number of milliseconds. */
  public static void write(Duration value, ValueWriter writer) {
    long nanos = value.toNanosPart() % 1_000_000;
    if (nanos == 0) {
      write(value.toMillis(), writer);
    } else {
      write(value.minusNanos(nanos).toMillis() + nanos / NANOS_PER_MILLI, writer);
    }
  }

  /** Writes a time in milliseconds; JavaScript has no finer ones. */
  public static void write(Instant value, ValueWriter writer) {
    if (value.isBefore(FIRST) || value.isAfter(LAST)) {
      throw new IllegalStateException(value + " is not in the years 0 to 9999");
    }
    writer.string(value.truncatedTo(ChronoUnit.MILLIS).toString());
  }
}

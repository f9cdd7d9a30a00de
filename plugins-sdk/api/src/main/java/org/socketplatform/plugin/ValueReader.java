package org.socketplatform.plugin;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Reads one value as a stream of tokens, such as JSON, in the order in which {@link ValueWriter}
 * writes it. What does not fit throws a {@link FailureException} (bad request) that names the place
 * in the value. Not safe for use by several threads.
 */
@ProviderType
public interface ValueReader {
  /** The kinds of values. */
  enum Kind {
    OBJECT,
    ARRAY,
    STRING,
    NUMBER,
    BOOLEAN,
    NULL
  }

  /** What comes next, without reading it. */
  Kind next();

  void beginObject();

  /** The name of the next member, or null at the end of the object, which is then read. */
  @org.jspecify.annotations.Nullable
  String nextName();

  void beginArray();

  /** True if there is another item; at the end of the array, which is then read, false. */
  boolean nextItem();

  String string();

  /** A whole number; a fraction or one beyond 64 bits is refused. */
  long integer();

  double number();

  boolean bool();

  void nullValue();

  /** Leaves one value out, whatever it is. */
  void skip();

  /** A failure that says what is wrong with the value just read, naming its place. */
  FailureException invalid(String why);
}

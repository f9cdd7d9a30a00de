package org.socketplatform.plugin;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Writes one value as a stream of tokens, such as JSON. Calls in a wrong order throw {@link
 * IllegalStateException}. Not safe for use by several threads.
 */
@ProviderType
public interface ValueWriter {
  void beginObject();

  void endObject();

  void beginArray();

  void endArray();

  /** The name of the member that follows. */
  void name(String name);

  void string(String value);

  void number(long value);

  /** A number; NaN and the infinities, which JSON does not have, are written as null. */
  void number(double value);

  void bool(boolean value);

  void nullValue();
}

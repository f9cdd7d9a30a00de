package org.socketplatform.net;

import java.util.HashMap;
import java.util.Map;

/** Reads state that an older or a newer version of the plugin has given up. */
final class Released {
  private Released() {}

  /**
   * A member of a state.
   *
   * @throws IllegalArgumentException if it is missing or of another type
   */
  static <T> T of(Map<?, ?> state, String name, Class<T> type) {
    Object value = state.get(name);
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException("The state of sockets has no '" + name + "'");
    }
    return type.cast(value);
  }

  /**
   * A member of a state that is a map by names.
   *
   * @throws IllegalArgumentException if it is missing or of another type
   */
  static Map<String, Object> fields(Map<?, ?> state, String name) {
    Map<String, Object> fields = new HashMap<>();
    Map<?, ?> found = of(state, name, Map.class);
    found.forEach((key, value) -> fields.put(String.valueOf(key), value));
    return fields;
  }
}

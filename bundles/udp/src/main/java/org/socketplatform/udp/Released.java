package org.socketplatform.udp;

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
      throw new IllegalArgumentException("The state of open sockets has no '" + name + "'");
    }
    return type.cast(value);
  }
}

package org.socketplatform.plugin;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Configuration by dotted key: {@code [webview.watch] reload = true} is {@code
 * webview.watch.reload}. Immutable.
 */
public interface Settings {
  /** The last value of a key; a list is joined by spaces. */
  Optional<String> text(String key);

  /** All values of a key in file order; empty if the key is absent. */
  List<String> list(String key);

  /**
   * The line of the file where a value stands, from 1; 0 if that is not known.
   *
   * @param index of the value in the list of the key
   */
  default int line(String key, int index) {
    return 0;
  }

  /** All keys, in file order. */
  Set<String> keys();

  /** True if there is a section of this name or below it, even an empty one. */
  boolean hasSection(String name);

  /** A value that is true for {@code true}, {@code yes}, {@code on} or {@code 1}. */
  default boolean flag(String key, boolean otherwise) {
    return text(key)
        .map(value ->
            Set.of("true", "yes", "on", "1").contains(value.toLowerCase(java.util.Locale.ROOT)))
        .orElse(otherwise);
  }
}

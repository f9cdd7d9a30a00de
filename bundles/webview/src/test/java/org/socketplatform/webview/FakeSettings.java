package org.socketplatform.webview;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.socketplatform.plugin.Settings;

/** Settings written in the test itself. */
final class FakeSettings implements Settings {
  private final Map<String, List<String>> values = new LinkedHashMap<>();

  FakeSettings with(String key, String... given) {
    values.put(key, List.of(given));
    return this;
  }

  @Override
  public Optional<String> text(String key) {
    return values.containsKey(key) ? Optional.of(String.join(" ", list(key))) : Optional.empty();
  }

  @Override
  public List<String> list(String key) {
    return values.getOrDefault(key, List.of());
  }

  @Override
  public Set<String> keys() {
    return values.keySet();
  }

  @Override
  public boolean hasSection(String name) {
    return values.keySet().stream().anyMatch(key -> key.startsWith(name + "."));
  }
}

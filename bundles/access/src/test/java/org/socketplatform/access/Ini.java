package org.socketplatform.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.socketplatform.plugin.Settings;

/** Settings written as {@code key = value} lines with dotted keys; a repeated key is a list. */
record Ini(Map<String, List<String>> values) implements Settings {
  static Ini of(String... lines) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String line : lines) {
      int equals = line.indexOf(" = ");
      values
          .computeIfAbsent(line.substring(0, equals), _ -> new ArrayList<>())
          .add(line.substring(equals + 3));
    }
    return new Ini(values);
  }

  @Override
  public Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key)).map(list -> String.join(" ", list));
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

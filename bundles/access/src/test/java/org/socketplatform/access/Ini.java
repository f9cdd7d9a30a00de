package org.socketplatform.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.socketplatform.plugin.Settings;

/** Settings written as {@code key = value} lines with dotted keys; a repeated key is a list. */
record Ini(Map<String, List<String>> values, Map<String, List<Integer>> lines) implements Settings {
  static Ini of(String... lines) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    Map<String, List<Integer>> numbers = new LinkedHashMap<>();
    for (int i = 0; i < lines.length; i++) {
      int equals = lines[i].indexOf(" = ");
      String key = lines[i].substring(0, equals);
      values.computeIfAbsent(key, _ -> new ArrayList<>()).add(lines[i].substring(equals + 3));
      numbers.computeIfAbsent(key, _ -> new ArrayList<>()).add(i + 1);
    }
    return new Ini(values, numbers);
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
  public int line(String key, int index) {
    return lines.getOrDefault(key, List.of()).get(index);
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

package org.socketplatform.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.socketplatform.plugin.Settings;

/**
 * The contents of a {@code socket.ini}, with what is to be said about them. Any text can be read:
 * what cannot be understood becomes a {@link Diagnostic}. Immutable.
 */
public final class SocketIni implements Settings {
  /** The name of the file. */
  public static final String FILE = "socket.ini";

  static final SocketIni EMPTY = new SocketIni(Map.of(), Set.of(), List.of());

  private final Map<String, Entry> entries;
  private final Set<String> sections;
  private final List<Diagnostic> diagnostics;

  /** The values of a key and the line of each. */
  record Entry(List<String> values, List<Integer> lines) {
    Entry {
      values = List.copyOf(values);
      lines = List.copyOf(lines);
    }
  }

  SocketIni(Map<String, Entry> entries, Set<String> sections, List<Diagnostic> diagnostics) {
    this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    this.sections = withParents(sections);
    this.diagnostics = List.copyOf(diagnostics);
  }

  private static Set<String> withParents(Set<String> names) {
    Set<String> all = new LinkedHashSet<>(names);
    for (String name : names) {
      for (int dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
        all.add(name.substring(0, dot));
      }
    }
    return all;
  }

  /** Reads the text of a {@code socket.ini} for this machine. */
  public static SocketIni parse(String text) {
    return parse(text, Host.current());
  }

  /** Reads the text of a {@code socket.ini}. */
  public static SocketIni parse(String text, Host host) {
    return IniReader.read(text, host);
  }

  /** What is to be said about the file, in the order of its lines. */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /** The line where a key has its last value; 0 if it is not in the file. */
  public int line(String key) {
    Entry entry = entries.get(key);
    return entry == null ? 0 : entry.lines().getLast();
  }

  @Override
  public int line(String key, int index) {
    Entry entry = entries.get(key);
    return entry == null || index >= entry.lines().size() ? 0 : entry.lines().get(index);
  }

  @Override
  public Optional<String> text(String key) {
    return Optional.ofNullable(entries.get(key))
        .map(entry -> String.join(separator(key), entry.values()));
  }

  /** Header lists are joined by lines, since a header holds spaces; all else by spaces. */
  private static String separator(String key) {
    return key.endsWith("_headers") || key.endsWith(".headers") ? "\n" : " ";
  }

  @Override
  public List<String> list(String key) {
    Entry entry = entries.get(key);
    return entry == null ? List.of() : entry.values();
  }

  @Override
  public Set<String> keys() {
    return entries.keySet();
  }

  @Override
  public boolean hasSection(String name) {
    return sections.contains(name);
  }

  @Override
  public String toString() {
    return "SocketIni" + new TreeSet<>(entries.keySet());
  }
}

package org.socketplatform.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gathers the settings and the diagnostics of one file while it is read. */
final class Collector {
  /** More would bury the first ones. */
  private static final int MOST_DIAGNOSTICS = 100;

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([a-z.]{1,40}?)\\s*}}");

  private final String file;
  private final Map<String, String> placeholders;
  private final Map<String, Values> entries = new LinkedHashMap<>();
  private final Set<String> sections = new LinkedHashSet<>();
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private int dropped;

  Collector(String file, Host host) {
    this.file = file;
    this.placeholders = host.placeholders();
  }

  void error(int line, String message) {
    report(Diagnostic.error(file, line, message));
  }

  void warning(int line, String message) {
    report(Diagnostic.warning(file, line, message));
  }

  boolean isFull() {
    return diagnostics.size() >= MOST_DIAGNOSTICS;
  }

  private void report(Diagnostic diagnostic) {
    if (isFull()) {
      dropped++;
    } else {
      diagnostics.add(diagnostic);
    }
  }

  void section(String name) {
    sections.add(name);
  }

  /** Sets a key that stands alone: an earlier value is forgotten. */
  void set(String key, String value, int line) {
    Values values = entries.get(key);
    if (values != null) {
      warning(
          line,
          key
              + " was set before in line "
              + values.lines.getLast()
              + "; this value counts. Write "
              + KnownKeys.lastSegment(key)
              + "[] = ... for a list");
      values.items.clear();
      values.lines.clear();
    }
    add(key, value, line);
  }

  /** Adds an item to a list. */
  void add(String key, String value, int line) {
    Values values = entries.computeIfAbsent(key, _ -> new Values());
    values.items.add(substituted(value, line));
    values.lines.add(line);
  }

  private String substituted(String value, int line) {
    if (!value.contains("{{")) {
      return value;
    }
    Matcher matcher = PLACEHOLDER.matcher(value);
    StringBuilder result = new StringBuilder();
    while (matcher.find()) {
      String replacement = placeholders.get(matcher.group(1));
      if (replacement == null) {
        warning(
            line,
            "unknown placeholder "
                + matcher.group()
                + ", left as it is; there are {{platform.os}}, {{platform.os.short}},"
                + " {{platform.arch}} and {{platform.arch.short}}");
        replacement = matcher.group();
      }
      matcher.appendReplacement(result, Matcher.quoteReplacement(replacement));
    }
    return matcher.appendTail(result).toString();
  }

  SocketIni result() {
    if (dropped > 0) {
      diagnostics.add(Diagnostic.warning(file, 0, "and " + dropped + " more of the like"));
    }
    Map<String, SocketIni.Entry> result = new LinkedHashMap<>();
    entries.forEach(
        (key, values) -> result.put(key, new SocketIni.Entry(values.items, values.lines)));
    return new SocketIni(result, sections, diagnostics);
  }

  private static final class Values {
    final List<String> items = new ArrayList<>(1);
    final List<Integer> lines = new ArrayList<>(1);
  }
}

package org.socketplatform.process;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.socketplatform.plugin.Settings;

/**
 * A backend as {@code socket.ini} describes it.
 *
 * @param name by which pages know it
 * @param command the program and its arguments
 * @param withApp true to start it with the app, false to wait until a page opens it
 * @param restart true to start it again when it crashes
 */
record BackendConfig(String name, List<String> command, boolean withApp, boolean restart) {
  /** The name of the one that {@code [linux] cmd} describes, which an app may leave out. */
  static final String DEFAULT = "default";

  private static final String SECTION = "backend.";
  private static final String CMD = ".cmd";

  BackendConfig {
    command = List.copyOf(command);
  }

  /**
   * All backends of an app, by name.
   *
   * @param system {@code linux}, {@code mac} or {@code win}
   */
  static Map<String, BackendConfig> of(Settings settings, String system) {
    Map<String, BackendConfig> backends = new LinkedHashMap<>();
    settings
        .text(system + CMD)
        .map(BackendConfig::words)
        .filter(words -> !words.isEmpty())
        .ifPresent(words -> backends.put(DEFAULT, new BackendConfig(DEFAULT, words, false, true)));
    for (String key : settings.keys()) {
      if (key.startsWith(SECTION) && key.endsWith(CMD) && key.length() > SECTION.length() + 3) {
        String name = key.substring(SECTION.length(), key.length() - CMD.length());
        List<String> words = words(settings.text(key).orElse(""));
        if (!words.isEmpty()) {
          String section = SECTION + name;
          backends.put(
              name,
              new BackendConfig(
                  name,
                  words,
                  !settings.text(section + ".start").orElse("app").equals("page"),
                  settings.flag(section + ".restart", true)));
        }
      }
    }
    return backends;
  }

  /** The words of a command: divided by spaces, kept whole by quotes of either kind. */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean begun = false;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0 ? c == quote : c == '\'' || c == '"') {
        quote = quote == 0 ? c : 0;
        begun = true;
      } else if (quote == 0 && (c == ' ' || c == '\t')) {
        if (begun) {
          words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
      } else {
        word.append(c);
        begun = true;
      }
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }
}

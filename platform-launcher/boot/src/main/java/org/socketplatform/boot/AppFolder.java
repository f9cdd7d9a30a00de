package org.socketplatform.boot;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.socketplatform.config.AppConfig;
import org.socketplatform.config.Diagnostic;
import org.socketplatform.plugin.Settings;

/** Reads what an app says about itself, and tells its author what is wrong with it. */
final class AppFolder {
  private AppFolder() {}

  static AppConfig.Usable open(Path folder) {
    AppConfig config = AppConfig.load(folder.toAbsolutePath());
    for (Diagnostic diagnostic : config.diagnostics()) {
      if (!diagnostic.isError()) {
        Log.warning(text(diagnostic));
      }
    }
    // Not a switch over types: linking one takes some 10 ms, and every start would pay them.
    if (config instanceof AppConfig.Usable usable) {
      return usable;
    }
    throw new StartException(
        config.diagnostics().stream()
            .filter(Diagnostic::isError)
            .map(AppFolder::text)
            .collect(Collectors.joining(System.lineSeparator() + "error: ")));
  }

  private static String text(Diagnostic diagnostic) {
    return diagnostic.file()
        + (diagnostic.line() > 0 ? ":" + diagnostic.line() : "")
        + ": "
        + diagnostic.message();
  }

  /** What the app sees of the environment: what {@code [build] env} lets in and {@code [env]}. */
  static Map<String, String> environment(Settings settings, Map<String, String> host) {
    Map<String, String> visible = new LinkedHashMap<>();
    for (String names : settings.list("build.env")) {
      for (String name : List.of(names.split("[,\\s]+", -1))) {
        String value = host.get(name);
        if (value != null) {
          visible.put(name, value);
        }
      }
    }
    for (String key : settings.keys()) {
      if (key.startsWith("env.")) {
        visible.put(key.substring("env.".length()), settings.text(key).orElse(""));
      }
    }
    return visible;
  }
}

package org.socketplatform.dev;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.socketplatform.config.AppConfig;
import org.socketplatform.config.Diagnostic;
import org.socketplatform.plugin.Settings;

/**
 * What {@code socket.ini} of the app says while it is edited: grants are replaced at once, the rest
 * is read when the app starts. Not safe for use by several threads.
 */
final class AppSettings {
  private static final String CAPABILITIES = "capabilities";
  private static final String PERMISSIONS = "permissions";

  private final Path project;
  private final Settings started;
  private final Consumer<Settings> grant;
  private final Terminal terminal;
  private Settings known;

  /**
   * Settings as the app was started with.
   *
   * @param project the folder with {@code socket.ini}
   * @param grant replaces what the app may do
   */
  AppSettings(Path project, Settings started, Consumer<Settings> grant, Terminal terminal) {
    this.project = project;
    this.started = started;
    this.known = started;
    this.grant = grant;
    this.terminal = terminal;
  }

  Path project() {
    return project;
  }

  /** True for the file that they are read from. */
  boolean isFile(Path file) {
    return file.equals(project.resolve("socket.ini"));
  }

  /** Reads them anew. What cannot be read changes nothing. */
  void reload() {
    AppConfig config = AppConfig.load(project);
    for (Diagnostic diagnostic : config.diagnostics()) {
      terminal.say(diagnostic.toString());
    }
    if (!(config instanceof AppConfig.Usable usable)) {
      terminal.say("the app goes on with the settings that it has");
      return;
    }
    Settings saved = usable.settings();
    boolean sameGrants = values(saved, true).equals(values(known, true));
    // Which policy pages are served under was settled when the app started.
    boolean samePolicy = saved.hasSection(CAPABILITIES) == started.hasSection(CAPABILITIES);
    boolean sameRest = values(saved, false).equals(values(started, false));
    known = saved;
    if (!sameGrants || !samePolicy) {
      grant.accept(saved);
      terminal.say("socket.ini: what the app may do is replaced, from its next call on");
    }
    if (!sameRest || !samePolicy) {
      terminal.say(
          "socket.ini is read when the app starts: run ssc dev again to use the rest of it");
    }
  }

  private static Map<String, List<String>> values(Settings settings, boolean grants) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String key : settings.keys()) {
      if (isGrant(key) == grants) {
        values.put(key, settings.list(key));
      }
    }
    return values;
  }

  private static boolean isGrant(String key) {
    String section = key.substring(0, Math.max(0, key.indexOf('.')));
    return section.equals(CAPABILITIES) || section.equals(PERMISSIONS);
  }
}

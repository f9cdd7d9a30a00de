package org.socketplatform.config;

import java.nio.file.Path;
import java.util.List;
import org.socketplatform.plugin.Settings;

/** What became of reading an app's folder. */
public sealed interface AppConfig {
  /** What to tell the author of the app, all of it. */
  List<Diagnostic> diagnostics();

  /** Reads the folder of an app. Never throws: what is wrong becomes a diagnostic. */
  static AppConfig load(Path folder) {
    return new AppLoader(folder).load();
  }

  /**
   * An app that can run.
   *
   * @param id reverse-DNS identifier in lower case
   * @param name of the executable
   * @param title shown to people
   * @param version three numbers
   * @param project the folder that was given; absolute and real
   * @param folder the folder with HTML, CSS and JavaScript; absolute and real
   * @param settings what {@code socket.ini} says
   * @param diagnostics warnings only
   */
  record Usable(
      String id,
      String name,
      String title,
      String version,
      Path project,
      Path folder,
      Settings settings,
      List<Diagnostic> diagnostics)
      implements AppConfig {}

  /** An app that cannot run; at least one of the diagnostics is an error. */
  record Broken(List<Diagnostic> diagnostics) implements AppConfig {}
}

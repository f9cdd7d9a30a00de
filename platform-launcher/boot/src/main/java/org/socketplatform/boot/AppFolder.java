package org.socketplatform.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.socketplatform.plugin.Settings;

/**
 * An app on disk.
 *
 * @param id bundle identifier
 * @param title for people
 * @param folder absolute and real: what {@code socket://<id>/} serves
 * @param settings what {@code socket.ini} says
 */
record AppFolder(String id, String title, Path folder, Settings settings) {
  static AppFolder open(Path given) {
    Path folder;
    try {
      folder = given.toRealPath();
    } catch (IOException e) {
      throw new StartException("there is no app folder " + given.toAbsolutePath(), e);
    }
    if (!Files.isDirectory(folder)) {
      throw new StartException(folder + " is a file; give the folder that holds socket.ini");
    }
    return new AppFolder(
        "org.example.standin",
        "Stand-in",
        folder,
        new Settings() {
          @Override
          public Optional<String> text(String key) {
            return Optional.empty();
          }

          @Override
          public List<String> list(String key) {
            return List.of();
          }

          @Override
          public Set<String> keys() {
            return Set.of();
          }

          @Override
          public boolean hasSection(String name) {
            return false;
          }
        });
  }

  /** Variables that {@code [env]} sets and {@code [build] env} lets through. */
  Map<String, String> environment(Map<String, String> host) {
    Map<String, String> visible = new LinkedHashMap<>();
    for (String names : settings.list("build.env")) {
      for (String name : names.split("[,\\s]+", -1)) {
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

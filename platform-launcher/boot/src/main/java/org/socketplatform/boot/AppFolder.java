package org.socketplatform.boot;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.socketplatform.config.AppConfig;
import org.socketplatform.config.Diagnostic;
import org.socketplatform.plugin.Settings;
import org.socketplatform.plugin.TestFile;

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

  /**
   * Finds a file with tests, given from the current folder or from that of the app. A page can load
   * what is in the folder of its app, and for tests what is in the project around it.
   */
  static TestFile test(AppConfig.Usable app, Path name) {
    Path file = real(app, name);
    Path root = file.startsWith(app.folder()) ? app.folder() : app.project();
    if (!file.startsWith(root)) {
      throw new StartException(
          "the test %s is not in the folder of the app, %s: a page can load nothing else"
              .formatted(file, root));
    }
    Path path = root.relativize(file);
    Path hiding = app.folder().resolve(path);
    if (!hiding.equals(file) && Files.exists(hiding)) {
      throw new StartException(
          "the test %s cannot be loaded, for the app has a file of the same address: %s"
              .formatted(file, hiding));
    }
    return new TestFile(root, path.toString().replace(File.separatorChar, '/'));
  }

  private static Path real(AppConfig.Usable app, Path name) {
    List<Path> places =
        Stream.of(name.toAbsolutePath(), app.folder().resolve(name), app.project().resolve(name))
            .map(Path::normalize)
            .distinct()
            .toList();
    for (Path place : places) {
      if (Files.isRegularFile(place)) {
        try {
          return place.toRealPath();
        } catch (IOException e) {
          throw new StartException("cannot read the test %s: %s".formatted(place, Reason.of(e)), e);
        }
      }
    }
    throw new StartException(
        "there is no test "
            + places.stream().map(Path::toString).collect(Collectors.joining(", nor ")));
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

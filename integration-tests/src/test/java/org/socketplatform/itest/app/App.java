package org.socketplatform.itest.app;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An app that a test is about to start: a copy of a folder in {@code src/test/apps}, with a HOME of
 * its own.
 */
final class App {
  private static final Path APPS = Path.of(System.getProperty("apps", "src/test/apps"));

  private final Path temp;
  private final Path folder;
  private final BuiltPlatform platform;
  private final List<String> arguments = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
  private Path input = Path.of("/dev/null");

  private App(Path temp, Path folder) throws IOException {
    this.temp = temp;
    this.folder = folder;
    this.platform = BuiltPlatform.with(temp.resolve("platform"));
    Files.createDirectories(temp.resolve("home"));
    Files.createDirectories(temp.resolve("tmp"));
    environment.put("HOME", temp.resolve("home").toString());
    environment.put("TMPDIR", temp.resolve("tmp").toString());
    environment.put("DISPLAY", Display.name());
    environment.put("GDK_BACKEND", "x11");
    environment.put("LC_ALL", "C.UTF-8");
    environment.put("PATH", System.getenv("PATH"));
  }

  /** The app of a story. */
  static App of(String story, Path temp) throws IOException {
    App app = new App(temp, Files.createDirectories(temp.resolve(story)));
    app.copy(APPS.resolve(story));
    app.copy(APPS.resolve("shared"));
    return app;
  }

  /** Whatever is in a folder, or not. */
  static App in(Path folder, Path temp) throws IOException {
    return new App(temp, folder);
  }

  /** A page in one line. */
  static App withScript(Path temp, String script) throws IOException {
    App app = of("script", temp);
    Files.writeString(app.folder.resolve("main.js"), script);
    return app;
  }

  private void copy(Path from) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = folder.resolve(from.relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
  }

  Path folder() {
    return folder;
  }

  Path home() {
    return temp.resolve("home");
  }

  BuiltPlatform platform() {
    return platform;
  }

  App with(String... more) {
    arguments.addAll(List.of(more));
    return this;
  }

  App environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** What is written to the app. */
  App input(Path file) {
    input = file;
    return this;
  }

  App without(String name) {
    environment.remove(name);
    return this;
  }

  /** Opens the app. */
  Run start() throws IOException {
    return open(platform.command());
  }

  /** Opens the app on the platform as it was built, without the test plugin. */
  Run startAsBuilt() throws IOException {
    return open(BuiltPlatform.commandAsBuilt());
  }

  /** Opens the app with the development loop. */
  Run develop() throws IOException {
    return open(BuiltPlatform.developmentCommand());
  }

  /**
   * Opens the app with the development loop, which follows the platform's sources as well.
   *
   * @param house a repository of the platform, or as much of one as is to be followed
   */
  Run develop(Path house) throws IOException {
    return open(
        BuiltPlatform.developmentCommand(
            "-Dsocket.dev.sources=" + house,
            "-Dmaven.repo.local=" + System.getProperty("repository")));
  }

  private Run open(List<String> program) throws IOException {
    List<String> command = new ArrayList<>(program);
    command.add(folder.toString());
    command.addAll(arguments);
    return start(command);
  }

  /** Runs a command of the platform as the user of the app. */
  Result ssc(String... line) throws Exception {
    List<String> command = new ArrayList<>(platform.commands());
    command.addAll(List.of(line));
    try (Run run = start(command)) {
      return run.end();
    }
  }

  /** Runs a script in the temporary folder as the user of the app; the first failure ends it. */
  Result shell(String script) throws Exception {
    try (Run run = start(List.of("sh", "-e", "-c", script))) {
      return run.end();
    }
  }

  private Run start(List<String> command) throws IOException {
    Path out = Files.createTempFile(temp, "run", ".out");
    Path err = Files.createTempFile(temp, "run", ".err");
    // A job in the background of a script inherits that interrupts are ignored.
    List<String> interruptible = new ArrayList<>(List.of("/usr/bin/env", "--default-signal=INT"));
    interruptible.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(interruptible)
            .directory(temp.toFile())
            .redirectInput(Redirect.from(input.toFile()))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return new Run(builder.start(), out, err);
  }

  /** Opens the app and waits for its end. */
  Result run() throws Exception {
    try (Run run = start()) {
      return run.end();
    }
  }
}

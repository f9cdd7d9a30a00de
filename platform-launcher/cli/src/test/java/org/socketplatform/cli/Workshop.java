package org.socketplatform.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.socketplatform.store.PluginStore;

/** A user with an empty home folder, who types commands and packs jars. */
final class Workshop {
  private static final Path HOME_WITH_KEY = homeWithKey();

  private final Path folder;
  private final Map<String, String> environment;
  private Optional<String> answer = Optional.empty();

  Workshop(Path folder) {
    this.folder = folder;
    this.environment =
        Map.of("HOME", folder.resolve("home").toString(), "PATH", System.getenv("PATH"));
  }

  /** A user with one key, {@code ada}; making one takes a second, so all of them have the same. */
  static Workshop withKey(Path folder) throws IOException {
    Workshop workshop = new Workshop(folder);
    try (var files = Files.walk(HOME_WITH_KEY)) {
      for (Path file : files.toList()) {
        Path copy = workshop.home().resolve(HOME_WITH_KEY.relativize(file).toString());
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return workshop;
  }

  private static Path homeWithKey() {
    try {
      Workshop first =
          new Workshop(Files.createTempDirectory(Path.of("target").toAbsolutePath(), "workshop"));
      first.ssc("keys", "new", "ada");
      return first.home();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a command did. */
  record Outcome(int status, String out, String err) {
    List<String> errors() {
      return err.lines().filter(line -> line.startsWith("error: ")).toList();
    }
  }

  Path home() {
    return folder.resolve("home");
  }

  PluginStore store() {
    return PluginStore.ofUser(environment);
  }

  /** What the user answers to questions from now on; empty if nobody sits there. */
  void answer(Optional<String> given) {
    answer = given;
  }

  Outcome ssc(String... line) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Session session =
        new Session(
            environment,
            folder,
            folder,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            question -> {
              out.writeBytes(question.getBytes(StandardCharsets.UTF_8));
              return answer;
            },
            question -> {
              out.writeBytes(question.getBytes(StandardCharsets.UTF_8));
              return answer.map(String::toCharArray);
            });
    int status = Main.run(session, line);
    return new Outcome(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** A plugin that is not signed. */
  Path plugin(String name, String version) throws IOException {
    return jar(name + "-" + version + ".jar", headers(name, version), files(name));
  }

  /** A plugin that is signed with the only key. */
  Path signedPlugin(String name, String version) throws IOException {
    Path jar = plugin(name, version);
    if (ssc("plugin", "sign", jar.toString()).status() != 0) {
      throw new IllegalStateException("cannot sign " + jar);
    }
    return jar;
  }

  Map<String, String> headers(String name, String version) {
    return new HashMap<>(
        Map.of(
            "Manifest-Version",
            "1.0",
            "Bundle-ManifestVersion",
            "2",
            "Bundle-SymbolicName",
            "com.example." + name,
            "Bundle-Version",
            version));
  }

  Map<String, String> files(String name) {
    return new HashMap<>(
        Map.of(
            "plugin/" + name + ".json",
            """
            {"name": "NAME", "version": "1", "description": "Greets people.",
             "permissions": [
               {"name": "NAME:hello", "description": "Greets one of them", "scope": null},
               {"name": "NAME:portrait", "description": "Reads a picture", "scope": "path"}],
             "commands": [
               {"route": "NAME.hello", "function": "hello", "permission": "NAME:hello",
                "description": "Greets.", "scopes": [], "params": [], "result": {"type": "string"}}]}
            """
                .replace("NAME", name),
            "modules/plugin/" + name + ".js",
            "export const name = '" + name + "'\n"));
  }

  Path jar(String fileName, Map<String, String> headers, Map<String, String> files)
      throws IOException {
    Manifest manifest = new Manifest();
    headers.forEach(manifest.getMainAttributes()::putValue);
    Path jar = folder.resolve(fileName);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        entries.putNextEntry(new JarEntry(file.getKey()));
        entries.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }
}

package org.socketplatform.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.socketplatform.store.AtomicFiles;

/**
 * What projects of plugins need to build: the artifacts of {@code plugins-sdk} and what the test
 * kit stands on. They are not published anywhere, so they are put where Maven would have put them.
 */
final class Sdk {
  private static final String GROUP = "org/socketplatform";
  private static final Pattern PARENT = Pattern.compile("<parent>.*?</parent>", Pattern.DOTALL);
  private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<]+)</artifactId>");
  private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

  private final Path root;
  private final String version;

  /** The SDK in the folder of the platform's sources, which are built. */
  Sdk(Path root) {
    this.root = root;
    this.version = first(VERSION, read(root.resolve("pom.xml")));
  }

  String version() {
    return version;
  }

  Path template() {
    return root.resolve("plugins-sdk/archetype");
  }

  /** Puts all artifacts into a repository of Maven, unless they are there. */
  void publish(Path repository) {
    try {
      publishModule(root, repository);
      for (String parent : List.of("plugins-sdk", "bundles")) {
        publishModule(root.resolve(parent), repository);
        try (Stream<Path> folders = Files.list(root.resolve(parent))) {
          for (Path folder : folders.sorted().toList()) {
            publishModule(folder, repository);
          }
        }
      }
    } catch (IOException e) {
      throw new CommandException("cannot write to %s (%s)".formatted(repository, e), e);
    }
  }

  private void publishModule(Path module, Path repository) throws IOException {
    Path pom = module.resolve("pom.xml");
    if (!Files.exists(pom) || module.equals(template())) {
      return;
    }
    String artifact = first(ARTIFACT, PARENT.matcher(read(pom)).replaceFirst(""));
    Path folder = repository.resolve(GROUP).resolve(artifact).resolve(version);
    String name = artifact + "-" + version;
    copy(pom, folder.resolve(name + ".pom"));
    Path jar = module.resolve("target").resolve(name + ".jar");
    if (Files.exists(jar)) {
      copy(jar, folder.resolve(name + ".jar"));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    if (!Files.exists(to) || Files.mismatch(from, to) >= 0) {
      AtomicFiles.copy(from, to);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("There is no " + pattern);
    }
    return matcher.group(1);
  }
}

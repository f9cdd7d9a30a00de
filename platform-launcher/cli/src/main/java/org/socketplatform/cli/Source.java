package org.socketplatform.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/**
 * Where a plugin comes from: a jar, a folder with a built plugin, or Maven coordinates.
 *
 * @param text as the store keeps it for an update; a path is absolute
 */
record Source(String text) {
  private static final Pattern COORDINATES = Pattern.compile("[\\w.-]+:[\\w.-]+:[\\w.,\\[\\]()-]+");
  private static final Pattern NOT_THE_PLUGIN =
      Pattern.compile("(?:.*-(?:sources|javadoc|tests)|original-.*)\\.jar");

  /** A source as it is given on the command line. */
  static Source of(String given) {
    Path path = Path.of(given);
    if (Files.exists(path)) {
      return new Source(path.toAbsolutePath().normalize().toString());
    }
    if (COORDINATES.matcher(given).matches()) {
      return new Source(given);
    }
    throw new CommandException(
        "there is no file or folder %s; give a jar, the folder of a plugin, or group:artifact:version"
            .formatted(given));
  }

  /** The same, in the newest version that there is. */
  Source newest() {
    return isArtifact()
        ? new Source(text.substring(0, text.lastIndexOf(':') + 1) + "RELEASE")
        : of(text);
  }

  private boolean isArtifact() {
    return COORDINATES.matcher(text).matches() && !text.startsWith("/");
  }

  /** Hands the jar over, which may be gone afterwards. */
  <T> T withJar(Maven maven, Function<Path, T> use) {
    if (!isArtifact()) {
      Path path = Path.of(text);
      return use.apply(Files.isDirectory(path) ? jarIn(path) : path);
    }
    try {
      Path folder = Files.createTempDirectory("ssc-");
      try {
        maven.fetch(text, folder);
        return use.apply(jarsIn(folder).getFirst());
      } finally {
        for (Path file : jarsIn(folder)) {
          Files.delete(file);
        }
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new CommandException("cannot write a temporary file (%s)".formatted(e), e);
    }
  }

  /** The plugin in a folder: a Maven project's, or one that lies there. */
  static Path jarIn(Path folder) {
    Path target = folder.resolve("target");
    List<Path> jars =
        jarsIn(Files.isDirectory(target) ? target : folder).stream()
            .filter(Source::isPlugin)
            .toList();
    if (jars.size() == 1) {
      return jars.getFirst();
    }
    if (!jars.isEmpty()) {
      throw new CommandException(
          "%s has several plugins, %s; name one of them, or remove the others"
              .formatted(
                  folder, jars.stream().map(Path::getFileName).map(Objects::toString).toList()));
    }
    throw new CommandException(
        Files.exists(folder.resolve("pom.xml"))
            ? "the plugin in %s is not built; run: ssc plugin build '%s'".formatted(folder, folder)
            : "there is no plugin in %s; give its jar or its project".formatted(folder));
  }

  private static List<Path> jarsIn(Path folder) {
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
      files.forEach(jars::add);
    } catch (IOException e) {
      throw new CommandException("cannot read %s (%s)".formatted(folder, e.getMessage()), e);
    }
    jars.sort(null);
    return jars;
  }

  private static boolean isPlugin(Path jar) {
    if (NOT_THE_PLUGIN.matcher(String.valueOf(jar.getFileName())).matches()) {
      return false;
    }
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream().anyMatch(entry -> entry.getName().matches("plugin/[^/]+\\.json"));
    } catch (IOException e) {
      return false;
    }
  }
}

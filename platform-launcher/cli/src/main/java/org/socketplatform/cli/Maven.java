package org.socketplatform.cli;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The user's Maven, on the JDK that runs this command, with the user's settings. */
final class Maven {
  private static final String COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy";
  private static final int MOST_ERRORS = 4;

  private final Map<String, String> environment;

  Maven(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** The folder where Maven keeps artifacts. */
  Path repository() {
    return home().resolve(".m2/repository");
  }

  private Path home() {
    return Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
  }

  /** Runs the phase {@code package} of a project; what Maven says appears on the terminal. */
  void build(Path project) {
    ProcessBuilder builder =
        command(
            List.of(
                "-q",
                "-Dstyle.color=never",
                "-f",
                project.resolve("pom.xml").toString(),
                "package"));
    if (end(builder.inheritIO()) != 0) {
      throw new CommandException(
          "the plugin in %s does not build or does not pass its tests; Maven says why above"
              .formatted(project));
    }
  }

  /** Fetches a jar into an empty folder. */
  void fetch(String coordinates, Path folder) {
    ProcessBuilder builder =
        command(
            List.of(
                "-Dstyle.color=never",
                COPY,
                "-Dartifact=" + coordinates,
                "-DoutputDirectory=" + folder));
    builder
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
    try {
      Process process = builder.start();
      try (InputStream in = process.getInputStream()) {
        String said = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
          throw new CommandException(
              "Maven cannot fetch %s: %s".formatted(coordinates, errors(said)));
        }
      }
    } catch (IOException e) {
      throw missing(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted", e);
    }
  }

  private static String errors(String said) {
    String errors =
        said.lines()
            .filter(line -> line.startsWith("[ERROR] ") && line.length() > "[ERROR] ".length())
            .map(line -> line.substring("[ERROR] ".length()))
            .limit(1)
            .collect(Collectors.joining());
    return errors.isEmpty()
        ? said.lines().limit(MOST_ERRORS).collect(Collectors.joining(" "))
        : errors;
  }

  private ProcessBuilder command(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("mvn", "-B", "-ntp"));
    // Java takes the home folder from the user database, even where HOME says otherwise.
    if (!home().equals(Path.of(System.getProperty("user.home")))) {
      command.add("-Dmaven.repo.local=" + repository());
      Path settings = home().resolve(".m2/settings.xml");
      if (Files.exists(settings)) {
        command.addAll(List.of("-s", settings.toString()));
      }
    }
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder
        .environment()
        .merge(
            "MAVEN_OPTS",
            "--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow",
            (given, ours) -> given + " " + ours);
    return builder;
  }

  private static int end(ProcessBuilder builder) {
    try {
      return builder.start().waitFor();
    } catch (IOException e) {
      throw missing(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted", e);
    }
  }

  private static CommandException missing(IOException e) {
    return new CommandException(
        "Maven does not start (%s); install it, with 'apt-get install maven' for example"
            .formatted(Optional.ofNullable(e.getMessage()).orElse("")),
        e);
  }
}

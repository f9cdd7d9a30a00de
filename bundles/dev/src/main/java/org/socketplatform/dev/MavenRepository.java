package org.socketplatform.dev;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What Maven has fetched or installed before. */
final class MavenRepository {
  private static final Path ROOT =
      Path.of(
          System.getProperty(
              "maven.repo.local",
              Path.of(System.getProperty("user.home"), ".m2", "repository").toString()));

  private MavenRepository() {}

  /**
   * A file of an artifact, if it is there.
   *
   * @param type such as {@code jar} or {@code pom}
   */
  static Optional<Path> find(String group, String artifact, String version, String type) {
    return Optional.of(
            ROOT.resolve(group.replace('.', '/'))
                .resolve(artifact)
                .resolve(version)
                .resolve(artifact + "-" + version + "." + type))
        .filter(Files::isRegularFile);
  }
}

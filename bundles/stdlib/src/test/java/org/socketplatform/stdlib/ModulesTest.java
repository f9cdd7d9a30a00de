package org.socketplatform.stdlib;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Runs {@code src/test/js} of every bundle under Node, where there is one: the pages' engine and it
 * speak the same language, and it has the very modules that ours must agree with.
 */
class ModulesTest {
  private static final int OLDEST_NODE = 20;
  private static final Path BUNDLES = Path.of("..").toAbsolutePath().normalize();

  @Test
  void shouldPassTheirTestsUnderNode() throws Exception {
    assumeTrue(
        nodeVersion() >= OLDEST_NODE,
        "JavaScript tests are skipped: they need Node " + OLDEST_NODE + " or newer on the PATH");
    List<String> command =
        new ArrayList<>(
            List.of(
                "node",
                "--no-warnings",
                "--import",
                BUNDLES.resolve("stdlib/src/test/js/overlay.mjs").toUri().toString(),
                "--test"));
    try (Stream<Path> files = Files.walk(BUNDLES, 5)) {
      files
          .map(Path::toString)
          .filter(path -> path.endsWith(".test.js"))
          .sorted()
          .forEach(command::add);
    }
    Process node = new ProcessBuilder(command).redirectErrorStream(true).start();
    node.getOutputStream().close();
    String output = new String(node.getInputStream().readAllBytes(), UTF_8);
    assertThat(node.waitFor()).as(output).isZero();
  }

  private static int nodeVersion() throws InterruptedException {
    try {
      Process node = new ProcessBuilder("node", "--version").start();
      String version = new String(node.getInputStream().readAllBytes(), UTF_8).strip();
      return node.waitFor() == 0 && version.matches("v\\d+\\..*")
          ? Integer.parseInt(version.substring(1, version.indexOf('.')))
          : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}

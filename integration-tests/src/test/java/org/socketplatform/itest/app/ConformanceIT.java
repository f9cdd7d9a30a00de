package org.socketplatform.itest.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cases of the JavaScript modules, which Node runs with a fake platform, in a real page. */
class ConformanceIT {
  private static final Path CASES =
      Path.of(System.getProperty("house", ".."))
          .resolve("bundles/stdlib/src/test/js/conformance/cases");

  /** What cases import. */
  private static final List<String> SHARED =
      List.of(
          "page.js",
          "printing.js",
          "raw-names.js",
          "globbing.js",
          "fs-matrix.js",
          "fs-matrix-node.js");

  @TempDir Path temp;

  @Test
  void shouldBehaveInAPageAsUnderNode() throws Exception {
    App app = App.of("conformance", temp);
    for (String shared : SHARED) {
      Files.copy(CASES.resolveSibling(shared), app.folder().resolve(shared));
    }
    List<String> files = copyCases(Files.createDirectory(app.folder().resolve("cases")));
    Files.writeString(
        app.folder().resolve("cases.json"),
        files.stream().map(file -> '"' + file + '"').collect(Collectors.joining(",", "[", "]")));

    Result result = app.run().assertStory();

    assertThat(files)
        .isNotEmpty()
        .allSatisfy(
            file -> assertThat(result.out()).anyMatch(line -> line.matches(file + ": [1-9]\\d*")));
  }

  private static List<String> copyCases(Path to) throws IOException {
    try (var files = Files.list(CASES)) {
      List<Path> cases = files.filter(file -> file.toString().endsWith(".js")).sorted().toList();
      for (Path file : cases) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
      return cases.stream().map(file -> file.getFileName().toString()).toList();
    }
  }
}

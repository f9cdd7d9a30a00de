package org.socketplatform.stdlib;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Runs {@code src/test/js} of every bundle under Node, where there is one: the pages' engine and it
 * speak the same language, and it has the very modules that ours must agree with.
 */
class ModulesTest {
  private static final int OLDEST_NODE = 20;
  private static final Path BUNDLES = Path.of("..").toAbsolutePath().normalize();
  private static final Path TYPES = Path.of("src/test/types");

  @BeforeEach
  void needNode() throws Exception {
    assumeTrue(
        nodeVersion() >= OLDEST_NODE,
        "JavaScript tests are skipped: they need Node " + OLDEST_NODE + " or newer on the PATH");
  }

  @Test
  void shouldPassTheirTestsUnderNode() throws Exception {
    try (Stream<Path> files = Files.walk(BUNDLES, 6)) {
      runTests(Map.of(), files.filter(path -> path.toString().endsWith(".test.js")).sorted());
    }
  }

  @Test
  void shouldBehaveAsNodesOwnModulesDo() throws Exception {
    runTests(
        Map.of("SOCKET_TEST_SCHEME", "node"),
        Stream.of(Path.of("src/test/js/conformance/conformance.test.js")));
  }

  @Test
  void shouldHaveTypesAndDeclarations() throws Exception {
    Path compiler = compiler();
    Finished tsc =
        run(
            Path.of("."),
            Map.of(),
            List.of("node", compiler.toString(), "-p", TYPES.resolve("tsconfig.json").toString()));
    assertThat(tsc.status()).as(tsc.output()).isZero();
    for (Path module : publicModules()) {
      assertThat(Path.of("target/types").resolve(declarationOf(module))).exists();
    }
  }

  @Test
  void shouldPackTypesThatAProjectCanUse() throws Exception {
    Path made = Path.of("target/types-package").toAbsolutePath();
    Path project = Path.of("target/types-project").toAbsolutePath();
    deleteAll(project);
    Files.createDirectories(project);
    succeed(
        run(
            Path.of("."),
            Map.of(),
            List.of(
                "node",
                "types/pack.mjs",
                made.toString(),
                compiler().toString(),
                TYPES.resolve("greeter").toString())));
    succeed(run(made, Map.of(), List.of("npm", "pack", "--pack-destination", project.toString())));
    Files.writeString(project.resolve("package.json"), "{\"private\":true,\"type\":\"module\"}");
    Path sample = Path.of("sample.ts");
    Files.copy(TYPES.resolve("sample").resolve(sample), project.resolve(sample));
    List<String> install =
        new ArrayList<>(List.of("npm", "install", "--offline", "--no-audit", "--no-fund"));
    try (Stream<Path> files = Files.list(project)) {
      files
          .filter(file -> file.toString().endsWith(".tgz"))
          .forEach(file -> install.add(file.toString()));
    }
    succeed(run(project, Map.of(), install));

    for (String resolution : List.of("bundler", "node16", "node10")) {
      Files.writeString(
          project.resolve("tsconfig.json"),
          """
          {
            "compilerOptions": {
              "strict": true, "noEmit": true, "target": "es2022",
              "module": "%s", "moduleResolution": "%s",
              "types": ["@socketplatform/types"]
            }
          }
          """
              .formatted(resolution.equals("node16") ? "node16" : "esnext", resolution));
      succeed(run(project, Map.of(), List.of("node", compiler().toString(), "-p", ".")));
    }
  }

  /** Modules that apps import, by their paths below the folder of the bundles. */
  private static List<Path> publicModules() throws IOException {
    List<Path> modules = new ArrayList<>();
    try (Stream<Path> bundles = Files.list(BUNDLES)) {
      for (Path folder : bundles.map(bundle -> bundle.resolve("modules")).toList()) {
        if (Files.isDirectory(folder)) {
          try (Stream<Path> files = Files.walk(folder)) {
            files
                .filter(file -> file.toString().endsWith(".js"))
                .filter(file -> !folder.relativize(file).startsWith("internal"))
                .forEach(file -> modules.add(BUNDLES.relativize(file)));
          }
        }
      }
    }
    assertThat(modules).isNotEmpty();
    return modules;
  }

  private static String declarationOf(Path module) {
    return module.toString().replaceFirst("\\.js$", ".d.ts");
  }

  private static void succeed(Finished finished) {
    assertThat(finished.status()).as(finished.output()).isZero();
  }

  private static void deleteAll(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** TypeScript's compiler, which npm fetches once. */
  private static Path compiler() throws Exception {
    Path folder = Files.createDirectories(Path.of("target/typescript"));
    for (String file : List.of("package.json", "package-lock.json", ".npmrc")) {
      Files.copy(TYPES.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    Path compiler = folder.resolve("node_modules/typescript/lib/tsc.js");
    if (!Files.exists(compiler)) {
      Finished npm =
          run(
              folder,
              Map.of(),
              List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
      assumeTrue(
          npm.status() == 0, "Types are not checked: npm could not install TypeScript: " + npm);
    }
    return compiler.toAbsolutePath();
  }

  private static void runTests(Map<String, String> environment, Stream<Path> files)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "node",
                "--no-warnings",
                "--import",
                BUNDLES.resolve("stdlib/src/test/js/overlay.mjs").toUri().toString(),
                "--test"));
    files.map(Path::toString).forEach(command::add);
    Finished node = run(Path.of("."), environment, command);
    assertThat(node.status()).as(node.output()).isZero();
  }

  private static Finished run(Path folder, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return new Finished(-1, e.toString());
    }
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Finished(process.waitFor(), output);
  }

  private static int nodeVersion() throws IOException, InterruptedException {
    String version = run(Path.of("."), Map.of(), List.of("node", "--version")).output().strip();
    return version.matches("v\\d+\\..*")
        ? Integer.parseInt(version.substring(1, version.indexOf('.')))
        : 0;
  }

  private record Finished(int status, String output) {}
}

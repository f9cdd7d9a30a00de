package org.socketplatform.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the modules under Node, with the plugin behind them, and the same tests against Node's own
 * modules: what they expect holds for both.
 */
class JavaScriptTest {
  private static final Path OVERLAY = Path.of("../stdlib/src/test/js/overlay.mjs");

  @BeforeEach
  void needForeignPrograms() throws Exception {
    for (List<String> command :
        List.of(
            List.of("node", "--version"),
            List.of("openssl", "version"),
            List.of("curl", "--version"))) {
      assumeTrue(
          run(command, "", "socket").status() == 0,
          "The modules are not tested: this needs " + command.getFirst() + " on the PATH");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"net", "tls", "http"})
  void shouldDoWhatTheirTestsSay(String name) throws Exception {
    try (Platform platform = new Platform("[meta]")) {
      Finished finished = test(name, String.valueOf(platform.port()), "socket");
      assertThat(finished.status()).as(finished.output()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"net", "tls", "http"})
  void shouldBehaveAsNodesOwnModulesDo(String name) throws Exception {
    Finished finished = test(name, "", "node");
    assertThat(finished.status()).as(finished.output()).isZero();
  }

  private static Finished test(String name, String port, String scheme) throws Exception {
    return run(
        List.of(
            "node",
            "--no-warnings",
            "--import",
            OVERLAY.toAbsolutePath().normalize().toUri().toString(),
            "--test",
            "--test-force-exit", // the stream of events never ends
            "--test-timeout=120000",
            "src/test/js/" + name + ".js"),
        port,
        scheme);
  }

  private static Finished run(List<String> command, String port, String scheme)
      throws InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PLATFORM", port);
    builder.environment().put("SOCKET_TEST_SCHEME", scheme);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Finished(process.waitFor(), output);
    } catch (IOException e) {
      return new Finished(-1, e.toString());
    }
  }

  private record Finished(int status, String output) {}
}

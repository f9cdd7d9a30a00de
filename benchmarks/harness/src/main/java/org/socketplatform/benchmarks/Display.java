package org.socketplatform.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The X display that all windows open on: the one of the session, or a virtual one of our own.
 *
 * @param name such as {@code :0}
 */
record Display(String name, Optional<Process> server) implements AutoCloseable {
  static Display open() throws IOException {
    String given = System.getenv("DISPLAY");
    if (given != null && !given.isEmpty()) {
      return new Display(given, Optional.empty());
    }
    Process server =
        new ProcessBuilder(
                "Xvfb",
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1280x800x24",
                "-nolisten",
                "tcp",
                "-noreset")
            .redirectError(Redirect.DISCARD)
            .start();
    // Not closed: the server would die of SIGPIPE, were it to write more.
    String number =
        new BufferedReader(
                new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII))
            .readLine();
    if (number == null) {
      throw new BenchmarkException("Xvfb did not start; see what 'Xvfb :99' says");
    }
    return new Display(":" + number, Optional.of(server));
  }

  @Override
  public void close() {
    server.ifPresent(Process::destroy);
  }
}

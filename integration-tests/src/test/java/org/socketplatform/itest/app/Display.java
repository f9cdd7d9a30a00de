package org.socketplatform.itest.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;

/** The display of all tests: that of the session, or one virtual display that ends with the JVM. */
final class Display {
  private static final String NAME = open();

  private Display() {}

  static String name() {
    return NAME;
  }

  private static String open() {
    String given = System.getenv("DISPLAY");
    if (given != null && !given.isEmpty()) {
      return given;
    }
    try {
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
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::destroy));
      // Not closed: the server would die of SIGPIPE, were it to write more.
      String number =
          new BufferedReader(
                  new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII))
              .readLine();
      if (number == null) {
        throw new IllegalStateException("Xvfb does not start: apt-get install xvfb");
      }
      return ":" + number;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package org.socketplatform.boot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A display of our own for runs that show no window. It starts beside everything else and is waited
 * for only when the UI needs it. The kernel kills it with the thread that started it, so it must be
 * started by the main thread, which lives as long as the process.
 */
final class VirtualDisplay implements AutoCloseable {
  private static final List<String> COMMAND =
      List.of(
          "setpriv",
          "--pdeathsig",
          "KILL",
          "Xvfb",
          "-displayfd",
          "1",
          "-screen",
          "0",
          "1440x900x24",
          "-nolisten",
          "tcp",
          "-noreset");
  private static final long STOP_SECONDS = 2;

  private final Process server;

  private VirtualDisplay(Process server) {
    this.server = server;
  }

  /** True if the environment names no display to show windows on. */
  static boolean noneThere() {
    return unset("DISPLAY") && unset("WAYLAND_DISPLAY");
  }

  private static boolean unset(String name) {
    String value = System.getenv(name);
    return value == null || value.isEmpty();
  }

  static VirtualDisplay start() {
    try {
      return new VirtualDisplay(
          new ProcessBuilder(COMMAND).redirectError(Redirect.DISCARD).start());
    } catch (IOException e) {
      throw new StartException(
          "cannot run setpriv: %s; install it: apt-get install util-linux".formatted(Reason.of(e)),
          e);
    }
  }

  /** Waits until the display is there, and names it to the native toolkits. */
  void use() {
    String number;
    try {
      // Not closed: the server would die of SIGPIPE, were it to write more.
      number =
          new BufferedReader(
                  new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII))
              .readLine();
    } catch (IOException e) {
      throw new StartException("lost the virtual display: " + Reason.of(e), e);
    }
    if (number == null) {
      throw new StartException(
          "cannot show a window: there is no display, and Xvfb, the virtual one, "
              + (endedAsNotFound() ? "is not installed" : "did not start; see what 'Xvfb :99' says")
              + (endedAsNotFound() ? "; install it: apt-get install xvfb" : ""));
    }
    CEnvironment.set("DISPLAY", ":" + number);
    CEnvironment.set("GDK_BACKEND", "x11");
  }

  /** What {@code setpriv} says if it cannot find the program. */
  private boolean endedAsNotFound() {
    try {
      return server.waitFor() == 127;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    server.destroy();
    try {
      if (!server.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
    } catch (InterruptedException e) {
      server.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

package org.socketplatform.webview.gtk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Whether the engine's sandbox, which is bubblewrap, works on this system. The engine itself ends
 * the whole process where it does not, so it is tried out before the first window of a profile.
 */
public final class Sandbox {
  private static final List<String> TRIAL =
      List.of(
          "bwrap",
          "--ro-bind",
          "/",
          "/",
          "--dev",
          "/dev",
          "--proc",
          "/proc",
          "--unshare-all",
          "--die-with-parent",
          "true");
  private static final String PASSED = "sandbox-works";
  private static final int LIMIT_SECONDS = 10;
  private static final Path FLATPAK = Path.of("/.flatpak-info");
  private static final Path FLATPAK_SPAWN = Path.of("/usr/bin/flatpak-spawn");

  private Sandbox() {}

  /**
   * What is wrong with the sandbox; empty if it works.
   *
   * @param profile where it is noted that the trial was passed
   */
  public static Optional<String> problem(Path profile) {
    Path passed = profile.resolve(PASSED);
    if (Files.exists(passed)) {
      return Optional.empty();
    }
    try {
      Process trial = new ProcessBuilder(TRIAL).redirectErrorStream(true).start();
      String said = new String(trial.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!trial.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || trial.exitValue() != 0) {
        trial.destroyForcibly();
        return Optional.of(said.strip());
      }
    } catch (IOException e) {
      return Optional.of("bwrap does not run: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
    try {
      Files.writeString(passed, "");
    } catch (IOException e) {
      return Optional.empty(); // then it is tried again the next time
    }
    return Optional.empty();
  }

  /**
   * True if the engine will leave the sandbox out without a word, because it takes this system for
   * a Flatpak.
   */
  public static boolean isLeftOut() {
    return Files.exists(FLATPAK) && !Files.exists(FLATPAK_SPAWN);
  }
}

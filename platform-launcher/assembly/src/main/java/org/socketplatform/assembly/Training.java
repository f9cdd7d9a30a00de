package org.socketplatform.assembly;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs the platform once cold and once warm, the second time with the JVM watching, so that later
 * runs find their classes loaded and linked in the AOT cache. Without it everything works, slower.
 */
final class Training {
  private static final long LIMIT_SECONDS = 180;

  private final Path platform;
  private final Path app;

  Training(Path platform, Path app) {
    this.platform = platform;
    this.app = app;
  }

  void run() {
    Path scratch = platform.resolveSibling("training");
    Path cache = platform.resolve("platform.aot");
    try {
      Files.deleteIfExists(log(scratch));
      for (String mode : List.of("page", "boot")) {
        if (start(scratch, mode, List.of()) == 0
            && start(scratch, mode, List.of("-XX:AOTCacheOutput=" + cache)) == 0
            && Files.exists(cache)) {
          if (mode.equals("boot")) {
            warn("it was trained without a page", scratch);
          }
          return;
        }
        Files.deleteIfExists(cache);
      }
      warn("the training failed", scratch);
    } catch (IOException e) {
      warn("the training failed: " + e.getMessage(), scratch);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int start(Path scratch, String mode, List<String> flags)
      throws IOException, InterruptedException {
    Files.createDirectories(scratch);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + platform.resolve("jvm.options"));
    command.addAll(flags);
    command.add("-Dsocket.training=" + mode);
    command.add("-jar");
    command.add(platform.resolve("lib/boot.jar").toString());
    command.addAll(List.of("--headless", "--timeout", "60", app.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("XDG_CACHE_HOME", scratch.resolve("cache").toString());
    builder.environment().put("XDG_DATA_HOME", scratch.resolve("data").toString());
    builder.directory(scratch.toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(Redirect.appendTo(log(scratch).toFile()));
    Process process = builder.start();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return -1;
    }
    return process.exitValue();
  }

  private static Path log(Path scratch) {
    return scratch.resolve("training.log");
  }

  private static void warn(String why, Path scratch) {
    System.err.println(
        "warning: the platform starts slower than it could, because %s; see %s"
            .formatted(why, log(scratch)));
  }
}

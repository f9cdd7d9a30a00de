package org.socketplatform.pluginhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When the platform is killed, the kernel sees to plugins that do not notice. */
@Timeout(120)
class OrphanTest {
  @Test
  void shouldEndAPluginThatHangsWithThePlatform() throws Exception {
    killParent(false);
  }

  @Test
  void shouldEndAPluginThatHangsInTheSandboxWithThePlatform() throws Exception {
    assumeThat(hasSandbox()).as("bubblewrap works").isTrue();
    killParent(true);
  }

  private static boolean hasSandbox() throws InterruptedException {
    try {
      return new ProcessBuilder("bwrap", "--unshare-all", "--ro-bind", "/", "/", "true")
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static void killParent(boolean sandboxed) throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process parent =
        new ProcessBuilder(
                java.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName(),
                Boolean.toString(sandboxed),
                Path.of("target/test-classes").toRealPath().toString())
            .inheritIO()
            .start();
    try {
      List<ProcessHandle> children = parent.descendants().toList();
      while (children.stream().noneMatch(child -> runs(child, "/java"))) {
        assertThat(parent.isAlive()).isTrue();
        LockSupport.parkNanos(5_000_000);
        children = parent.descendants().toList();
      }

      parent.destroyForcibly(); // SIGKILL: nothing of it can tidy up

      for (ProcessHandle child : children) {
        child.onExit().get(60, TimeUnit.SECONDS);
      }
    } finally {
      parent.destroyForcibly();
    }
  }

  private static boolean runs(ProcessHandle process, String program) {
    return process.info().command().orElse("").endsWith(program);
  }
}

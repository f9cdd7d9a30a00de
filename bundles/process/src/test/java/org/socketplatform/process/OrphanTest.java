package org.socketplatform.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of programs when the platform is killed. */
@Timeout(60)
class OrphanTest {
  private static final long GRACE_NANOS = 2_000_000_000;

  @TempDir Path folder;

  /** Starts programs, says that they are there, and waits to be killed. */
  static final class Platform {
    private Platform() {}

    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[0]);
      try (TestPage page = new TestPage(folder, args[1].split(";"))) {
        TestPage.Items told = page.items("child_process.events", "owner", TestPage.OWNER);
        // A child, a grandchild, one in a session of its own that has lost its parent, a deaf one.
        page.spawn(
            "family",
            "sh",
            "-c",
            "sh -c 'sleep 1001; :' & (setsid sleep 1001 &) ; trap '' TERM HUP INT; echo ready; while"
                + " :; do sleep 1001; done");
        page.awaitOutput(told, "family", 1, "ready");
        System.out.println("ready");
        Thread.sleep(Long.MAX_VALUE);
      }
    }
  }

  private long descendants() throws IOException {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes.filter(process -> isOurs(process)).count();
    }
  }

  private boolean isOurs(Path process) {
    try {
      return Files.readString(process.resolve("environ")).contains("ORPHAN_TEST=" + folder)
          && !Files.readString(process.resolve("cmdline")).isEmpty();
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  private Process start(String settings) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Platform.class.getName(),
            folder.toString(),
            settings);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("ORPHAN_TEST", folder.toString());
    return builder.start();
  }

  private void shouldLeaveNobody(Process platform) throws Exception {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(platform.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).isEqualTo("ready");
      assertThat(descendants()).isGreaterThan(4);
      platform.destroyForcibly(); // SIGKILL
      long deadline = System.nanoTime() + GRACE_NANOS;
      while (descendants() > 0 && System.nanoTime() < deadline) {
        LockSupport.parkNanos(10_000_000);
      }
      assertThat(descendants()).isZero();
    } finally {
      platform.destroyForcibly();
    }
  }

  @Test
  void shouldLeaveNoDescendantWhenThePlatformIsKilled() throws Exception {
    assumeTrue(works(), "left out: this system has no process namespaces");
    shouldLeaveNobody(start(""));
  }

  @Test
  void shouldLeaveNoChildWithoutNamespaces() throws Exception {
    Process platform = start("[process];contained = false");
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(platform.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).isEqualTo("ready");
      ProcessHandle child = platform.children().findFirst().orElseThrow();
      List<ProcessHandle> grandchildren = child.descendants().toList();
      platform.destroyForcibly();
      long deadline = System.nanoTime() + GRACE_NANOS;
      while (isRunning(child) && System.nanoTime() < deadline) {
        LockSupport.parkNanos(10_000_000);
      }
      assertThat(isRunning(child)).isFalse();
      grandchildren.forEach(ProcessHandle::destroyForcibly);
    } finally {
      List<Path> left;
      try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
        left = processes.filter(this::isOurs).toList();
      }
      for (Path process : left) {
        ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
            .ifPresent(ProcessHandle::destroyForcibly);
      }
    }
  }

  /** Whoever should wait for it may be slow: what has ended and is not forgotten counts as gone. */
  private static boolean isRunning(ProcessHandle process) throws IOException {
    Path stat = Path.of("/proc/" + process.pid() + "/stat");
    try {
      String line = Files.readString(stat);
      return line.charAt(line.lastIndexOf(')') + 2) != 'Z';
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static boolean works() throws Exception {
    List<String> command =
        List.of("bwrap", "--unshare-pid", "--dev-bind", "/", "/", "--proc", "/proc", "true");
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}

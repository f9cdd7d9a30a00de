package org.socketplatform.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program that multiplies without end, started by an ordinary user: nothing limits root. */
@Timeout(60)
class ForkBombTest {
  private static final int LIMIT = 60;
  private static final int GROWN = LIMIT / 2;
  private static final int LOOKS = 200;
  private static final long PAUSE_NANOS = 10_000_000;
  private static final long GROWING_NANOS = 20_000_000_000L;
  private static final long GRACE_NANOS = 2_000_000_000;
  private static final String NOBODY = "65534";
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  @TempDir Path folder;

  /** Starts the bomb, and waits to be killed. */
  static final class Platform {
    private Platform() {}

    public static void main(String[] args) throws Exception {
      try (TestPage page = new TestPage(Path.of(args[0]), "[process]", "descendants = " + LIMIT)) {
        page.spawn(
            "bomb",
            "perl",
            "-e",
            "while (1) { defined(fork) or select(undef, undef, undef, 0.01) }");
        System.out.println("ready");
        Thread.sleep(Long.MAX_VALUE);
      }
    }
  }

  @BeforeEach
  void openTheFolder() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  @Test
  void shouldKeepAForkBombWithinItsLimitAndLeaveNothingOfIt() throws Exception {
    assumeTrue(canBeLimited(), "left out: ordinary users have no process namespaces here");
    assumeTrue(canRun(), "left out: ordinary users cannot run this JDK in this folder");
    Process platform = start();
    try (BufferedReader out = platform.inputReader()) {
      assertThat(out.readLine()).isEqualTo("ready");
      assertThat(comesTo(count -> count >= GROWN, GROWING_NANOS)).isTrue();
      for (int i = 0; i < LOOKS; i++) {
        assertThat(descendants()).isLessThanOrEqualTo(LIMIT);
      }
    } finally {
      platform.destroyForcibly(); // SIGKILL
    }
    assertThat(comesTo(count -> count == 0, GRACE_NANOS)).isTrue();
  }

  private boolean comesTo(LongPredicate wanted, long nanos) throws IOException {
    long deadline = System.nanoTime() + nanos;
    while (!wanted.test(descendants())) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return true;
  }

  /** All processes that were started with the environment of the platform, itself not counted. */
  private long descendants() throws IOException {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes.filter(this::isDescendant).count();
    }
  }

  private boolean isDescendant(Path process) {
    try {
      String command = Files.readString(process.resolve("cmdline"));
      return Files.readString(process.resolve("environ")).contains("FORK_BOMB_TEST=" + folder)
          && !command.isEmpty()
          && !command.contains(Platform.class.getName());
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  private Process start() throws Exception {
    List<String> command =
        List.of(
            JAVA,
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            readableClasses(),
            Platform.class.getName(),
            folder.toString());
    ProcessBuilder builder =
        new ProcessBuilder(asOrdinaryUser(command))
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("FORK_BOMB_TEST", folder.toString());
    return builder.start();
  }

  /** The class path, where everybody can read it. */
  private String readableClasses() throws Exception {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    List<String> copies = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!entry.isEmpty() && Files.exists(Path.of(entry))) {
        Path copy = classes.resolve(String.valueOf(copies.size()));
        assertThat(run("cp", "-r", entry, copy.toString())).isZero();
        copies.add(copy.toString());
      }
    }
    assertThat(run("chmod", "-R", "a+rX", classes.toString())).isZero();
    return String.join(File.pathSeparator, copies);
  }

  private static List<String> asOrdinaryUser(List<String> command) {
    if (!isRoot()) {
      return command;
    }
    List<String> whole =
        new ArrayList<>(
            List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--"));
    whole.addAll(command);
    return whole;
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static boolean canBeLimited() throws Exception {
    try {
      return run(
              asOrdinaryUser(
                  List.of(
                      "bwrap", "--unshare-pid", "--dev-bind", "/", "/", "--proc", "/proc", "true")))
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean canRun() throws Exception {
    return run(asOrdinaryUser(List.of("test", "-w", folder.toString()))) == 0
        && run(asOrdinaryUser(List.of("test", "-x", JAVA))) == 0;
  }

  private static int run(String... command) throws Exception {
    return run(List.of(command));
  }

  private static int run(List<String> command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}

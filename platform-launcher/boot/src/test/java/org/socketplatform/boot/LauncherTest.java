package org.socketplatform.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of the launcher, each in a process of its own. */
@Timeout(60)
class LauncherTest {
  @TempDir private Path scratch;
  private TestPlatform platform;

  @BeforeEach
  void assemble() throws IOException {
    platform = TestPlatform.in(scratch);
  }

  @Test
  void shouldExitWithTheStatusThatTheAppAsksFor() throws Exception {
    Run run = run(app("--", "exit", "7"));

    assertThat(run.error()).isEmpty();
    assertThat(run.status()).isEqualTo(7);
    assertThat(run.output()).contains("thread main", "closed", "headless false");
  }

  @Test
  void shouldExitWithZeroWhenTheUiEnds() throws Exception {
    Run run = run(app("--", "return"));

    assertThat(run.error()).isEmpty();
    assertThat(run.status()).isZero();
  }

  @Test
  void shouldStartAgainFromItsCache() throws Exception {
    run(app("--", "exit", "7"));
    Run again = run(app("--", "exit", "8"));

    assertThat(again.error()).isEmpty();
    assertThat(again.status()).isEqualTo(8);
  }

  @Test
  void shouldRebuildADamagedCacheWithOneMessage() throws Exception {
    run(app("--", "exit", "7"));
    overwrite(platform.caches(), "bundle.info");

    Run again = run(app("--", "exit", "8"));

    assertThat(again.error()).singleElement().asString().startsWith("warning: the framework cache");
    assertThat(again.status()).isEqualTo(8);
    assertThat(run(app("--", "exit", "9")).error()).isEmpty();
  }

  @Test
  void shouldNameADamagedBundle() throws Exception {
    cut(platform.bundle(TestPlatform.STAND_IN));

    expectDamaged(run(app("--", "exit", "7")));
  }

  @Test
  void shouldNameADamagedBundleThatTheCacheKnows() throws Exception {
    run(app("--", "exit", "7"));
    cut(platform.bundle(TestPlatform.STAND_IN));

    expectDamaged(run(app("--", "exit", "7")));
  }

  @Test
  void shouldNameAMissingBundle() throws Exception {
    run(app("--", "exit", "7"));
    Files.delete(platform.bundle(TestPlatform.STAND_IN));

    Run run = run(app("--", "exit", "7"));

    assertThat(run.error())
        .singleElement()
        .asString()
        .contains("stand-in.jar is missing", "./ssc build --clean");
    assertThat(run.status()).isEqualTo(1);
  }

  @Test
  void shouldSayWhatFailedWithoutATrace() throws Exception {
    Run run = run(app("--", "fail"));

    assertThat(run.error()).singleElement().asString().contains("the stand-in failed");
    assertThat(run.status()).isEqualTo(1);
  }

  @Test
  void shouldShowATraceWhenDebugging() throws Exception {
    ProcessBuilder builder = app("--", "fail");
    builder.environment().put("SSC_DEBUG", "1");

    assertThat(run(builder).error()).anyMatch(line -> line.contains("StandInUi.run"));
  }

  @Test
  void shouldEndWithStatus124AfterTheTimeout() throws Exception {
    Run run = run(app("--timeout", "0.5", "--", "wait"));

    assertThat(run.error()).containsExactly("error: ended by --timeout after 0.5 s");
    assertThat(run.status()).isEqualTo(124);
  }

  @Test
  void shouldCloseTheAppWhenInterrupted() throws Exception {
    ProcessBuilder builder = app("--", "wait");
    // A job in the background of a script inherits that interrupts are ignored.
    builder.command().addAll(0, List.of("env", "--default-signal=INT"));
    Process process = ready(builder);

    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

    assertThat(process.inputReader().lines()).contains("closed");
    assertThat(process.waitFor()).isEqualTo(130);
  }

  @Test
  void shouldCloseTheAppWhenTerminated() throws Exception {
    Process process = ready(app("--", "wait"));

    process.destroy();

    assertThat(process.waitFor()).isEqualTo(143);
  }

  @Test
  void shouldHaltAnAppThatDoesNotClose() throws Exception {
    Run run = run(app("--", "exit", "7", "ignore-close"));

    assertThat(run.error()).singleElement().asString().contains("did not end within 5 s");
    assertThat(run.status()).isEqualTo(7);
  }

  @Test
  void shouldGiveASecondCopyItsOwnProfile() throws Exception {
    Process first = ready(app("--", "wait"));
    Run second = run(app("--", "return"));
    first.destroy();
    first.waitFor();
    Run third = run(app("--", "return"));

    Path data = platform.home().resolve(".local/share");
    assertThat(second.error()).isEmpty();
    assertThat(second.output()).contains("profile " + data.resolve("org.example.test-2"));
    assertThat(third.output()).contains("profile " + data.resolve("org.example.test"));
  }

  @Test
  void shouldRunWithATemporaryProfileWhenHomeCannotBeWritten() throws Exception {
    ProcessBuilder builder = app("--", "return");
    builder.environment().put("HOME", "/proc/none");
    builder.environment().put("TMPDIR", scratch.toString());

    Run run = run(builder);

    assertThat(run.error()).singleElement().asString().startsWith("warning: cannot write to");
    assertThat(run.status()).isZero();
    assertThat(run.output()).anyMatch(line -> line.startsWith("profile " + scratch + "/socket-"));
    try (Stream<Path> left = Files.list(scratch)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.startsWith("socket-"));
    }
  }

  @Test
  void shouldRunHeadlessWhereThereIsNoDisplay() throws Exception {
    ProcessBuilder builder = app("--", "return");
    builder.environment().remove("DISPLAY");

    Run run = run(builder);

    assertThat(run.error()).containsExactly("ssc: no display here: running headless");
    assertThat(run.output())
        .contains("headless true")
        .anyMatch(line -> line.matches("display :[0-9]+"));
    assertThat(run.status()).isZero();
  }

  @Test
  void shouldTakeTheVirtualDisplayWithItWhenKilled() throws Exception {
    Process process = app("--headless", "--", "wait").start();
    List<ProcessHandle> displays = new ArrayList<>();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    for (String line = output.readLine(); !line.equals("ready"); line = output.readLine()) {
      if (line.startsWith("child ")) {
        ProcessHandle.of(Long.parseLong(line.substring("child ".length())))
            .ifPresent(displays::add);
      }
    }

    process.destroyForcibly();

    assertThat(displays).isNotEmpty();
    for (ProcessHandle display : displays) {
      display.onExit().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void shouldSayWhatToInstallWhenThereIsNoVirtualDisplay() throws Exception {
    Path programs = Files.createDirectory(scratch.resolve("bin"));
    Path setpriv = programs.resolve("setpriv");
    Files.writeString(setpriv, "#!/bin/sh\nexec /usr/bin/setpriv \"$@\"");
    Files.setPosixFilePermissions(setpriv, PosixFilePermissions.fromString("rwxr-xr-x"));
    ProcessBuilder builder = app("--headless", "--", "return");
    builder.environment().put("PATH", programs.toString());

    Run run = run(builder);

    assertThat(run.error())
        .singleElement()
        .asString()
        .contains("Xvfb", "is not installed", "apt-get install xvfb");
    assertThat(run.status()).isEqualTo(1);
  }

  @Test
  void shouldRefuseAnUnknownOption() throws Exception {
    Run run = run(platform.launch("--colour"));

    assertThat(run.error()).singleElement().asString().startsWith("error: unknown option --colour");
    assertThat(run.status()).isEqualTo(1);
  }

  @Test
  void shouldRefuseAFolderThatIsNotThere() throws Exception {
    Run run = run(platform.launch(scratch.resolve("nowhere").toString()));

    assertThat(run.error()).singleElement().asString().contains("nowhere", "no such folder");
    assertThat(run.status()).isEqualTo(1);
  }

  private record Run(int status, List<String> output, List<String> error) {}

  private ProcessBuilder app(String... arguments) {
    List<String> all = new ArrayList<>(List.of(platform.app().toString()));
    all.addAll(List.of(arguments));
    return platform.launch(all.toArray(String[]::new));
  }

  private Run run(ProcessBuilder builder) throws IOException, InterruptedException {
    Path error = scratch.resolve("error.txt");
    Process process = builder.redirectError(error.toFile()).start();
    List<String> output = process.inputReader(StandardCharsets.UTF_8).lines().toList();
    return new Run(process.waitFor(), output, Files.readAllLines(error));
  }

  private static Process ready(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    BufferedReader output = process.inputReader();
    String line = output.readLine();
    while (line != null && !line.equals("ready")) {
      line = output.readLine();
    }
    assertThat(line).isEqualTo("ready");
    return process;
  }

  private static void expectDamaged(Run run) {
    assertThat(run.error())
        .singleElement()
        .asString()
        .contains("stand-in.jar is damaged", "./ssc build --clean");
    assertThat(run.status()).isEqualTo(1);
  }

  private static void cut(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(
        file,
        List.of(new String(bytes, 0, bytes.length / 2, StandardCharsets.ISO_8859_1)),
        StandardCharsets.ISO_8859_1);
  }

  private static void overwrite(Path folder, String name) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.endsWith(name)).toList()) {
        Files.writeString(file, "x");
      }
    }
  }
}

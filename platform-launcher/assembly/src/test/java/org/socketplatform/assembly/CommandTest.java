package org.socketplatform.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The script {@code ssc} in a clone that is built, as far as the script can see, with programs
 * around it that only tell how they were called.
 */
class CommandTest {
  private static final Path SCRIPT =
      Path.of(System.getProperty("maven.multiModuleProjectDirectory", "../..")).resolve("ssc");

  @TempDir private Path scratch;
  private Path clone;
  private Path home;
  private Path programs;
  private Path jdk;

  @BeforeEach
  void prepare() throws IOException {
    Path real = scratch.toRealPath();
    clone = Files.createDirectories(real.resolve("my clöne"));
    home = Files.createDirectories(real.resolve("home"));
    programs = Files.createDirectories(real.resolve("bin"));
    Files.copy(SCRIPT, clone.resolve("ssc"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(clone.resolve("pom.xml"), "<project>\n  <version>1.2.3</version>\n");
    for (String folder : List.of(".mvn", "bundles", "plugins-sdk", "features")) {
      Files.createDirectory(clone.resolve(folder));
    }
    Path platform = Files.createDirectories(clone.resolve("platform-launcher/target/platform"));
    Files.writeString(platform.resolve("platform.plan"), "");
    jdk = jdk("25", 25);
    for (String name : List.of("Xvfb", "bwrap", "xdg-dbus-proxy", "setpriv")) {
      program(programs.resolve(name), "");
    }
    program(
        programs.resolve("mvn"),
        """
        echo mvn >>"%s/mvn.log"
        echo "JAVA_HOME=$JAVA_HOME" >>"%s/mvn.log"
        [ ! -e "%s/broken" ] || { echo "[ERROR] it is broken"; exit 1; }
        [ ! -e "%s/makes" ] || mkdir -p "$(cat "%s/makes")/target/classes"
        """
            .replace("%s", home.toString()));
    markBuilt();
  }

  @Test
  void shouldHandEverythingToTheLauncher() throws Exception {
    Run run = ssc("run", "my app", "--timeout", "3", "--", "a b", "");

    assertThat(run.error()).isEmpty();
    assertThat(run.output())
        .containsSubsequence(
            "[@" + clone + "/platform-launcher/target/platform/jvm.options]",
            "[-jar]",
            "[" + clone + "/platform-launcher/target/platform/lib/boot.jar]",
            "[my app]",
            "[--timeout]",
            "[3]",
            "[--]",
            "[a b]",
            "[]");
    assertThat(run.status()).isEqualTo(42);
    assertThat(home.resolve("mvn.log")).doesNotExist();
  }

  @Test
  void shouldUseUtf8WhateverTheLocale() throws Exception {
    assertThat(ssc(Map.of("LANG", "C"), "run").output()).contains("charmap=UTF-8");
    assertThat(ssc(Map.of("LC_ALL", "POSIX"), "run").output()).contains("charmap=UTF-8");
    assertThat(ssc(Map.of("LC_ALL", "xx_YY.UTF-8"), "run").output()).contains("charmap=UTF-8");
    assertThat(ssc(Map.of("LANG", "C.UTF-8"), "run").output()).contains("LC_ALL=", "LC_CTYPE=");
  }

  @Test
  void shouldWorkThroughLinksFromAnyFolder() throws Exception {
    Path link = Files.createSymbolicLink(programs.resolve("ssc"), clone.resolve("ssc"));
    Path second = Files.createSymbolicLink(home.resolve("my ssc"), Path.of("../bin/ssc"));

    for (Path called : List.of(link, second, Path.of("ssc"))) {
      Run run = start(List.of(called.toString(), "run", "app"), home, Map.of());

      assertThat(run.output())
          .contains("[" + clone + "/platform-launcher/target/platform/lib/boot.jar]");
      assertThat(run.output()).contains("cwd=" + home);
    }
  }

  @Test
  void shouldTakeTheFirstJdkThatIsNewEnough() throws Exception {
    Path old = jdk("17", 17);
    Path newer = jdk("26", 26);

    assertThat(
            ssc(Map.of("JAVA_HOME", old.toString(), "SOCKET_JAVA_HOME", jdk.toString()), "run")
                .output())
        .contains("java=" + jdk);
    assertThat(
            ssc(Map.of("JAVA_HOME", newer.toString(), "SOCKET_JAVA_HOME", old.toString()), "run")
                .output())
        .contains("java=" + newer);
  }

  @Test
  void shouldBuildOnceWhenSomethingChanged() throws Exception {
    Files.writeString(clone.resolve("bundles/New.java"), "");
    Files.setLastModifiedTime(clone.resolve("bundles/New.java"), later());

    Run run = ssc("run", "app");

    assertThat(run.error()).containsExactly("ssc: building what has changed");
    assertThat(run.status()).isEqualTo(42);
    assertThat(Files.readAllLines(home.resolve("mvn.log")))
        .containsExactly("mvn", "JAVA_HOME=" + jdk);
  }

  @Test
  void shouldNotBuildAgainBecauseOfWhatABuildMakes() throws Exception {
    Files.delete(clone.resolve(".build/stamp"));
    Path bundle = Files.createDirectory(clone.resolve("bundles/fs"));
    Files.writeString(home.resolve("makes"), bundle.toString());

    ssc("run", "app");

    assertThat(bundle.resolve("target")).exists();
    assertThat(ssc("run", "app").error()).isEmpty();
  }

  @Test
  void shouldBuildWhenAFileIsRemoved() throws Exception {
    Path removed = Files.writeString(clone.resolve("bundles/Old.java"), "");
    markBuilt();
    Files.delete(removed);
    Files.setLastModifiedTime(clone.resolve("bundles"), later());

    assertThat(ssc("run", "app").error()).containsExactly("ssc: building what has changed");
  }

  @Test
  void shouldNotBuildForATest() throws Exception {
    Path test = Files.createDirectories(clone.resolve("bundles/fs/src/test/java"));
    markBuilt();
    Files.setLastModifiedTime(test, later());
    Files.setLastModifiedTime(test.getParent(), later());

    assertThat(ssc("run", "app").error()).isEmpty();
  }

  @Test
  void shouldNameTheLogOfABuildThatFailed() throws Exception {
    Files.delete(clone.resolve(".build/stamp"));
    Files.writeString(home.resolve("broken"), "");

    Run run = ssc("run", "app");

    assertThat(run.error())
        .containsExactly(
            "ssc: building the platform; the first time this takes some minutes",
            "[ERROR] it is broken",
            "error: the build failed; see " + clone + "/.build/build.log");
    assertThat(run.status()).isEqualTo(1);
    assertThat(clone.resolve(".build/stamp")).doesNotExist();
  }

  @Test
  void shouldBuildOnceForTwoRunsAtOnce() throws Exception {
    Files.delete(clone.resolve(".build/stamp"));
    Process first = builder(List.of("./ssc", "run"), clone, Map.of()).start();
    Process second = builder(List.of("./ssc", "run"), clone, Map.of()).start();

    assertThat(first.waitFor()).isEqualTo(42);
    assertThat(second.waitFor()).isEqualTo(42);
    assertThat(Files.readAllLines(home.resolve("mvn.log"))).containsOnlyOnce("mvn");
  }

  @Test
  void shouldPrintTheCommandThatInstallsWhatIsMissing() throws Exception {
    Files.delete(programs.resolve("bwrap"));
    Files.delete(programs.resolve("Xvfb"));
    program(programs.resolve("apt-get"), "echo installed >>\"" + home + "/apt.log\"");
    program(programs.resolve("id"), "echo 1000");

    Run run = ssc(Map.of("PATH", onlyPrograms()), "run", "app");

    assertThat(run.error())
        .containsExactly(
            "error: this system lacks bubblewrap xvfb;"
                + " run: sudo apt-get install -y --no-install-recommends bubblewrap xvfb");
    assertThat(run.status()).isEqualTo(1);
    assertThat(home.resolve("apt.log")).doesNotExist();
  }

  @Test
  void shouldInstallWhatIsMissingAsRoot() throws Exception {
    Files.delete(programs.resolve("bwrap"));
    program(programs.resolve("apt-get"), "echo \"$@\" >>\"" + home + "/apt.log\"");
    program(programs.resolve("id"), "echo 0");

    Run run = ssc(Map.of("PATH", onlyPrograms()), "run", "app");

    assertThat(run.error()).containsExactly("ssc: installing bubblewrap");
    assertThat(run.status()).isEqualTo(42);
    assertThat(Files.readAllLines(home.resolve("apt.log")))
        .containsExactly("install -y --no-install-recommends bubblewrap");
  }

  @Test
  void shouldNeedNoVirtualDisplayWhereThereIsADisplay() throws Exception {
    Files.delete(programs.resolve("Xvfb"));

    assertThat(ssc(Map.of("PATH", onlyPrograms(), "DISPLAY", ":0"), "run", "app").error())
        .isEmpty();
  }

  @Test
  void shouldPassOnTheStatusOfTheTests() throws Exception {
    Run run = ssc(Map.of("DISPLAY", ":0"), "test");

    assertThat(run.status()).isZero();

    Files.writeString(home.resolve("broken"), "");

    assertThat(ssc(Map.of("DISPLAY", ":0"), "test").status()).isEqualTo(1);
  }

  @Test
  void shouldExplainItself() throws Exception {
    assertThat(ssc("--version").output()).containsExactly("1.2.3");
    assertThat(ssc("--help").output()).first().asString().startsWith("Usage: ssc COMMAND");
    assertThat(ssc("help", "run").output()).first().asString().startsWith("Usage: ssc run");
    assertThat(ssc("run", "--help").output()).first().asString().startsWith("Usage: ssc run");
    assertThat(ssc("run", "--help").status()).isZero();
    assertThat(ssc("run", "app", "--", "--help").status()).isEqualTo(42);
  }

  @ParameterizedTest
  @ValueSource(strings = {"colour", "--colour"})
  void shouldRefuseAnUnknownCommand(String command) throws Exception {
    Run run = ssc(command);

    assertThat(run.error())
        .contains("error: unknown command '" + command + "'")
        .anyMatch(line -> line.startsWith("Usage: ssc COMMAND"));
    assertThat(run.status()).isEqualTo(1);
  }

  private record Run(int status, List<String> output, List<String> error) {}

  private Run ssc(String... arguments) throws IOException, InterruptedException {
    return ssc(Map.of(), arguments);
  }

  private Run ssc(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("./ssc"));
    command.addAll(List.of(arguments));
    return start(command, clone, environment);
  }

  private Run start(List<String> command, Path folder, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path error = scratch.resolve("error.txt");
    ProcessBuilder builder = builder(command, folder, environment).redirectError(error.toFile());
    Process process = builder.start();
    List<String> output = process.inputReader(StandardCharsets.UTF_8).lines().toList();
    return new Run(process.waitFor(), output, Files.readAllLines(error));
  }

  private ProcessBuilder builder(
      List<String> command, Path folder, Map<String, String> environment) {
    List<String> throughEnv = new ArrayList<>(List.of("/usr/bin/env", "-i"));
    throughEnv.add("HOME=" + home);
    throughEnv.add("PATH=" + environment.getOrDefault("PATH", programs + ":/usr/bin:/bin"));
    throughEnv.add("SOCKET_JAVA_HOME=" + jdk);
    environment.forEach((name, value) -> throughEnv.add(name + "=" + value));
    throughEnv.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(throughEnv).directory(folder.toFile());
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return builder;
  }

  /** A path that has what scripts need, and of the rest only what the test put there. */
  private String onlyPrograms() throws IOException {
    for (String name : List.of("find", "locale", "mkdir")) {
      program(programs.resolve(name), "exec /usr/bin/" + name + " \"$@\"");
    }
    return programs.toString();
  }

  private Path jdk(String name, int version) throws IOException {
    Path folder = Files.createDirectories(scratch.toRealPath().resolve("jdks/jdk " + name));
    Files.writeString(
        folder.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + ".0.1\"\n");
    Files.createDirectories(folder.resolve("bin"));
    program(folder.resolve("bin/javac"), "");
    program(
        folder.resolve("bin/java"),
        """
        echo "java=%s"
        echo "cwd=$(pwd -P)"
        echo "charmap=$(locale charmap)"
        echo "LC_ALL=${LC_ALL:-}"
        echo "LC_CTYPE=${LC_CTYPE:-}"
        for argument; do echo "[$argument]"; done
        exit 42
        """
            .formatted(folder));
    return folder;
  }

  private void markBuilt() throws IOException {
    Files.createDirectories(clone.resolve(".build"));
    Files.writeString(clone.resolve(".build/stamp"), clone + "\n" + jdk + "\n");
    Files.writeString(clone.resolve(".build/built"), "");
  }

  private static FileTime later() {
    return FileTime.from(Instant.now().plusSeconds(1));
  }

  private static void program(Path file, String text) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}

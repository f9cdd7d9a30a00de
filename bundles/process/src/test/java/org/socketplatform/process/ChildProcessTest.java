package org.socketplatform.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.Reply;

@Timeout(120)
class ChildProcessTest {
  @TempDir Path folder;
  private TestPage page;
  private TestPage.Items told;

  @BeforeEach
  void open() throws Exception {
    page = new TestPage(folder);
    told = page.items("child_process.events", "owner", TestPage.OWNER);
  }

  @AfterEach
  void close() throws Exception {
    page.close();
  }

  private static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  private long write(String id, byte[] bytes) {
    long written = 0;
    while (written < bytes.length) {
      byte[] rest = Arrays.copyOfRange(bytes, (int) written, bytes.length);
      String answer =
          page.value(
              page.reply("child_process.write", rest, new Cancellation(), "id", id, "fd", 0));
      written += Long.parseLong(TestPage.field(answer, "written"));
    }
    return written;
  }

  @Test
  void shouldGiveBytesBackAsTheyWere() throws Exception {
    byte[] sent = noise(3_000_000);
    page.spawn("cat", "cat");
    Thread writer =
        Thread.startVirtualThread(() -> {
          write("cat", sent);
          page.value("child_process.close", "id", "cat", "fd", 0);
        });
    assertThat(page.bytes(told, "cat", 1)).isEqualTo(sent);
    writer.join();
    assertThat(page.end(told, "cat")).contains("\"code\":0", "\"signal\":null");
  }

  @Test
  void shouldTellOfSmallOutputAtOnce() throws Exception {
    page.spawn("sh", "sh", "-c", "read x; printf 'got \\377 %s' \"$x\"");
    assertThat(page.reply("child_process.read", "id", "sh", "fd", 1, "from", 0))
        .isInstanceOfSatisfying(
            Reply.Bytes.class, bytes -> assertThat(bytes.data().remaining()).isZero());
    write("sh", "word\n".getBytes(UTF_8));
    assertThat(TestPage.field(told.awaiting("\"fd\":1"), "data")).isEqualTo("got \u00ff word");
  }

  @Test
  void shouldTellOnceMoreWhatThePageDidNotGet() throws Exception {
    page.spawn("sh", "sh", "-c", "read x; echo $x; sleep 60");
    page.reply("child_process.read", "id", "sh", "fd", 1, "from", 0);
    write("sh", "word\n".getBytes(UTF_8));
    told.awaiting("word");
    Reply again = page.reply("child_process.read", "id", "sh", "fd", 1, "from", 0);
    assertThat(again)
        .isInstanceOfSatisfying(
            Reply.Bytes.class, bytes -> assertThat(bytes.data().remaining()).isEqualTo(5));
    assertThat(page.failure("child_process.read", "id", "sh", "fd", 1, "from", 3).code())
        .isEqualTo("BAD_REQUEST");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exit 0 | \"code\":0 | \"signal\":null",
        "exit 143 | \"code\":143 | \"signal\":null",
        "kill -TERM $$ | \"code\":null | \"signal\":\"SIGTERM\"",
        "kill -SEGV $$ | \"code\":null | \"signal\":\"SIGSEGV\""
      })
  void shouldTellASignalFromAStatusThatLooksLikeOne(String script, String code, String signal)
      throws Exception {
    page.spawn("sh", "sh", "-c", script);
    assertThat(page.end(told, "sh")).contains(code, signal);
  }

  @Test
  void shouldKillAProgramThatIgnoresToBeTerminated() throws Exception {
    page.spawn("deaf", "sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done");
    page.awaitOutput(told, "deaf", 1, "ready");
    assertThat(page.value("child_process.kill", "id", "deaf", "signal", "SIGTERM"))
        .isEqualTo("{\"killed\":true}");
    assertThat(page.value("child_process.kill", "id", "deaf", "signal", "0"))
        .isEqualTo("{\"killed\":true}");
    page.value("child_process.kill", "id", "deaf", "signal", "SIGKILL");
    assertThat(page.end(told, "deaf")).contains("\"signal\":\"SIGKILL\"");
    assertThat(page.value("child_process.kill", "id", "deaf", "signal", "SIGKILL"))
        .isEqualTo("{\"killed\":false}");
  }

  @RepeatedTest(20)
  void shouldEndAProgramThatWasStopped() throws Exception {
    page.spawn("cat", "cat");
    page.value("child_process.kill", "id", "cat", "signal", "SIGSTOP");
    page.value("child_process.kill", "id", "cat", "signal", "SIGKILL");
    assertThat(page.end(told, "cat")).contains("\"signal\":\"SIGKILL\"");
  }

  @RepeatedTest(20)
  void shouldGoOnAfterAProgramWasStopped() throws Exception {
    page.spawn("cat", "cat");
    page.value("child_process.kill", "id", "cat", "signal", "SIGSTOP");
    page.value("child_process.kill", "id", "cat", "signal", "SIGCONT");
    page.value("child_process.close", "id", "cat", "fd", 0);
    assertThat(page.end(told, "cat")).contains("\"code\":0");
  }

  @Test
  void shouldNotHangAProgramWhoseErrorsNobodyReads() throws Exception {
    page.spawnWith(
        "loud",
        "[\"ignore\",\"pipe\",\"ignore\"]",
        "sh",
        "-c",
        "i=0; while [ $i -lt 3000 ]; do i=$((i+1)); echo"
            + " aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa >&2; done;"
            + " echo done");
    assertThat(new String(page.bytes(told, "loud", 1), UTF_8)).isEqualTo("done\n");
  }

  @Test
  void shouldCarryAGibibyteInBoundedMemory() throws Exception {
    page.spawn("head", "head", "-c", "1073741824", "/dev/zero");
    Runtime runtime = Runtime.getRuntime();
    long before = runtime.totalMemory() - runtime.freeMemory();
    AtomicLong wrong = new AtomicLong();
    AtomicLong most = new AtomicLong();
    long size =
        page.readAll(
            told,
            "head",
            1,
            data -> {
              wrong.addAndGet(data.hasRemaining() ? data.get(data.limit() - 1) : 0);
              most.accumulateAndGet(data.remaining(), Math::max);
            });
    assertThat(size).isEqualTo(1L << 30);
    assertThat(wrong.get()).isZero();
    assertThat(most.get()).isLessThanOrEqualTo(1 << 21);
    assertThat(runtime.totalMemory() - runtime.freeMemory() - before).isLessThan(200L << 20);
  }

  @Test
  void shouldSuspendAProgramThatNobodyReads() throws Exception {
    int pid = page.spawn("yes", "yes");
    Path io = Path.of("/proc/" + pid + "/io");
    assumeTrue(Files.exists(io), "the kernel does not count what programs write");
    long written = -1;
    for (long now = writtenBy(io); now != written || now == 0; now = writtenBy(io)) {
      written = now;
      LockSupport.parkNanos(100_000_000);
    }
    assertThat(written).isLessThanOrEqualTo(2 << 20);
  }

  private static long writtenBy(Path io) throws IOException {
    return Files.readAllLines(io).stream()
        .filter(line -> line.startsWith("wchar: "))
        .mapToLong(line -> Long.parseLong(line.substring(7)))
        .sum();
  }

  @Test
  void shouldRunTwoHundredProgramsAtATime() throws Exception {
    for (int i = 0; i < 200; i++) {
      page.spawn("c" + i, "cat");
    }
    for (int i = 0; i < 200; i++) {
      write("c" + i, ("number " + i).getBytes(UTF_8));
      page.value("child_process.close", "id", "c" + i, "fd", 0);
      assertThat(new String(page.bytes(told, "c" + i, 1), UTF_8)).isEqualTo("number " + i);
    }
  }

  @Test
  void shouldStartNoMoreThanTheAppMay() throws Exception {
    page.close();
    page = new TestPage(folder, "[process]", "children = 3");
    told = page.items("child_process.events", "owner", TestPage.OWNER);
    for (int i = 0; i < 3; i++) {
      page.spawn("c" + i, "cat");
    }
    Failure failure =
        page.failure(
            "child_process.spawn", "id", "c3", "owner", TestPage.OWNER, "command", "[\"cat\"]");
    assertThat(failure.code()).isEqualTo("EAGAIN");
    assertThat(failure.retryable()).isTrue();
    page.value("child_process.kill", "id", "c0", "signal", "SIGKILL");
    page.end(told, "c0");
    assertThat(page.spawn("c3", "cat")).isPositive();
  }

  @Test
  void shouldNameWhatCannotBeStarted() throws Exception {
    Path plain = Files.writeString(folder.resolve("plain.txt"), "no program");
    assertThat(start("[\"no-such-program\"]").code()).isEqualTo("ENOENT");
    assertThat(start("[\"/no/such/program\"]").code()).isEqualTo("ENOENT");
    assertThat(start(TestPage.json(plain.toString())).code()).isEqualTo("EACCES");
    assertThat(start("[\"/\"]").code()).isEqualTo("EACCES");
  }

  private Failure start(String command, Object... more) {
    List<Object> params =
        new ArrayList<>(List.of("id", "x", "owner", TestPage.OWNER, "command", command));
    params.addAll(List.of(more));
    return page.failure("child_process.spawnwith", params.toArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[1]", "{}", "cat", "[\"\"]", "[\"cat\",\"a\\u0000b\"]"})
  void shouldRefuseWhatIsNoCommand(String command) {
    assertThat(start(command).code()).isEqualTo("BAD_REQUEST");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cwd | /no/such/folder | ENOENT",
        "cwd | /etc/hostname | ENOTDIR",
        "env | [] | BAD_REQUEST",
        "env | {\"a=b\":\"c\"} | BAD_REQUEST",
        "env | {\"a\":1} | BAD_REQUEST",
        "stdio | [\"what\"] | BAD_REQUEST",
        "stdio | [\"3\"] | BAD_REQUEST",
        "stdio | {} | BAD_REQUEST",
        "detached | maybe | BAD_REQUEST"
      })
  void shouldRefuseWhatCannotBe(String param, String value, String code) {
    assertThat(start("[\"cat\"]", param, value).code()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"read", "write", "close", "kill"})
  void shouldKnowNoProgramUnderAnotherId(String route) {
    assertThat(page.failure("child_process." + route, "id", "unknown", "fd", 1, "from", 0).code())
        .isEqualTo("NOT_FOUND");
  }

  @Test
  void shouldRefuseDescriptorsThatAreNoPipes() throws Exception {
    page.spawnWith("cat", "[\"pipe\",\"ignore\",\"ignore\"]", "cat");
    assertThat(page.failure("child_process.read", "id", "cat", "fd", 1, "from", 0).code())
        .isEqualTo("EBADF");
    assertThat(page.failure("child_process.write", "id", "cat", "fd", 1).code()).isEqualTo("EBADF");
    assertThat(page.failure("child_process.read", "id", "cat", "fd", 99, "from", 0).code())
        .isEqualTo("EBADF");
    assertThat(page.failure("child_process.kill", "id", "cat", "signal", "SIGWHAT").code())
        .isEqualTo("BAD_REQUEST");
  }

  @Test
  void shouldTellThatNobodyReads() throws Exception {
    page.spawn("true", "true");
    page.end(told, "true");
    assertThat(
            TestPage.failure(
                    page.reply(
                        "child_process.write",
                        noise(10),
                        new Cancellation(),
                        "id",
                        "true",
                        "fd",
                        0))
                .code())
        .isEqualTo("EPIPE");
  }

  @Test
  void shouldTakeBytesBothWaysAtFurtherDescriptors() throws Exception {
    page.spawnWith(
        "sh",
        "[\"ignore\",\"ignore\",\"ignore\",\"pipe\"]",
        "sh",
        "-c",
        "read x <&3; echo \"$x!\" >&3");
    page.value(
        page.reply(
            "child_process.write",
            "hello\n".getBytes(UTF_8),
            new Cancellation(),
            "id",
            "sh",
            "fd",
            3));
    assertThat(new String(page.bytes(told, "sh", 3), UTF_8)).isEqualTo("hello!\n");
  }

  @Test
  void shouldStartWhereAndWithWhatIsAsked() throws Exception {
    Path inner = Files.createDirectory(folder.toRealPath().resolve("in ner"));
    page.value(
        "child_process.spawnwith",
        "id",
        "sh",
        "owner",
        TestPage.OWNER,
        "cwd",
        "in ner",
        "env",
        "{\"A\":\"b=c \\u00e4\",\"PATH\":\"/usr/bin:/bin\"}",
        "command",
        "[\"sh\",\"-c\",\"pwd; echo $A; env | wc -l\"]");
    List<String> lines = new String(page.bytes(told, "sh", 1), UTF_8).lines().toList();
    assertThat(lines.get(0)).isEqualTo(inner.toString());
    assertThat(lines.get(1)).isEqualTo("b=c \u00e4");
    assertThat(Integer.parseInt(lines.get(2).strip())).isLessThanOrEqualTo(5);
  }

  @Test
  void shouldPassArgumentsWithoutAShell() throws Exception {
    page.spawn("printf", "printf", "%s|", "a b", "$HOME", "`id`", "", "*", "é\n'\"");
    assertThat(new String(page.bytes(told, "printf", 1), UTF_8))
        .isEqualTo("a b|$HOME|`id`||*|é\n'\"|");
  }

  @Test
  void shouldGiveNoOtherDescriptors() throws Exception {
    page.spawn("ls", "ls", "/proc/self/fd");
    assertThat(new String(page.bytes(told, "ls", 1), UTF_8).lines())
        .containsExactly("0", "1", "2", "3"); // 3 is the folder that it lists
  }

  @Test
  void shouldEndProgramsOfADocumentThatHasGone() throws Exception {
    page.spawn("cat", "cat");
    Reply reply = page.reply("child_process.kill", "id", "cat", "signal", "0");
    assertThat(reply).isInstanceOf(Reply.Value.class);
    told.cancel();
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (page.reply("child_process.kill", "id", "cat", "signal", "0") instanceof Reply.Value) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(50_000_000);
    }
  }

  @Test
  void shouldStartOnlyWhatIsGranted() throws Exception {
    page.close();
    page = new TestPage(folder, "[capabilities.process]", "spawn[] = \"cat -u\"");
    told = page.items("child_process.events", "owner", TestPage.OWNER);
    assertThat(page.spawn("cat", "cat", "-u")).isPositive();
    for (String command : List.of("[\"cat\"]", "[\"cat\",\"-u\",\"/etc/passwd\"]", "[\"sh\"]")) {
      assertThat(
              page.failure(
                      "child_process.spawn", "id", "x", "owner", TestPage.OWNER, "command", command)
                  .code())
          .isEqualTo("NOT_ALLOWED");
    }
    assertThat(start("[\"cat\",\"-u\"]", "env", "{\"LD_PRELOAD\":\"evil.so\"}").code())
        .isEqualTo("NOT_ALLOWED");
    assertThat(page.failure("process.open").code()).isEqualTo("NOT_ALLOWED");
  }

  @Test
  void shouldRunAProgramWithinOneCall() throws Exception {
    Reply reply =
        page.reply(
            "child_process.exec",
            noise(500_000),
            new Cancellation(),
            "command",
            "[\"sh\",\"-c\",\"cat; echo oops >&2; exit 3\"]");
    assertThat(reply)
        .isInstanceOfSatisfying(
            Reply.Bytes.class,
            bytes -> {
              assertThat(bytes.headers())
                  .containsEntry("x-socket-code", "3")
                  .containsEntry("x-socket-signal", "")
                  .containsEntry("x-socket-error", "")
                  .containsEntry("x-socket-outputs", "1:500000,2:5");
              byte[] output = new byte[500_000];
              bytes.data().get(0, output);
              assertThat(output).isEqualTo(noise(500_000));
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "timeout | 100 | sleep 60 | ETIMEDOUT | SIGTERM",
        "max | 1000 | yes | ENOBUFS | SIGTERM",
      })
  void shouldStopAProgramWithinOneCall(
      String limit, long value, String command, String error, String signal) {
    Reply reply =
        page.reply(
            "child_process.exec", "command", TestPage.json(command.split(" ")), limit, value);
    assertThat(reply)
        .isInstanceOfSatisfying(
            Reply.Bytes.class,
            bytes ->
                assertThat(bytes.headers())
                    .containsEntry("x-socket-error", error)
                    .containsEntry("x-socket-signal", signal));
  }

  @Test
  void shouldHandProgramsOverWhenThePluginIsReplaced() throws Exception {
    byte[] sent = noise(2_000_000);
    page.spawn("cat", "cat");
    page.spawn("sh", "sh", "-c", "read x; kill -USR1 $$");
    write("cat", Arrays.copyOf(sent, 100_000));

    page.swap();

    assertThat(told.awaiting("error")).contains("replaced");
    told = page.items("child_process.events", "owner", TestPage.OWNER);
    Thread writer =
        Thread.startVirtualThread(() -> {
          write("cat", Arrays.copyOfRange(sent, 100_000, sent.length));
          page.value("child_process.close", "id", "cat", "fd", 0);
        });
    assertThat(page.bytes(told, "cat", 1)).isEqualTo(sent);
    writer.join();
    write("sh", "go\n".getBytes(UTF_8));
    assertThat(page.end(told, "sh")).contains("\"signal\":\"SIGUSR1\"");
    assertThat(page.spawn("more", "true")).isPositive();
  }

  @Test
  void shouldTellTheEndOfAProgramThatEndedDuringASwap() throws Exception {
    page.spawn("sh", "sh", "-c", "exit 7");
    page.end(told, "sh");
    page.swap();
    TestPage.Items after = page.items("child_process.events", "owner", TestPage.OWNER);
    assertThat(page.end(after, "sh")).contains("\"code\":7");
  }
}

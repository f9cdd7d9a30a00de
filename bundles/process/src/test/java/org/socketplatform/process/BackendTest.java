package org.socketplatform.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Reply;

@Timeout(90)
class BackendTest {
  private static final Path ADAPTERS = Path.of("../../adapters").toAbsolutePath().normalize();
  private static final String SH =
      """
      #!/bin/sh
      . %s/socket-backend.sh
      on_greet() { reply "{\\"text\\":\\"Hello $(text)\\"}"; }
      on_bytes() { reply_bytes "$body"; }
      on_crash() { exit 7; }
      on_say() { echo "to the terminal"; echo "an error" >&2; reply '"said"'; }
      send started '{"language":"sh"}'
      run
      """;

  @TempDir Path folder;
  private @Nullable TestPage page;

  @AfterEach
  void close() {
    if (page != null) {
      page.close();
    }
  }

  private TestPage open(String... ini) throws IOException {
    TestPage opened = new TestPage(folder, ini);
    page = opened;
    return opened;
  }

  private void file(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text.formatted(ADAPTERS));
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private TestPage openShell(String... more) throws IOException {
    file("backend.sh", SH);
    String[] ini = new String[more.length + 2];
    ini[0] = "[backend.main]";
    ini[1] = "cmd = ./backend.sh";
    System.arraycopy(more, 0, ini, 2, more.length);
    return open(ini);
  }

  private static String quoted(String text) {
    return "\"\\\"" + text + "\\\"\"";
  }

  private static String decoded(String value) {
    return value.replace("\\\"", "\"");
  }

  private static boolean has(String... command) throws Exception {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sh", "python", "node", "java"})
  void shouldSpeakWithABackendInItsLanguage(String language) throws Exception {
    String command =
        switch (language) {
          case "sh" -> {
            file("backend.sh", SH);
            yield "./backend.sh";
          }
          case "python" -> {
            assumeTrue(has("python3", "--version"), "left out: there is no python3");
            Files.copy(ADAPTERS.resolve("socket_backend.py"), folder.resolve("socket_backend.py"));
            file(
                "main.py",
                """
                import socket_backend as app

                @app.on('greet')
                def greet(name):
                    return {'text': f'Hello {name}'}

                @app.on('bytes')
                def give_back(data):
                    return data

                app.send('started', {'language': 'python'})
                app.run()
                """);
            yield "python3 main.py";
          }
          case "node" -> {
            assumeTrue(has("node", "--version"), "left out: there is no node");
            Files.copy(
                ADAPTERS.resolve("socket-backend.mjs"), folder.resolve("socket-backend.mjs"));
            file(
                "main.mjs",
                """
                import { on, send } from './socket-backend.mjs'
                on('greet', (name) => ({ text: `Hello ${name}` }))
                on('bytes', (data) => data)
                send('started', { language: 'node' })
                """);
            yield "node main.mjs";
          }
          default -> {
            Files.copy(
                ADAPTERS.resolve("SocketBackend.java"), folder.resolve("SocketBackend.java"));
            file(
                "Main.java",
                """
                public class Main {
                  public static void main(String[] args) throws Exception {
                    SocketBackend app = new SocketBackend();
                    app.on(
                        "greet",
                        message ->
                            SocketBackend.json(
                                "{\\"text\\":\\"Hello " + message.json().replace("\\"", "") + "\\"}"));
                    app.on("bytes", message -> SocketBackend.bytes(message.bytes()));
                    app.send("started", "{\\"language\\":\\"java\\"}");
                    app.run();
                  }
                }
                """);
            yield Path.of(System.getProperty("java.home"), "bin/java") + " Main.java";
          }
        };
    TestPage app = open("[backend.main]", "cmd = " + command);
    TestPage.Items events = app.items("process.events");
    assertThat(events.awaiting("started")).contains(language);

    String answer = app.value("process.request", "event", "greet", "value", quoted("Ada"));
    assertThat(decoded(answer).replace(": ", ":")).contains("{\"text\":\"Hello Ada\"}");
    assertThat(app.failure("process.request", "event", "unheard").message())
        .contains("Nothing handles 'unheard'");

    byte[] sent = new byte[language.equals("sh") ? 3000 : 5_000_000];
    new Random(3).nextBytes(sent);
    Reply reply = app.reply("process.request", sent, new Cancellation(), "event", "bytes");
    assertThat(reply)
        .isInstanceOfSatisfying(
            Reply.Bytes.class,
            bytes -> {
              assertThat(bytes.data()).isEqualTo(ByteBuffer.wrap(sent));
              bytes.release().run();
            });
  }

  @Test
  void shouldCarrySixtyFourMebibytesBothWays() throws Exception {
    assumeTrue(has("python3", "--version"), "left out: there is no python3");
    Files.copy(ADAPTERS.resolve("socket_backend.py"), folder.resolve("socket_backend.py"));
    file(
        "main.py",
        """
        import socket_backend as app
        app.on('bytes')(lambda data: data)
        app.run()
        """);
    TestPage app = open("[backend.main]", "cmd = python3 main.py");
    awaitBackend(app);
    byte[] sent = new byte[64 << 20];
    new Random(3).nextBytes(sent);
    assertThat(app.reply("process.request", sent, new Cancellation(), "event", "bytes"))
        .isInstanceOfSatisfying(
            Reply.Bytes.class,
            bytes -> {
              assertThat(bytes.data().equals(ByteBuffer.wrap(sent))).isTrue();
              bytes.release().run();
            });
  }

  private static int awaitBackend(TestPage app) throws InterruptedException {
    return Integer.parseInt(TestPage.field(app.value("process.open"), "pid"));
  }

  @Test
  void shouldCarryALongTextAsTheBodyOfACall() throws Exception {
    TestPage app = openShell();
    awaitBackend(app);
    String encoded = "%22%5C%22" + "x".repeat(100_000) + "&y%0A\n%5C%22%22";
    String answer =
        app.value(
            app.reply(
                "process.request",
                encoded.getBytes(UTF_8),
                new Cancellation(),
                "event",
                "greet",
                "encoded",
                true));
    assertThat(answer).contains("x".repeat(100_000) + "_y");
  }

  @Test
  void shouldStartAgainAfterACrash() throws Exception {
    TestPage app = openShell();
    TestPage.Items events = app.items("process.events");
    events.awaiting("started");
    int first = awaitBackend(app);
    assertThat(app.failure("process.request", "event", "crash").code()).isEqualTo("BACKEND_GONE");
    assertThat(events.awaiting("backend-exit")).contains("\"value\":\"7\"");
    events.awaiting("started");
    assertThat(awaitBackend(app)).isNotEqualTo(first);
    assertThat(app.value("process.request", "event", "greet", "value", quoted("Bob")))
        .contains("Hello Bob");
  }

  @Test
  void shouldNotStartAgainWhatWasClosed() throws Exception {
    TestPage app = openShell();
    TestPage.Items events = app.items("process.events");
    events.awaiting("started");
    app.value("process.kill");
    assertThat(app.failure("process.request", "event", "greet").code()).isEqualTo("BACKEND_GONE");
    app.value("process.open");
    events.awaiting("started");
    int before = awaitBackend(app);
    app.value("process.open", "force", true);
    assertThat(awaitBackend(app)).isNotEqualTo(before);
  }

  @Test
  void shouldKnowBackendsByName() throws Exception {
    file("backend.sh", SH);
    TestPage app =
        open(
            "[backend.one]",
            "cmd = ./backend.sh",
            "[backend.two]",
            "cmd = ./backend.sh",
            "start = page",
            "[backend.broken]",
            "cmd = ./no-such-program");
    assertThat(app.failure("process.request", "event", "greet").code()).isEqualTo("NOT_FOUND");
    assertThat(app.failure("process.request", "backend", "none", "event", "greet").code())
        .isEqualTo("NOT_FOUND");
    assertThat(app.failure("process.request", "backend", "two", "event", "greet").code())
        .isEqualTo("BACKEND_GONE");
    app.value("process.open", "backend", "two");
    assertThat(
            app.value("process.request", "backend", "two", "event", "greet", "value", quoted("A")))
        .contains("Hello A");
    assertThat(app.failure("process.open", "backend", "broken").code()).isEqualTo("ENOENT");
    assertThat(app.failure("process.write", "backend", "two").code()).isEqualTo("BAD_REQUEST");
    assertThat(app.failure("process.take", "id", "5").code()).isEqualTo("NOT_FOUND");
  }

  @Test
  void shouldTellWhatTheBackendWritesToStandardError() throws Exception {
    TestPage app = openShell();
    TestPage.Items events = app.items("process.events");
    awaitBackend(app);
    app.value("process.request", "event", "say");
    assertThat(events.awaiting("process-error")).contains("an error");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[capabilities] | 1",
        "[capabilities];[capabilities.child_process];x = true | 1",
      })
  void shouldGiveABackendNothingThatItWasNotGranted(String ini, String state) throws Exception {
    assertThat(callOf("child_process.spawn", ini)).contains("state=" + state, "NOT_ALLOWED");
  }

  @Test
  void shouldGiveABackendWhatItWasGranted() throws Exception {
    assertThat(
            callOf(
                "child_process.spawn",
                "[capabilities.process];backend = true;[capabilities.backend.main.process];spawn[]"
                    + " = \"true **\""))
        .contains("state=0");
  }

  @Test
  void shouldAllowABackendEverythingInAnAppWithoutCapabilities() throws Exception {
    assertThat(callOf("child_process.spawn", "")).contains("state=0");
  }

  /** What a backend is answered that starts {@code true}. */
  private String callOf(String route, String ini) throws Exception {
    file(
        "caller.sh",
        "#!/bin/sh\n"
            + "echo 'ipc://"
            + route
            + "?seq=B1&id=1&owner=2&command=%%5B%%22true%%22%%5D'\n"
            + "read -r line; echo \"$line\" > answer; cat > /dev/null\n");
    open(("[backend.main];cmd = ./caller.sh;" + ini).split(";"));
    Path answer = folder.resolve("answer");
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!Files.exists(answer) || Files.readString(answer).isEmpty()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(10_000_000);
    }
    return URLDecoder.decode(Files.readString(answer), UTF_8);
  }

  @Test
  void shouldSurviveWhatCannotBeUnderstood() throws Exception {
    file(
        "odd.sh",
        """
        #!/bin/sh
        printf 'ipc://send?event=%%%%zz\\n\\377\\nipc://\\nipc://send?event=good&value=1\\n'
        cat >/dev/null
        """);
    TestPage app = open("[backend.odd]", "cmd = ./odd.sh");
    assertThat(app.items("process.events").awaiting("good")).contains("\"value\":\"1\"");
  }

  @Test
  void shouldSuspendABackendWhoseEventsAreNotRead() throws Exception {
    file(
        "flood.sh",
        """
        #!/bin/sh
        yes 'ipc://send?event=flood&value=1' | head -n 2000000
        echo 'ipc://send?event=last'
        cat >/dev/null
        """);
    TestPage app = open("[backend.flood]", "cmd = ./flood.sh");
    TestPage.Items events = app.items("process.events");
    assertThat(events.awaiting("last")).contains("last");
  }

  @Test
  void shouldHandABackendOverWhenThePluginIsReplaced() throws Exception {
    TestPage app = openShell();
    TestPage.Items events = app.items("process.events");
    events.awaiting("started");
    int before = awaitBackend(app);
    app.swap();
    assertThat(events.awaiting("error")).contains("replaced");
    assertThat(awaitBackend(app)).isEqualTo(before);
    assertThat(app.value("process.request", "event", "greet", "value", quoted("Ada")))
        .contains("Hello Ada");
  }
}

package org.socketplatform.itest.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.socketplatform.itest.probe.TestPlugin;

/** How runs begin and end, and what stands on the terminal. */
class RunIT {
  @TempDir Path temp;

  @Test
  void shouldEndWithTheStatusOfThePageAndItsLinesInOrder() throws Exception {
    Result result =
        App.withScript(
                temp,
                """
                import process from 'socket:process'
                console.log('grüße', 1, { a: [true, null] }, undefined)
                for (let i = 0; i < 2000; i++) console.log('line ' + i)
                console.warn('careful')
                console.error(new TypeError('wrong'))
                console.log('')
                console.log('last')
                process.exit(42)
                """)
            .run();

    assertThat(result.status()).isEqualTo(42);
    assertThat(result.out().getFirst()).isEqualTo("grüße 1 {\"a\":[true,null]} undefined");
    assertThat(result.out().subList(1, 2001))
        .isEqualTo(IntStream.range(0, 2000).mapToObj(i -> "line " + i).toList());
    assertThat(result.out().subList(2001, result.out().size())).containsExactly("", "last");
    assertThat(result.err())
        .contains("careful")
        .anyMatch(line -> line.contains("TypeError: wrong"));
  }

  @Test
  void shouldGiveThePageWhatIsWrittenToTheApp() throws Exception {
    Path input = Files.writeString(temp.resolve("input"), "zeile ä\n".repeat(50_000));

    Result result =
        App.withScript(
                temp,
                """
                import 'socket:tty'
                import process from 'socket:process'
                let text = ''
                process.stdin.setEncoding('utf8')
                for await (const piece of process.stdin) text += piece
                const lines = text.split('\\n')
                console.log(lines.length, lines.slice(0, -1).every((line) => line === 'zeile ä'))
                process.exit(0)
                """)
            .input(input)
            .run();

    assertThat(result.out()).containsExactly("50001 true");
    assertThat(result.status()).isZero();
  }

  @Test
  void shouldLeaveTheGraphicsDriverToThePage() throws Exception {
    Result result =
        App.withScript(
                temp,
                """
                import { readFile } from 'socket:fs/promises'
                import process from 'socket:process'
                const libraries = await readFile('/proc/self/maps', 'utf8')
                console.log('engine', libraries.includes('libwebkit2gtk'))
                console.log('driver', /lib(EGL|GLX)_|libLLVM/.test(libraries))
                console.log('page', document.createElement('canvas').getContext('webgl') !== null)
                process.exit(0)
                """)
            .run();

    assertThat(result.out()).containsExactly("engine true", "driver false", "page true");
  }

  @Test
  void shouldTellWhatAPageThrowsAndStayOpen() throws Exception {
    Result result =
        App.withScript(
                temp,
                """
                import { call, end } from './story.js'
                setTimeout(() => { throw new Error('thrown by the page') })
                Promise.reject(new Error('rejected by the page'))
                await new Promise((resolve) => setTimeout(resolve, 300))
                if (await call('ping') === 'pong') await end()
                """)
            .run()
            .assertStory();

    assertThat(result.err())
        .anyMatch(line -> line.contains("thrown by the page"))
        .anyMatch(line -> line.contains("rejected by the page"));
  }

  @Test
  void shouldTellOfAPageThatDoesNotParseAndEndByTheTimeout() throws Exception {
    Result result = App.withScript(temp, "}{").with("--timeout", "10").run();

    assertThat(result.status()).isEqualTo(124);
    assertThat(result.err())
        .anyMatch(line -> line.contains("SyntaxError"))
        .contains("error: ended by --timeout after 10 s");
  }

  @Test
  void shouldWriteAScreenshotOfThePage() throws Exception {
    Path file = temp.resolve("page größe.png");
    App app = App.withScript(temp, "document.body.style.background = 'rgb(10, 120, 200)'");
    Files.writeString(
        app.folder().resolve("socket.ini"),
        Files.readString(app.folder().resolve("socket.ini"))
            + "\n[window]\nwidth = 640\nheight = 400\n");

    Result result = app.with("--screenshot", file.toString(), "--timeout", "30").run();

    assertThat(result.status()).as("%s", result.err()).isZero();
    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(List.of(image.getWidth(), image.getHeight())).isEqualTo(List.of(640, 400));
    assertThat(image.getRGB(600, 300) & 0xffffff).isEqualTo(0x0a78c8);
    long colours =
        IntStream.range(0, 640 * 100).map(i -> image.getRGB(i % 640, i / 640)).distinct().count();
    assertThat(colours).as("colours, with those of the heading").isGreaterThan(2);
  }

  @Test
  void shouldRunHeadlessOnADisplayOfItsOwnAndSaySo() throws Exception {
    Result result =
        App.withScript(temp, "import { end } from './story.js'; await end()")
            .without("DISPLAY")
            .run()
            .assertStory();

    assertThat(result.err()).anyMatch(line -> line.contains("running headless"));
  }

  @Test
  void shouldTakeEverythingDownWhenInterrupted() throws Exception {
    App app = App.withScript(temp, "console.log('open ' + __args.headless)").with("--headless");
    try (Run run = app.start()) {
      run.awaitLine("open true");
      List<ProcessHandle> started = run.descendants();
      assertThat(started)
          .extracting(process -> process.info().command().orElse(""))
          .anyMatch(command -> command.endsWith("Xvfb"))
          .anyMatch(command -> command.endsWith("WebKitWebProcess"));

      run.interrupt();

      assertThat(run.end().status()).isEqualTo(130);
      for (ProcessHandle process : started) {
        process.onExit().get(5, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void shouldEndAPageThatHangs() throws Exception {
    App app =
        App.withScript(temp, "console.log('hanging'); setTimeout(() => { for (;;) {} }, 100)");
    try (Run run = app.start()) {
      run.awaitLine("hanging");
      List<ProcessHandle> started = run.descendants();

      run.interrupt();

      assertThat(run.end().status()).isEqualTo(130);
      for (ProcessHandle process : started) {
        process.onExit().get(10, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void shouldKeepThePageInTheSandboxOfTheEngine() throws Exception {
    assumeThat(Files.exists(Path.of("/.flatpak-info")))
        .as("the engine takes this machine for a Flatpak, and leaves its own sandbox off")
        .isFalse();
    try (Run run = App.withScript(temp, "console.log('open')").start()) {
      run.awaitLine("open");

      assertThat(mounts(run.page().pid())).isNotEqualTo(mounts(run.process().pid()));
    }
  }

  /** What tells one view of the file system from another. */
  private static Path mounts(long process) throws IOException {
    return Files.readSymbolicLink(Path.of("/proc/" + process + "/ns/mnt"));
  }

  @Test
  void shouldServeTheFirstCallOfAPageWhenAPluginStartsLate() throws Exception {
    App.withScript(
            temp,
            """
            import { call, check, end, equal } from './story.js'
            await check('the first call', async () =>
              equal(await call('test.echo', { value: 'there' }), 'there'))
            await end()
            """)
        .environment(TestPlugin.START_MILLIS, "2000")
        .run()
        .assertChecks("the first call");
  }

  @Test
  void shouldLoadThePageAgainWhenItsProcessDies() throws Exception {
    App app =
        App.withScript(
            temp,
            """
            import { call, end, until } from './story.js'
            const visits = Number(await call('test.visits'))
            console.log('visit ' + visits)
            if (visits === 2) {
              await until((state) => state.waiting === 0)
              await end()
            }
            call('test.wait').catch(() => {})
            """);
    try (Run run = app.start()) {
      run.awaitLine("visit 1");

      run.page().destroyForcibly();

      Result result = run.end().assertStory();
      assertThat(result.err()).anyMatch(line -> line.contains("Loading the page again"));
    }
  }

  @Test
  void shouldRunTwoCopiesAndAnotherAppAtOnce() throws Exception {
    App copies =
        App.withScript(
            temp.resolve("one"),
            """
            const before = localStorage.getItem('copy')
            localStorage.setItem('copy', 'mine')
            console.log('copy ' + before)
            """);
    App other =
        App.withScript(temp.resolve("two"), "console.log('other')")
            .environment("HOME", copies.home().toString());
    Path ini = other.folder().resolve("socket.ini");
    Files.writeString(
        ini, Files.readString(ini).replace("com.example.script", "com.example.other"));
    try (Run first = copies.start();
        Run second = copies.start();
        Run third = other.start()) {
      first.awaitLine("copy null");
      second.awaitLine("copy null");
      third.awaitLine("other");
    }

    try (var profiles = Files.walk(copies.home())) {
      assertThat(profiles.filter(RunIT::isProfile).map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "com.example.script", "com.example.script-2", "com.example.other");
    }
  }

  private static boolean isProfile(Path path) {
    return path.getFileName().toString().startsWith("com.example.")
        && Files.exists(path.resolve(".lock"));
  }

  @Test
  void shouldRefuseOrTakeABodyOfOneGibibyteWithinBoundedMemory() throws Exception {
    App app =
        App.withScript(
            temp,
            """
            import { call, check, end, equal } from './story.js'
            await check('a huge body', async () => {
              const body = new Uint8Array(2 ** 30)
              const response = await fetch('ipc://test.digest', { method: 'POST', body })
              const { data, err } = await response.json()
              if (!err) equal(data.bytes, 2 ** 30)
            })
            await check('a huge body that nobody reads', async () => {
              const body = new Uint8Array(2 ** 30)
              await (await fetch('ipc://ping', { method: 'POST', body })).text()
            })
            await check('still there', async () => equal(await call('ping'), 'pong'))
            console.log('measure')
            await new Promise((resolve) => setTimeout(resolve, 500))
            await end()
            """);
    try (Run run = app.start()) {
      run.awaitLine("measure");
      assertThat(run.peakMebibytes()).as("MiB").isLessThan(4_000);
      run.end().assertChecks("a huge body", "a huge body that nobody reads", "still there");
    }
  }

  @Test
  void shouldOpenFoldersAndFilesWhoseNamesAreNotAsciiInAnyLocale() throws Exception {
    App.in(nonAsciiApp(), temp)
        .without("LC_ALL")
        .environment("LANG", "C")
        .environment("LC_CTYPE", "C.UTF-8") // what ssc sets then
        .run()
        .assertChecks("names");
  }

  private Path nonAsciiApp() throws IOException {
    App app =
        App.withScript(
            temp.resolve("source"),
            """
            import { readFile, writeFile } from 'socket:fs/promises'
            import { check, end, equal } from './story.js'
            await check('names', async () => {
              equal(await (await fetch('größe 日本.txt')).text(), 'grüße')
              const path = '%s'
              await writeFile(path, 'äöü')
              equal(await readFile(path, 'utf8'), 'äöü')
            })
            await end()
            """
                .formatted(temp.resolve("geschrieben größe.txt")));
    Files.writeString(app.folder().resolve("größe 日本.txt"), "grüße");
    return Files.move(app.folder(), temp.resolve("Äpp 日本"));
  }
}

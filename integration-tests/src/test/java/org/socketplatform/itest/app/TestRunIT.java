package org.socketplatform.itest.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ssc run --test FILE}: what an author of an app gets to see. */
class TestRunIT {
  private static final Path EXAMPLES =
      Path.of(System.getProperty("house", "..")).resolve("examples");

  @TempDir Path temp;

  private App app(String test) throws IOException {
    App app =
        App.withScript(
            temp,
            """
            console.log('the app')
            document.body.innerHTML = '<h1>Title</h1><input id="name"><output></output>'
            const [field, output] = document.querySelectorAll('input, output')
            field.addEventListener('input', () => setTimeout(() => { output.textContent = `Hello ${field.value}` }, 20))
            export const answer = 42
            """);
    Files.createDirectories(app.folder().resolve("test"));
    Files.writeString(app.folder().resolve("test/größe 1.js"), test);
    return app.with("--test", "test/größe 1.js");
  }

  @Test
  void shouldUseThePageAndReportNothingButResults() throws Exception {
    Result result =
        app("""
        import { test } from 'socket:test'
        import { answer } from '../main.js'
        await new Promise((resolve) => setTimeout(resolve, 20))
        console.log('the test')
        test('greets', async (t) => {
          t.equal(answer, 42)
          await t.type('#name', 'Ada')
          t.equal((await t.waitForText('output', 'Ada')).textContent, 'Hello Ada')
          await t.test('and has a title', (t) => t.elementVisible('h1'))
        })
        test.windows('has a drive', () => {})
        """)
            .run();

    assertThat(result.out())
        .containsExactly(
            "TAP version 13",
            "# greets",
            "ok 1 should be equal",
            "ok 2 Typed \"Ada\" into #name",
            "ok 3 Waited for \"Ada\" in output",
            "ok 4 should be equal",
            "# greets > and has a title",
            "ok 5 h1 should be visible",
            "ok 6 has a drive # SKIP only on Windows",
            "",
            "1..6",
            "# tests 6",
            "# pass  5",
            "# skip  1",
            "",
            "# ok");
    assertThat(result.err()).contains("the app", "the test");
    assertThat(result.status()).isZero();
  }

  @Test
  void shouldTellWhatFailedAndWhere() throws Exception {
    Result result =
        app("""
        import { test } from 'socket:test'
        test('compares', (t) => { t.equal(1, 2, 'numbers') })
        test('throws', () => { null.x })
        test('loses an error', async (t) => {
          setTimeout(() => { throw new RangeError('lost') })
          Promise.reject(new Error('rejected'))
          await t.sleep(50)
        })
        test('never ends', async (t) => {
          t.timeoutAfter(50)
          await new Promise(() => {})
        })
        """)
            .run();

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out())
        .contains("not ok 1 numbers", "      Error: numbers", "# tests 6", "# fail  5")
        .anyMatch(line -> line.matches(" +at test/größe 1\\.js:2:\\d+"))
        .anyMatch(line -> line.startsWith("not ok 2 TypeError: null is not an object"))
        .anyMatch(line -> line.matches("not ok \\d uncaught: .*lost"))
        .anyMatch(line -> line.matches("not ok \\d uncaught: rejected"))
        .contains("not ok 6 Error: The test did not end within 50 ms");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "let x = ;                | cannot be loaded: SyntaxError: Unexpected token ';'",
        "throw new Error('no')    | cannot be loaded: Error: no",
        "import '../main.js'      | has no tests: they are made with test() of socket:test",
        "import './nothing.js'    | größe 1.js imports ./nothing.js, which is not there",
        "import a from 'socket:a' | größe 1.js imports socket:a, which is not there"
      })
  void shouldTellWhyAFileHasNoTestsToRun(String text, String reason) throws Exception {
    Result result = app(text).run().assertRefused(reason);

    assertThat(result.out())
        .hasSize(2)
        .startsWith("TAP version 13")
        .last()
        .asString()
        .startsWith("Bail out! ")
        .contains(reason);
  }

  @Test
  void shouldFailWhenTheTestsLeaveThePage() throws Exception {
    app("""
    import { test } from 'socket:test'
    test('leaves', async (t) => {
      location.reload()
      await t.sleep(20_000)
    })
    """)
        .run()
        .assertRefused("the page was left or loaded again while its tests ran");
  }

  @Test
  void shouldEndAHangingPageByTheTimeout() throws Exception {
    Result result =
        app("import { test } from 'socket:test'; test('hangs', () => { for (;;) {} })")
            .with("--timeout", "4")
            .run();

    assertThat(result.status()).isEqualTo(124);
    assertThat(result.err()).contains("error: ended by --timeout after 4 s");
  }

  @Test
  void shouldTellOfAFileThatIsNotThere() throws Exception {
    App.withScript(temp, "").with("--test", "no/such.js").run().assertRefused("no/such.js");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "tour", "chat", "udp-chat", "backend-python"})
  void shouldRunTheTestsOfTheExamples(String example) throws Exception {
    Result result =
        App.in(EXAMPLES.resolve(example), temp).with("--test", "test.js").startAsBuilt().end();

    assertThat(result.status()).as("%s %s", result.out(), result.err()).isZero();
    assertThat(result.out()).last().isEqualTo("# ok");
  }
}

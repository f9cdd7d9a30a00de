package org.socketplatform.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The JavaScript that is made, run under Node with the platform's own {@code socket:ipc}, and
 * checked by the TypeScript compiler, where these are at hand.
 */
class ClientTest {
  private static final String DIARY =
      """
      package org.example;

      import java.time.Duration;
      import java.time.Instant;
      import java.util.List;
      import java.util.Map;
      import java.util.Optional;
      import java.util.Set;
      import java.util.concurrent.Flow;
      import org.socketplatform.plugin.Body;
      import org.socketplatform.plugin.Command;
      import org.socketplatform.plugin.CommandLine;
      import org.socketplatform.plugin.HostAndPort;
      import org.socketplatform.plugin.Plugin;
      import org.socketplatform.plugin.ReadableFile;
      import org.socketplatform.plugin.Scoped;

      /**
       * Keeps a diary.
       *
       * <p>Each {@code Entry} has a time; see {@link #add}.
       */
      @Plugin("diary")
      final class Diary {
        /** How it was. */
        enum Mood { GOOD, BAD }

        /**
         * What happened.
         *
         * @param text in <b>plain</b> words
         */
        record Entry(String text, Instant at, Optional<Instant> changed, List<Mark> marks) {}

        /** Something beside an entry. */
        sealed interface Mark {}

        /** A star. */
        record Star(int size) implements Mark {}

        /** A reminder. */
        record Bell(Instant at) implements Mark {}

        /**
         * Adds an entry. It ends comments: *&#47;
         *
         * @param text what happened
         * @param at when
         * @param mood how it was
         * @param tags words to find it by
         * @return the entry
         * @throws IllegalStateException if the diary is full
         */
        @Command Entry add(String text, Instant at, Optional<Mood> mood, Optional<Set<String>> tags) {
          throw new IllegalStateException();
        }

        /** The last entry. */
        @Command Optional<Entry> last() { return Optional.empty(); }

        /** A title. */
        @Command Optional<String> title() { return Optional.empty(); }

        /** All entries by day. */
        @Command Map<String, List<Entry>> byDay(long limit, boolean options) { return Map.of(); }

        /** When it was begun. */
        @Command Instant begun() { return Instant.EPOCH; }

        /** Adds many. */
        @Command void addAll(List<Entry> entries, Map<String, Set<Integer>> index1) {}

        /** A picture. */
        @Command byte[] picture(ReadableFile file, Duration within) { return new byte[0]; }

        /** Keeps a picture. */
        @Command long keep(String name, Body bytes) { return 0; }

        /** Shrinks a picture. */
        @Command byte[] shrink(byte[] bytes) { return bytes; }

        /** Prints. */
        @Command void print(CommandLine program, @Scoped("diary:printer") HostAndPort printer) {}

        /** Entries as they are written. */
        @Command Flow.Publisher<Entry> follow() { return subscriber -> {}; }

        /** Moods as they change. */
        @Command Flow.Publisher<Mood> moods(Optional<Duration> every) { return subscriber -> {}; }

        /** Clears it. */
        @Command("wipe") void clear() {}
      }
      """;

  private static final int OLDEST_NODE = 20;
  private static final Path OVERLAY = Path.of("../../bundles/stdlib/src/test/js/overlay.mjs");

  @TempDir static Path folder;

  private static Compilation compilation;

  @BeforeAll
  static void compile() {
    compilation = Compilation.of(folder, DIARY);
    assertThat(compilation.problems()).isEmpty();
  }

  private record Run(int status, String output) {}

  private static Run run(Path directory, String... command)
      throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      return new Run(127, String.valueOf(e.getMessage()));
    }
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return new Run(process.exitValue(), output.strip());
  }

  private static void requireNode() throws Exception {
    Run version = run(folder, "node", "--version");
    assumeTrue(
        version.output().matches("v\\d+\\..*")
            && Integer.parseInt(version.output().substring(1).replaceAll("\\..*", ""))
                >= OLDEST_NODE,
        "The JavaScript of plugins is not tested: it needs Node " + OLDEST_NODE + " or newer");
  }

  @Test
  void shouldCallAsItsTypesSay() throws Exception {
    requireNode();
    Run run =
        run(
            Path.of("").toAbsolutePath(),
            "node",
            "--no-warnings",
            "--import",
            OVERLAY.toAbsolutePath().normalize().toUri().toString(),
            "src/test/js/client.test.js",
            folder.resolve("modules/plugin/diary.js").toUri().toString());

    assertThat(run.status()).as(run.output()).isZero();
  }

  @Test
  void shouldHaveTypesThatTypeScriptUnderstands() throws Exception {
    requireNode();
    List<String> tsc = List.of("npx", "--yes", "--prefer-offline", "-p", "typescript", "tsc");
    Path project = Files.createDirectories(folder.resolve("typed"));
    Run version = run(project, concat(tsc, "--version"));
    assumeTrue(
        version.status() == 0, "The types of plugins are not checked: there is no TypeScript");
    Files.writeString(project.resolve("diary.d.ts"), compilation.text("modules/plugin/diary.d.ts"));
    Files.copy(Path.of("src/test/js/client.types.ts"), project.resolve("use.ts"));
    Run run =
        run(
            project,
            concat(
                tsc,
                "--strict",
                "--noEmit",
                "--target",
                "es2024",
                "--lib",
                "esnext,dom",
                "--module",
                "es2022",
                "--moduleResolution",
                "bundler",
                "use.ts"));

    assertThat(run.status()).as(run.output()).isZero();
  }

  private static String[] concat(List<String> head, String... tail) {
    return java.util.stream.Stream.concat(head.stream(), java.util.stream.Stream.of(tail))
        .toArray(String[]::new);
  }

  @Test
  void shouldSayInTheDocumentationWhatTheCommentSays() {
    assertThat(compilation.text("plugin/diary.md"))
        .startsWith(
            """
            # diary

            Keeps a diary.

            Each `Entry` has a time; see `add`.
            """)
        .contains(
            "add(text: string, at: Date, mood?: Mood, tags?: string[], options?: CallOptions)")
        .contains("| `text: string` | in **plain** words |")
        .contains("Fails if the diary is full")
        .contains("- `Bell` with `type: 'bell'`")
        .contains("[capabilities.diary]\n; Adds an entry.\nadd = true\n")
        .contains("picture[] = \"$DATA/**\"");
    assertThat(compilation.text("modules/plugin/diary.js")).contains("It ends comments: *\\/");
  }
}

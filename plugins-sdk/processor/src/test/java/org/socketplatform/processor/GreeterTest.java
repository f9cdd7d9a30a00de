package org.socketplatform.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.RouteProvider;

/** The plugin that the documentation begins with. */
class GreeterTest {
  private static final String GREETER =
      """
      package org.example;

      import java.time.Duration;
      import java.time.Instant;
      import java.util.Optional;
      import java.util.concurrent.Flow;
      import org.socketplatform.plugin.Command;
      import org.socketplatform.plugin.Plugin;
      import org.socketplatform.plugin.ReadableFile;

      /** Greets people. */
      @Plugin("greeter")
      final class Greeter {
        /** A kind word. */
        record Greeting(String text, Instant at) {}

        /**
         * Says hello.
         *
         * @param name whom to greet
         * @param title such as {@code Dr.}
         */
        @Command
        Greeting hello(String name, Optional<String> title) {
          return new Greeting("Hello " + title.map(t -> t + " ").orElse("") + name, Instant.EPOCH);
        }

        /** Shows a face. */
        @Command
        byte[] portrait(ReadableFile file) {
          return new byte[] {1};
        }

        /** Counts on and on. */
        @Command
        Flow.Publisher<Greeting> ticks(Duration every) {
          return subscriber -> {};
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void shouldBeMadeOfOneType() throws Exception {
    Compilation compilation = Compilation.of(folder, GREETER);

    assertThat(compilation.problems()).isEmpty();
    RouteProvider routes = compilation.routes("org.example.Greeter");
    assertThat(routes.name()).isEqualTo("greeter");
    assertThat(routes.routes())
        .extracting(Route::name, Route::permission)
        .containsExactly(
            tuple("greeter.hello", "greeter:hello"),
            tuple("greeter.portrait", "greeter:portrait"),
            tuple("greeter.ticks", "greeter:ticks"));
    assertThat(compilation.text("modules/plugin/greeter.js"))
        .contains("function hello (name, title");
    assertThat(compilation.text("modules/plugin/greeter.d.ts"))
        .contains("hello(name: string, title?: string, options?: CallOptions): Promise<Greeting>");
    assertThat(compilation.text("plugin/greeter.json")).contains("\"route\": \"greeter.hello\"");
    assertThat(compilation.text("plugin/greeter.md")).contains("| `name` | whom to greet |");
  }

  @Test
  void shouldTellWhatItNeedsAndWhatItsPermissionsAllow() throws Exception {
    Compilation compilation =
        Compilation.of(
            folder,
            """
            package org.example;

            import org.socketplatform.plugin.*;
            import org.socketplatform.plugin.Plugin;

            /** Keeps notes. */
            @Plugin("notes")
            @Permission(value = "notes:use", description = "Reads and writes notes.")
            @Needs(value = "fs:read", of = {"$DATA/**", "$HOME/*.txt"}, reason = "Finds old notes")
            @Needs(value = "os:info", reason = "Names the computer")
            final class Notes {
              Notes(Router router) {}

              /** Reads one. */
              @Command(permission = "notes:use")
              String read(ReadableFile at) {
                return "";
              }

              /** Writes one. */
              @Command(permission = "notes:use")
              void write(WritableFolder at, ScopedPath other) {}

              /** Removes one. */
              @Command
              void remove(WritableFile at) {}
            }
            """);

    assertThat(compilation.problems()).isEmpty();
    assertThat(compilation.text("plugin/notes.json").replaceAll("\\s+", " "))
        .contains(
            "\"name\": \"notes:use\", \"description\": \"Reads and writes notes.\"",
            "\"name\": \"notes:remove\", \"description\": \"Removes one.\"",
            "\"permission\": \"fs:read\", \"patterns\": [ \"$DATA/**\", \"$HOME/*.txt\" ],"
                + " \"reason\": \"Finds old notes\"",
            "\"permission\": \"os:info\", \"patterns\": [], \"reason\": \"Names the computer\"",
            "\"access\": \"read\"",
            "\"access\": \"write\"",
            "\"access\": \"any\"");
    assertThat(compilation.text("plugin/notes.md"))
        .contains("- `fs:read` for `$DATA/**`, `$HOME/*.txt`: Finds old notes", "- `os:info`: Na");
  }
}

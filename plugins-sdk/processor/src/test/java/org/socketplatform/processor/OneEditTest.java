package org.socketplatform.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.socketplatform.plugin.Route;
import org.socketplatform.testkit.PluginTest;

/** Counts what a developer has to touch to add a command. */
class OneEditTest {
  private static final String BEFORE =
      """
      package org.example;

      import org.socketplatform.plugin.Command;
      import org.socketplatform.plugin.Plugin;

      /** Greets people. */
      @Plugin("greeter")
      final class Greeter {
        /** Says hello. */
        @Command
        String hello(String name) {
          return "Hello " + name;
        }
      }
      """;

  private static final String EDIT =
      """

        /** Says goodbye. */
        @Command
        String goodbye(String name) {
          return "Goodbye " + name;
        }
      """;

  @TempDir Path folder;

  @Test
  void shouldAddACommandByOneEdit() throws Exception {
    int place = BEFORE.lastIndexOf('}');
    List<String> sources =
        List.of(new StringBuilder(BEFORE).insert(place, EDIT).toString()); // one file, one place
    Compilation before = Compilation.of(folder.resolve("before"), BEFORE);
    Compilation after = Compilation.of(folder.resolve("after"), sources.toArray(String[]::new));
    assertThat(before.problems()).isEmpty();
    assertThat(after.problems()).isEmpty();

    assertThat(before.routes("org.example.Greeter").routes()).hasSize(1);
    assertThat(after.routes("org.example.Greeter").routes())
        .extracting(Route::name)
        .containsExactly("greeter.hello", "greeter.goodbye");
    try (PluginTest app =
        PluginTest.with(after.routes("org.example.Greeter"))
            .allow("[capabilities.greeter]", "goodbye = true")
            .start()) {
      assertThat(app.call("greeter.goodbye", "name", "Ada").text()).isEqualTo("Goodbye Ada");
      assertThat(app.call("greeter.hello", "name", "Ada").failure().code())
          .isEqualTo("NOT_ALLOWED");
    }
    for (String output :
        List.of(
            "modules/plugin/greeter.js",
            "modules/plugin/greeter.d.ts",
            "plugin/greeter.json",
            "plugin/greeter.md")) {
      assertThat(before.text(output)).as(output).doesNotContain("goodbye");
      assertThat(after.text(output)).as(output).contains("goodbye").contains("Says goodbye.");
    }
  }
}

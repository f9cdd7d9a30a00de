package org.socketplatform.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.socketplatform.plugin.Failure;
import org.socketplatform.testkit.Answer;
import org.socketplatform.testkit.PluginTest;

/** Values of every type, there and back through the router. */
class ValuesTest {
  private static final String ECHO =
      """
      package org.example;

      import java.time.Duration;
      import java.time.Instant;
      import java.util.List;
      import java.util.Map;
      import java.util.Optional;
      import java.util.Set;
      import org.socketplatform.plugin.Command;
      import org.socketplatform.plugin.Plugin;

      /** Answers what it is given. */
      @Plugin("echo")
      public final class Echo {
        /** A colour. */
        public enum Colour { RED, GREEN }

        /** Something flat. */
        public sealed interface Shape permits Circle, Square, Group {}

        /** Round. */
        public record Circle(double radius) implements Shape {
          public Circle {
            if (radius < 0) {
              throw new IllegalArgumentException("the radius must not be negative");
            }
          }
        }

        /** Not round. */
        public record Square(int side, Optional<Colour> colour) implements Shape {}

        /** Some of them. */
        public record Group(List<Shape> shapes) implements Shape {}

        /** One of each. */
        public record All(
            boolean flag, byte small, short middle, int whole, long large, float single,
            double number, char letter, String text, Colour colour, Optional<String> maybe,
            List<Integer> list, Set<Long> set, Map<String, Double> map, Duration time,
            Instant instant, Optional<Shape> shape) {}

      """
          + command("boolean", "flag")
          + command("Boolean", "boxedFlag")
          + command("byte", "small")
          + command("short", "middle")
          + command("int", "whole")
          + command("Integer", "boxedWhole")
          + command("long", "large")
          + command("float", "single")
          + command("double", "number")
          + command("char", "letter")
          + command("String", "text")
          + command("Colour", "colour")
          + command("Duration", "time")
          + command("Instant", "instant")
          + command("Optional<String>", "maybeText")
          + command("Optional<Integer>", "maybeWhole")
          + command("Optional<Shape>", "maybeShape")
          + command("List<Integer>", "list")
          + command("Set<Colour>", "set")
          + command("Map<String, List<Double>>", "map")
          + command("Shape", "shape")
          + command("List<Shape>", "shapes")
          + command("All", "all")
          + "}";

  @TempDir static Path folder;

  private static PluginTest app;

  private static String command(String type, String name) {
    return """
      /** Answers its argument. */
      @Command(permission = "platform:basic")
      public %s %s(%s value) {
        return value;
      }

    """
        .formatted(type, name, type);
  }

  @BeforeAll
  static void compile() throws Exception {
    Compilation compilation = Compilation.of(folder, ECHO);
    assertThat(compilation.problems()).isEmpty();
    app = PluginTest.with(compilation.routes("org.example.Echo")).start();
  }

  @AfterAll
  static void close() throws Exception {
    app.close();
  }

  private static Answer echo(String command, Object value) {
    return app.call("echo." + command.toLowerCase(Locale.ROOT), "value", value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "flag       | true",
        "boxedFlag  | false",
        "small      | -128",
        "middle     | 32767",
        "whole      | -2147483648",
        "boxedWhole | 7",
        "large      | 9007199254740991",
        "large      | -9007199254740991",
        "single     | 0.5",
        "number     | -1.5E300",
        "time       | 1500",
        "time       | 0.25",
        "time       | -1",
        "maybeWhole | 3",
        "list       | [1,2,3]",
        "list       | []",
        "map        | {\"a\":[1.5],\"__proto__\":[]}",
        "shape      | {\"type\":\"circle\",\"radius\":2.0}",
        "shape      | {\"type\":\"square\",\"side\":1,\"colour\":\"RED\"}",
        "maybeShape | {\"type\":\"square\",\"side\":1}",
        "shapes     | [{\"type\":\"group\",\"shapes\":[{\"type\":\"square\",\"side\":1}]}]",
      })
  void shouldAnswerWhatItWasGiven(String command, String value) {
    assertThat(echo(command, value).json()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "letter  | ä",
        "text    | a\"b\\c 😀",
        "text    | ``",
        "colour  | GREEN",
        "instant | 2026-01-31T23:59:59.999Z",
        "maybeText | `  `",
        "maybeText | ``",
      })
  void shouldAnswerTheTextThatItWasGiven(String command, String value) {
    assertThat(echo(command, value).text()).isEqualTo(value);
  }

  @Test
  void shouldTakeSomeOtherFormsForTheSame() {
    assertThat(echo("instant", "2026-01-31T23:59:59Z").text()).isEqualTo("2026-01-31T23:59:59Z");
    assertThat(echo("instant", "2026-02-01T00:59:59+01:00").text())
        .isEqualTo("2026-01-31T23:59:59Z");
    assertThat(echo("set", "[\"RED\",\"RED\"]").json()).isEqualTo("[\"RED\"]");
    assertThat(echo("shape", "{\"radius\":1,\"note\":[{}],\"type\":\"circle\"}").json())
        .isEqualTo("{\"type\":\"circle\",\"radius\":1.0}");
  }

  @Test
  void shouldLeaveOutWhatIsOptional() {
    for (String command : List.of("maybeText", "maybeWhole", "maybeShape")) {
      assertThat(app.call("echo." + command).value()).as(command).isEmpty();
    }
  }

  @Test
  void shouldReadAndWriteEachPartOfARecord() {
    String value =
        """
        {"flag":true,"small":1,"middle":2,"whole":3,"large":4,"single":0.5,"number":0.1,
        "letter":"x","text":"","colour":"RED","list":[1],"set":[5],"map":{"k":1},"time":10,
        "instant":"2026-01-01T00:00:00Z","maybe":null,"shape":{"type":"square","side":9}}
        """;

    assertThat(echo("all", value).value().orElseThrow())
        .isEqualTo(
            Map.ofEntries(
                Map.entry("flag", true),
                Map.entry("small", 1L),
                Map.entry("middle", 2L),
                Map.entry("whole", 3L),
                Map.entry("large", 4L),
                Map.entry("single", 0.5),
                Map.entry("number", 0.1),
                Map.entry("letter", "x"),
                Map.entry("text", ""),
                Map.entry("colour", "RED"),
                Map.entry("list", List.of(1L)),
                Map.entry("set", List.of(5L)),
                Map.entry("map", Map.of("k", 1.0)),
                Map.entry("time", 10L),
                Map.entry("instant", "2026-01-01T00:00:00Z"),
                Map.entry("shape", Map.of("type", "square", "side", 9L))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "flag    | yes                   | Invalid 'value' given in parameters: expecting true or false",
        "small   | 128                   | Invalid 'value' given in parameters: expecting a whole number from -128 to 127",
        "middle  | -32769                | Invalid 'value' given in parameters: expecting a whole number from -32768 to 32767",
        "whole   | 1.5                   | Invalid 'value' given in parameters: expecting a whole number",
        "whole   | ``                    | Invalid 'value' given in parameters: expecting a whole number",
        "large   | 9007199254740992      | Invalid 'value' given in parameters: expecting a whole number from -9007199254740991 to 9007199254740991",
        "large   | 99999999999999999999  | Invalid 'value' given in parameters: expecting a whole number",
        "number  | NaN                   | Invalid 'value' given in parameters: expecting a number",
        "number  | 1e999                 | Invalid 'value' given in parameters: expecting a number of at most 1.8e308",
        "number  | 1d                    | Invalid 'value' given in parameters: expecting a number",
        "single  | 1e39                  | Invalid 'value' given in parameters: expecting a number of at most 3.4e38",
        "letter  | ab                    | Invalid 'value' given in parameters: expecting a single character",
        "colour  | red                   | Invalid 'value' given in parameters: expecting one of RED, GREEN",
        "time    | PT1S                  | Invalid 'value' given in parameters: expecting a number",
        "time    | 1e17                  | Invalid 'value' given in parameters: expecting a number of milliseconds",
        "instant | yesterday             | Invalid 'value' given in parameters: expecting a time such as 2026-01-31T23:59:59.999Z",
        "instant | +10000-01-01T00:00:00Z | Invalid 'value' given in parameters: expecting a time such as 2026-01-31T23:59:59.999Z",
        "list    | {}                    | Invalid 'value' given in parameters: expecting an array",
        "list    | [1,`x`]               | Invalid 'value' given in parameters",
        "list    | [null]                | Invalid 'value' given in parameters at /0: expecting a whole number",
        "map     | {\"a\":1}             | Invalid 'value' given in parameters at /a: expecting an array",
        "shape   | 5                     | Invalid 'value' given in parameters: expecting an object",
        "shape   | {}                    | Invalid 'value' given in parameters: expecting a string as its member 'type'",
        "shape   | {\"type\":\"cube\"}   | Invalid 'value' given in parameters: 'type' must be one of circle, square, group",
        "shape   | {\"type\":\"circle\"} | Invalid 'value' given in parameters: the member 'radius' is missing",
        "shape   | {\"type\":\"circle\",\"radius\":-1} | Invalid 'value' given in parameters: the radius must not be negative",
        "shape   | {\"type\":\"square\",\"side\":1.5}  | Invalid 'value' given in parameters: /side: expecting a whole number that is smaller than 2^53",
        "shapes  | [{\"type\":\"group\",\"shapes\":[{\"type\":\"group\",\"shapes\":[7]}]}] | Invalid 'value' given in parameters at /0: /shapes/0/shapes/0: expecting an object",
        "all     | {\"flag\":1}          | Invalid 'value' given in parameters at /flag: expecting true or false",
        "all     | {                     | Invalid 'value' given in parameters",
      })
  void shouldSayWhatIsWrongWithAValue(String command, String value, String message) {
    Failure failure = echo(command, value).failure();

    assertThat(failure.code()).isEqualTo("BAD_REQUEST");
    assertThat(failure.message()).startsWith(message);
  }

  @Test
  void shouldSayWhichArgumentIsMissing() {
    for (String command : List.of("flag", "text", "whole", "list", "shape", "all")) {
      assertThat(app.call("echo." + command).failure().message())
          .as(command)
          .isEqualTo("Expecting 'value' in parameters");
    }
  }

  @Test
  void shouldEndNoCallOtherwiseThanWithAReplyWhateverIsSent() {
    java.util.Random random = new java.util.Random(20260101);
    List<String> commands =
        List.of(
            "flag", "whole", "number", "letter", "time", "instant", "list", "map", "shapes", "all");
    String pieces = "{}[]\",:0123456789.eE+-truefalsnuyp \\u😀\0";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder value =
          new StringBuilder(
              i % 2 == 0
                  ? ""
                  : "[{\"type\":\"group\",\"shapes\":[{\"type\":\"square\",\"side\":1}]}]");
      for (int k = random.nextInt(8); k >= 0; k--) {
        int at = random.nextInt(value.length() + 1);
        value.insert(at, pieces.charAt(random.nextInt(pieces.length())));
      }
      Answer answer = echo(commands.get(i % commands.size()), value);
      if (!answer.isOk()) {
        assertThat(answer.failure().code()).as(value.toString()).isEqualTo("BAD_REQUEST");
      }
    }
    assertThat(app.log()).isEmpty();
  }

  @Test
  void shouldReadTimesAsTheyAre() {
    assertThat(app.call("echo.instant", "value", Instant.ofEpochMilli(5)).text())
        .isEqualTo("1970-01-01T00:00:00.005Z");
    assertThat(app.call("echo.time", "value", java.time.Duration.ofMillis(5)).json())
        .isEqualTo("5");
    assertThat(app.call("echo.list", "value", Arrays.asList(1, 2)).json()).isEqualTo("[1,2]");
  }
}

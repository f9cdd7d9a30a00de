package org.socketplatform.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.ValueReader;
import org.socketplatform.plugin.ValueReader.Kind;

class JsonValueReaderTest {
  private static JsonValueReader reader(String json) {
    return JsonValueReader.of(json, "p");
  }

  private static String complaint(String json, Function<ValueReader, Object> read) {
    try {
      return "no complaint but " + read.apply(reader(json));
    } catch (FailureException e) {
      assertThat(e.failure().code()).isEqualTo("BAD_REQUEST");
      return e.failure().message();
    }
  }

  /** A value as maps, lists, strings, numbers and booleans. */
  static Object plain(ValueReader reader) {
    return switch (reader.next()) {
      case OBJECT -> {
        Map<String, Object> map = new LinkedHashMap<>();
        reader.beginObject();
        for (String name = reader.nextName(); name != null; name = reader.nextName()) {
          map.put(name, plain(reader));
        }
        yield map;
      }
      case ARRAY -> {
        List<Object> list = new ArrayList<>();
        reader.beginArray();
        while (reader.nextItem()) {
          list.add(plain(reader));
        }
        yield list;
      }
      case STRING -> reader.string();
      case NUMBER -> reader.number();
      case BOOLEAN -> reader.bool();
      case NULL -> {
        reader.nullValue();
        yield "null";
      }
    };
  }

  @Test
  void shouldReadEveryKindOfValue() {
    assertThat(
            plain(
                reader(
                    """
                     {"a": [1, -2.5e3, []], "b": {"": "\\u00e4\\n😀"}, "c": [true, false, null]}
                    """)))
        .isEqualTo(
            Map.of(
                "a", List.of(1.0, -2500.0, List.of()),
                "b", Map.of("", "ä\n😀"),
                "c", List.of(true, false, "null")));
  }

  @Test
  void shouldTellWhatComesWithoutReadingIt() {
    JsonValueReader reader = reader("[1]");

    assertThat(reader.next()).isEqualTo(Kind.ARRAY);
    assertThat(reader.next()).isEqualTo(Kind.ARRAY);
    reader.beginArray();
    assertThat(reader.nextItem()).isTrue();
    assertThat(reader.nextItem()).isTrue();
    assertThat(reader.integer()).isEqualTo(1);
    assertThat(reader.nextItem()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE})
  void shouldReadWholeNumbersExactly(long number) {
    assertThat(reader(Long.toString(number)).integer()).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource({
    "9223372036854775808, the number needs more than 64 bits",
    "-9223372036854775809, the number needs more than 64 bits",
    "1.0, expecting a whole number",
    "1e3, expecting a whole number",
    "true, expecting a whole number",
    "null, expecting a whole number",
  })
  void shouldRefuseNumbersThatAreNotWholeOrDoNotFit(String json, String why) {
    assertThat(complaint(json, ValueReader::integer))
        .isEqualTo("Invalid 'p' given in parameters: " + why);
  }

  @Test
  void shouldRefuseNumbersBeyondADouble() {
    assertThat(complaint("1e999", ValueReader::number)).endsWith(": the number is too large");
    assertThat(complaint("-" + "9".repeat(500), ValueReader::number))
        .endsWith(": the number is too large");
    assertThat(complaint("9".repeat(2000), ValueReader::number)).contains("it is no JSON: Number");
    assertThat(complaint("1e999999999999", ValueReader::number))
        .startsWith("Invalid 'p' given in parameters: ");
    assertThat(reader("1e-999").number()).isZero();
  }

  @Test
  void shouldNameThePlaceInTheValue() {
    String json = "{\"list\":[{},{\"a/b\":\"text\"}]}";

    assertThat(
            complaint(
                json,
                reader -> {
                  reader.beginObject();
                  reader.nextName();
                  reader.beginArray();
                  reader.nextItem();
                  reader.skip();
                  reader.nextItem();
                  reader.beginObject();
                  reader.nextName();
                  return reader.integer();
                }))
        .isEqualTo("Invalid 'p' given in parameters at /list/1/a~1b: expecting a whole number");
  }

  @Test
  void shouldLetACodecComplainAboutTheValueJustRead() {
    JsonValueReader reader = reader("[7, 8]");
    reader.beginArray();
    reader.nextItem();
    reader.integer();

    assertThat(reader.invalid("it must be even").failure().message())
        .isEqualTo("Invalid 'p' given in parameters at /0: it must be even");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1,2            | it is no JSON: Unexpected end-of-input",
        "{\"a\":1,\"a\":2}   | it is no JSON: Duplicate Object property \"a\"",
        "\"\\x\"           | it is no JSON: Unrecognized character escape 'x'",
        "\"\\ud8\"         | it is no JSON: Unexpected character",
        "\"open           | it is no JSON: Unexpected end-of-input",
        "nul             | it is no JSON: Unrecognized token 'nul'",
        "NaN             | it is no JSON: Non-standard token 'NaN'",
        "01              | it is no JSON: Invalid numeric value: Leading zeroes not allowed",
        "[1,]            | it is no JSON: Unexpected character",
        "{a:1}           | it is no JSON: Unexpected character",
        "// comment      | it is no JSON: Unexpected character",
        "1 2             | there is more than one value",
        "{} []           | there is more than one value",
        "\"a\" x         | it is no JSON: Unrecognized token 'x'",
        "]               | it is no JSON: Unexpected close marker ']'",
        "`  `            | a value is missing",
      })
  void shouldRefuseWhatIsNoJson(String json, String why) {
    String complaint = complaint(json, JsonValueReaderTest::plain);

    assertThat(complaint).startsWith("Invalid 'p' given in parameters").contains(": " + why);
    assertThat(complaint).doesNotContain("Source", "Feature", "\n");
  }

  @Test
  void shouldSayAtWhichCharacterTheJsonEnds() {
    assertThat(complaint("[1,x]", JsonValueReaderTest::plain)).endsWith("at character 5");
  }

  @Test
  void shouldBoundTheDepth() {
    String deep = "[".repeat(100_000);

    assertThat(complaint(deep, JsonValueReaderTest::plain)).contains("nesting depth");
    assertThat(
            complaint(
                deep,
                reader -> {
                  reader.skip();
                  return "skipped";
                }))
        .contains("nesting depth");
    assertThat(plain(reader("[".repeat(100) + "]".repeat(100)))).isInstanceOf(List.class);
  }

  @Test
  void shouldSkipAValueWhateverItIs() {
    JsonValueReader reader = reader("[{\"a\":[1,{}]},\"s\",null,[[]],2]");
    reader.beginArray();
    for (int i = 0; i < 4; i++) {
      assertThat(reader.nextItem()).isTrue();
      reader.skip();
    }
    assertThat(reader.nextItem()).isTrue();
    assertThat(reader.integer()).isEqualTo(2);
    assertThat(reader.nextItem()).isFalse();
  }

  @Test
  void shouldRefuseWhatIsReadAsAnotherKind() {
    List<Function<ValueReader, Object>> readings =
        List.of(
            ValueReader::string,
            ValueReader::integer,
            ValueReader::number,
            ValueReader::bool,
            reader -> {
              reader.nullValue();
              return "null";
            },
            reader -> {
              reader.beginArray();
              return "array";
            },
            reader -> Objects.requireNonNullElse(reader.nextName(), "end"));
    for (Function<ValueReader, Object> reading : readings) {
      assertThat(complaint("{\"a\":1}", reading)).contains("expecting ");
    }
    assertThat(
            complaint(
                "[]",
                reader -> {
                  reader.beginObject();
                  return "object";
                }))
        .contains("expecting an object");
  }

  @Test
  void shouldNotReadBeyondAnArray() {
    JsonValueReader reader = reader("[]");
    reader.beginArray();

    assertThatThrownBy(reader::skip).isInstanceOf(FailureException.class);
    assertThatThrownBy(reader::string).isInstanceOf(FailureException.class);
  }
}

package org.socketplatform.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.socketplatform.json.Json;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.ValueWriter;
import org.socketplatform.plugin.Writable;

class JsonTest {
  private final Envelopes envelopes = new Envelopes();

  private String json(@Nullable Object value) {
    return Json.text(Writable.of(value));
  }

  @Test
  void shouldWritePlainValues() {
    assertThat(json(null)).isEqualTo("null");
    assertThat(json(true)).isEqualTo("true");
    assertThat(json(Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
    assertThat(json(0.5f)).isEqualTo("0.5");
    assertThat(json(Double.NaN)).isEqualTo("null");
    assertThat(json(Double.NEGATIVE_INFINITY)).isEqualTo("null");
    assertThat(json(TimeUnit.DAYS)).isEqualTo("\"DAYS\"");
    assertThat(json(Map.of())).isEqualTo("{}");
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("a", Arrays.asList(1, null, List.of()));
    map.put("b", Map.of("c", "d"));
    assertThat(json(map)).isEqualTo("{\"a\":[1,null,[]],\"b\":{\"c\":\"d\"}}");
  }

  @Test
  void shouldStayOnOneLine() {
    assertThat(json("a\r\n\u2028\u2029\0\"\\/ä😀"))
        .isEqualTo("\"a\\r\\n\\u2028\\u2029\\u0000\\\"\\\\/ä😀\"");
    assertThat(json(Map.of("\n", "\u2028"))).isEqualTo("{\"\\n\":\"\\u2028\"}");
  }

  @Test
  void shouldWriteLongValues() {
    String text = "x".repeat(1 << 20) + "\n";

    assertThat(json(text)).hasSize((1 << 20) + 4);
  }

  static final List<Writable> wrong =
      List.of(
          _ -> {},
          ValueWriter::beginObject,
          ValueWriter::endObject,
          ValueWriter::endArray,
          writer -> writer.name("a"),
          writer -> {
            writer.beginArray();
            writer.name("a");
          },
          writer -> {
            writer.beginArray();
            writer.endObject();
          },
          writer -> {
            writer.beginObject();
            writer.endArray();
          },
          writer -> {
            writer.beginObject();
            writer.number(1);
          },
          writer -> {
            writer.beginObject();
            writer.name("a");
            writer.name("b");
          },
          writer -> {
            writer.beginObject();
            writer.name("a");
            writer.endObject();
          },
          writer -> {
            writer.number(1);
            writer.number(2);
          });

  @ParameterizedTest
  @FieldSource("wrong")
  void shouldRefuseTokensInAWrongOrder(Writable value) {
    assertThatThrownBy(() -> Json.text(value)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldNumberRepliesThatHaveNoIdOfTheirOwn() {
    Call call =
        new Call(
            "ping",
            Params.EMPTY,
            Body.EMPTY,
            new Caller(-1, "", Caller.Kind.PLATFORM),
            new Cancellation());

    assertThat(envelopes.write(call, Reply.ok()))
        .matches("\\{\"source\":\"ping\",\"id\":\"\\d{1,20}\",\"data\":\\{}}");
  }
}

package org.socketplatform.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WritableTest {
  private static String written(@Nullable Object value) {
    Tokens tokens = new Tokens();
    Writable.of(value).writeTo(tokens);
    return tokens.text.toString().strip();
  }

  @Test
  void shouldWritePlainValues() {
    assertThat(written(null)).isEqualTo("null");
    assertThat(written(java.nio.CharBuffer.wrap("a"))).isEqualTo("'a'");
    assertThat(written(true)).isEqualTo("true");
    assertThat(written((byte) 1)).isEqualTo("1");
    assertThat(written((short) 1)).isEqualTo("1");
    assertThat(written(1)).isEqualTo("1");
    assertThat(written(1L)).isEqualTo("1");
    assertThat(written(1f)).isEqualTo("1.0");
    assertThat(written(1.0)).isEqualTo("1.0");
    assertThat(written(TimeUnit.DAYS)).isEqualTo("'DAYS'");
  }

  @Test
  void shouldWriteWhatIsInside() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("a", Arrays.asList(1, null));
    map.put("b", Writable.of("c"));

    assertThat(written(List.of(map, Map.of()))).isEqualTo("[ { a: [ 1 null ] b: 'c' } { } ]");
  }

  @Test
  void shouldNameWhatItCannotWrite() {
    assertThatThrownBy(() -> written(List.of(new Object())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot write a java.lang.Object");
  }

  private static final class Tokens implements ValueWriter {
    final StringBuilder text = new StringBuilder();

    private void add(String token) {
      text.append(token).append(' ');
    }

    @Override
    public void beginObject() {
      add("{");
    }

    @Override
    public void endObject() {
      add("}");
    }

    @Override
    public void beginArray() {
      add("[");
    }

    @Override
    public void endArray() {
      add("]");
    }

    @Override
    public void name(String name) {
      add(name + ":");
    }

    @Override
    public void string(String value) {
      add("'" + value + "'");
    }

    @Override
    public void number(long value) {
      add(Long.toString(value));
    }

    @Override
    public void number(double value) {
      add(Double.toString(value));
    }

    @Override
    public void bool(boolean value) {
      add(Boolean.toString(value));
    }

    @Override
    public void nullValue() {
      add("null");
    }
  }
}

package org.socketplatform.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.ValueReader;

/** Whatever a page sends, reading it ends with a value or a {@link FailureException}. */
class JsonFuzzTest {
  private static final String[] VALID = {
    "{\"name\":\"Ada\",\"n\":[1,-2.5e-3,true,false,null],\"o\":{\"\":{}}}",
    "[[[[\"\\u00e4\\\\\\n\"],18446744073709551615],{\"a\":\"\"}]]",
    "\"text\"",
    "-0.0",
  };
  private static final String PIECES = "{}[]\":,\\u0dD8/eE+-.019truefalsn \n\0\uD800\uDC00ä";

  private static String mutated(Random random) {
    StringBuilder json = new StringBuilder(VALID[random.nextInt(VALID.length)]);
    for (int i = random.nextInt(6); i >= 0; i--) {
      int at = random.nextInt(json.length() + 1);
      char c = PIECES.charAt(random.nextInt(PIECES.length()));
      switch (random.nextInt(5)) {
        case 0, 1 -> json.insert(at, c);
        case 2 -> json.insert(at, (char) random.nextInt(0x10000));
        case 3 -> json.setLength(at);
        default -> json.insert(at, json.substring(0, at));
      }
    }
    return json.toString();
  }

  private static String noise(Random random) {
    StringBuilder json = new StringBuilder();
    for (int i = random.nextInt(40); i >= 0; i--) {
      json.append(PIECES.charAt(random.nextInt(PIECES.length())));
    }
    return json.toString();
  }

  @Test
  void shouldReadOrRefuseAnything() {
    Random random = new Random(20260101);
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      String json = i % 4 == 0 ? noise(random) : mutated(random);
      if (isRead(json, JsonValueReaderTest::plain)) {
        read++;
      }
      // A codec that expects something else reads in another order.
      isRead(json, reader -> wander(reader, random));
    }
    assertThat(read).isGreaterThan(500);
  }

  private interface Codec {
    void read(ValueReader reader);
  }

  private static boolean isRead(String json, Codec codec) {
    try {
      codec.read(JsonValueReader.of(json, "p"));
      return true;
    } catch (FailureException e) {
      assertThat(e.failure().code()).as(json).isEqualTo("BAD_REQUEST");
      assertThat(e.failure().message()).as(json).startsWith("Invalid 'p' given in parameters");
      return false;
    }
  }

  private static void wander(ValueReader reader, Random random) {
    for (int i = 0; i < 20; i++) {
      switch (random.nextInt(10)) {
        case 0 -> reader.beginArray();
        case 1 -> reader.beginObject();
        case 2 -> reader.nextName();
        case 3 -> reader.nextItem();
        case 4 -> reader.string();
        case 5 -> reader.integer();
        case 6 -> reader.number();
        case 7 -> reader.bool();
        case 8 -> reader.skip();
        default -> reader.next();
      }
    }
  }
}

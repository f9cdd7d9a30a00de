package org.socketplatform.router;

import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.ValueReader;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Reads one JSON value through Jackson, which bounds its depth and the length of its parts. */
final class JsonValueReader implements ValueReader {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final JsonParser parser;
  private final String place;
  private @Nullable JsonToken ahead;

  private JsonValueReader(JsonParser parser, String place) {
    this.parser = parser;
    this.place = place;
  }

  /**
   * A reader of a text that must hold one value.
   *
   * @param place what to call it in failures
   */
  static JsonValueReader of(String json, String place) {
    return new JsonValueReader(FACTORY.createParser(ObjectReadContext.empty(), json), place);
  }

  @Override
  public Kind next() {
    return switch (peek()) {
      case START_OBJECT -> Kind.OBJECT;
      case START_ARRAY -> Kind.ARRAY;
      case VALUE_STRING -> Kind.STRING;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Kind.NUMBER;
      case VALUE_TRUE, VALUE_FALSE -> Kind.BOOLEAN;
      case VALUE_NULL -> Kind.NULL;
      default -> throw invalid("a value is missing");
    };
  }

  private JsonToken peek() {
    JsonToken token = ahead;
    if (token == null) {
      try {
        token = parser.nextToken();
      } catch (JacksonException e) {
        throw invalid("it is no JSON: " + e.getOriginalMessage());
      }
      if (token == null) {
        throw invalid("a value is missing");
      }
      ahead = token;
    }
    return token;
  }

  private void take(JsonToken wanted, String name) {
    if (peek() != wanted) {
      throw invalid("expecting " + name);
    }
    taken();
  }

  private void taken() {
    ahead = null;
    if (parser.streamReadContext().inRoot()) {
      try {
        if (parser.nextToken() != null) {
          throw invalid("there is more than one value");
        }
      } catch (JacksonException e) {
        throw invalid("it is no JSON: " + e.getOriginalMessage());
      }
    }
  }

  @Override
  public void beginObject() {
    take(JsonToken.START_OBJECT, "an object");
  }

  @Override
  public @Nullable String nextName() {
    if (peek() == JsonToken.END_OBJECT) {
      taken();
      return null;
    }
    String name = parser.currentName();
    take(JsonToken.PROPERTY_NAME, "a name");
    return name;
  }

  @Override
  public void beginArray() {
    take(JsonToken.START_ARRAY, "an array");
  }

  @Override
  public boolean nextItem() {
    if (peek() == JsonToken.END_ARRAY) {
      taken();
      return false;
    }
    return true;
  }

  @Override
  public String string() {
    if (peek() != JsonToken.VALUE_STRING) {
      throw invalid("expecting a string");
    }
    String text = parser.getString();
    taken();
    return text;
  }

  @Override
  public long integer() {
    if (peek() != JsonToken.VALUE_NUMBER_INT) {
      throw invalid("expecting a whole number");
    }
    try {
      long value = parser.getLongValue();
      taken();
      return value;
    } catch (JacksonException e) {
      throw invalid("the number needs more than 64 bits");
    }
  }

  @Override
  public double number() {
    if (next() != Kind.NUMBER) {
      throw invalid("expecting a number");
    }
    double value = parser.getDoubleValue();
    taken();
    return value;
  }

  @Override
  public boolean bool() {
    if (next() != Kind.BOOLEAN) {
      throw invalid("expecting true or false");
    }
    boolean value = parser.getBooleanValue();
    taken();
    return value;
  }

  @Override
  public void nullValue() {
    take(JsonToken.VALUE_NULL, "null");
  }

  @Override
  public void skip() {
    next();
    try {
      parser.skipChildren();
    } catch (JacksonException e) {
      throw invalid("it is no JSON: " + e.getOriginalMessage());
    }
    taken();
  }

  @Override
  public FailureException invalid(String why) {
    String pointer = parser.streamReadContext().pathAsPointer().toString();
    return new FailureException(
        Failure.badRequest(
            "Invalid '"
                + place
                + "' given in parameters"
                + (pointer.isEmpty() ? "" : " at " + pointer)
                + ": "
                + why));
  }
}

package org.socketplatform.json;

import java.util.function.Supplier;
import java.util.regex.Pattern;
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

/**
 * Reads one JSON value through Jackson, which bounds its depth and the length of its parts. What
 * follows the value is looked at as soon as the value has been read.
 */
final class JsonValueReader implements ValueReader {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final Pattern HINTS = Pattern.compile("( \\(|: enable ).*", Pattern.DOTALL);

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

  /** Asks Jackson, whose complaints become failures of the call. */
  private <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (JacksonException e) {
      throw noJson(e);
    }
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
      token = nextToken();
      if (token == null) {
        throw invalid("a value is missing");
      }
      ahead = token;
    }
    return token;
  }

  private @Nullable JsonToken nextToken() {
    try {
      return parser.nextToken();
    } catch (JacksonException e) {
      throw noJson(e);
    }
  }

  private void take(JsonToken wanted, String name) {
    if (peek() != wanted) {
      throw invalid("expecting " + name);
    }
    taken();
  }

  private void taken() {
    ahead = null;
    if (parser.streamReadContext().inRoot() && nextToken() != null) {
      throw invalid("there is more than one value");
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
    String text = ask(parser::getString); // only now are the escapes in it looked at
    taken();
    return text;
  }

  @Override
  public long integer() {
    if (peek() != JsonToken.VALUE_NUMBER_INT) {
      throw invalid("expecting a whole number");
    }
    long value;
    try {
      value = parser.getLongValue();
    } catch (JacksonException e) {
      throw invalid("the number needs more than 64 bits");
    }
    taken();
    return value;
  }

  @Override
  public double number() {
    if (next() != Kind.NUMBER) {
      throw invalid("expecting a number");
    }
    double value = ask(parser::getDoubleValue);
    if (Double.isInfinite(value)) {
      throw invalid("the number is too large");
    }
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
    ask(parser::skipChildren);
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

  /** Of what Jackson says, what comes before the hints on its own settings. */
  private FailureException noJson(JacksonException e) {
    return invalid(
        "it is no JSON: "
            + HINTS.matcher(e.getOriginalMessage()).replaceFirst("")
            + ", at character "
            + (parser.currentLocation().getCharOffset() + 1));
  }
}

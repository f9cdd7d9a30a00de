package org.socketplatform.json;

import org.socketplatform.plugin.ValueReader;
import org.socketplatform.plugin.ValueWriter;
import org.socketplatform.plugin.Writable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.JsonRecyclerPools;

/** Writes and reads values as JSON. Safe for use by many threads. */
public final class Json {
  /** Buffers kept for reuse; many calls at a time do not make more of them stay. */
  private static final int BUFFERS = 32;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .recyclerPool(JsonRecyclerPools.newBoundedPool(BUFFERS))
          .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
          .build();

  private Json() {}

  /**
   * A value as JSON without line ends, also none that only JavaScript knows.
   *
   * @throws IllegalStateException if the value does not write exactly one value
   */
  public static String text(Writable value) {
    TextBuffer text = new TextBuffer();
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      JsonValueWriter writer = new JsonValueWriter(generator);
      value.writeTo(writer);
      writer.finish();
    }
    return onOneLine(text.toString());
  }

  /** Line and paragraph separators can stand in strings only, so all of them may be escaped. */
  private static String onOneLine(String json) {
    return json.indexOf('\u2028') < 0 && json.indexOf('\u2029') < 0
        ? json
        : json.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
  }

  /**
   * A reader of a text that must hold one value.
   *
   * @param place what to call it in failures
   */
  public static ValueReader reader(String json, String place) {
    return JsonValueReader.of(json, place);
  }

  /**
   * A value that somebody else wrote as JSON. Integers beyond 64 bits become floating point.
   *
   * @throws IllegalArgumentException if the bytes are not exactly one value as JSON in UTF-8
   */
  public static Writable value(byte[] json) {
    copy(json, NoWriter.INSTANCE);
    return writer -> copy(json, writer);
  }

  private static void copy(byte[] json, ValueWriter writer) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
      boolean whole = false;
      for (JsonToken token; (token = parser.nextToken()) != null; ) {
        if (whole) {
          throw new IllegalArgumentException("There is more than one value");
        }
        copy(token, parser, writer);
        whole = parser.streamReadContext().inRoot();
      }
      if (!whole) {
        throw new IllegalArgumentException("A value is missing");
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException("It is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static void copy(JsonToken token, JsonParser parser, ValueWriter writer) {
    switch (token) {
      case START_OBJECT -> writer.beginObject();
      case END_OBJECT -> writer.endObject();
      case START_ARRAY -> writer.beginArray();
      case END_ARRAY -> writer.endArray();
      case PROPERTY_NAME -> writer.name(parser.currentName());
      case VALUE_STRING -> writer.string(parser.getString());
      case VALUE_NUMBER_INT -> {
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
          writer.number(parser.getDoubleValue());
        } else {
          writer.number(parser.getLongValue());
        }
      }
      case VALUE_NUMBER_FLOAT -> writer.number(parser.getDoubleValue());
      case VALUE_TRUE -> writer.bool(true);
      case VALUE_FALSE -> writer.bool(false);
      case VALUE_NULL -> writer.nullValue();
      default -> throw new IllegalArgumentException("It is no JSON");
    }
  }

  /** Takes a value that is read only to see whether it is one. */
  private enum NoWriter implements ValueWriter {
    INSTANCE;

    @Override
    public void beginObject() {}

    @Override
    public void endObject() {}

    @Override
    public void beginArray() {}

    @Override
    public void endArray() {}

    @Override
    public void name(String name) {}

    @Override
    public void string(String value) {}

    @Override
    public void number(long value) {}

    @Override
    public void number(double value) {}

    @Override
    public void bool(boolean value) {}

    @Override
    public void nullValue() {}
  }
}

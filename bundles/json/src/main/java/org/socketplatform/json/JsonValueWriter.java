package org.socketplatform.json;

import org.socketplatform.plugin.ValueWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.TokenStreamContext;

/** Writes one JSON value through Jackson, checking the order that Jackson leaves to its users. */
final class JsonValueWriter implements ValueWriter {
  private final JsonGenerator generator;
  private boolean named;
  private boolean written;

  JsonValueWriter(JsonGenerator generator) {
    this.generator = generator;
  }

  /** Makes sure that one value, and a whole one, was written. */
  void finish() {
    if (!written || !context().inRoot()) {
      throw new IllegalStateException("The value is not complete");
    }
  }

  private TokenStreamContext context() {
    return generator.streamWriteContext();
  }

  private void beforeValue() {
    if (context().inObject()) {
      if (!named) {
        throw new IllegalStateException("A member of an object needs a name first");
      }
      named = false;
    } else if (context().inRoot()) {
      if (written) {
        throw new IllegalStateException("There is a value already");
      }
      written = true;
    }
  }

  @Override
  public void beginObject() {
    beforeValue();
    generator.writeStartObject();
  }

  @Override
  public void endObject() {
    if (!context().inObject() || named) {
      throw new IllegalStateException(named ? "The last name has no value" : "There is no object");
    }
    generator.writeEndObject();
  }

  @Override
  public void beginArray() {
    beforeValue();
    generator.writeStartArray();
  }

  @Override
  public void endArray() {
    if (!context().inArray()) {
      throw new IllegalStateException("There is no array");
    }
    generator.writeEndArray();
  }

  @Override
  public void name(String name) {
    if (!context().inObject() || named) {
      throw new IllegalStateException("A name belongs into an object, before each value");
    }
    named = true;
    generator.writeName(name);
  }

  @Override
  public void string(String value) {
    beforeValue();
    generator.writeString(value);
  }

  @Override
  public void number(long value) {
    beforeValue();
    generator.writeNumber(value);
  }

  @Override
  public void number(double value) {
    beforeValue();
    if (Double.isFinite(value)) {
      generator.writeNumber(value);
    } else {
      generator.writeNull();
    }
  }

  @Override
  public void bool(boolean value) {
    beforeValue();
    generator.writeBoolean(value);
  }

  @Override
  public void nullValue() {
    beforeValue();
    generator.writeNull();
  }
}

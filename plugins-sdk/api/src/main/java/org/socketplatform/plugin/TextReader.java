package org.socketplatform.plugin;

import org.jspecify.annotations.Nullable;

/** A parameter of a call that is one plain value, without the quotes that JSON has. */
final class TextReader implements ValueReader {
  private final String text;
  private final String param;

  TextReader(String text, String param) {
    this.text = text;
    this.param = param;
  }

  @Override
  public Kind next() {
    return Kind.STRING;
  }

  @Override
  public String string() {
    return text;
  }

  @Override
  public long integer() {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw invalid("expecting a whole number");
    }
  }

  @Override
  public double number() {
    // Double.parseDouble alone would take blanks, hexadecimal digits and a type suffix, too.
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
        throw invalid("expecting a number");
      }
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw invalid("expecting a number");
    }
  }

  @Override
  public boolean bool() {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw invalid("expecting true or false");
    };
  }

  @Override
  public void beginObject() {
    throw notPlain();
  }

  @Override
  public @Nullable String nextName() {
    throw notPlain();
  }

  @Override
  public void beginArray() {
    throw notPlain();
  }

  @Override
  public boolean nextItem() {
    throw notPlain();
  }

  @Override
  public void nullValue() {
    throw notPlain();
  }

  @Override
  public void skip() {}

  private IllegalStateException notPlain() {
    return new IllegalStateException("The parameter '" + param + "' is a plain value");
  }

  @Override
  public FailureException invalid(String why) {
    return new FailureException(
        Failure.badRequest("Invalid '" + param + "' given in parameters: " + why));
  }
}

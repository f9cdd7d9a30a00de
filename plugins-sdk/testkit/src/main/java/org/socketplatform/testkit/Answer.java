package org.socketplatform.testkit;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Failure;

/** What a call was answered with. The accessors throw {@link AssertionError} if it was another. */
public final class Answer {
  private final String route;
  private final List<String> log;
  private final Kind kind;

  /** The kinds of answers. */
  sealed interface Kind {
    record Value(@Nullable Object value, String json) implements Kind {}

    record Bytes(ByteBuffer bytes, Map<String, String> headers) implements Kind {}

    record Stream(Items items) implements Kind {}

    record Failed(Failure failure) implements Kind {}
  }

  Answer(String route, Kind kind, List<String> log) {
    this.route = route;
    this.kind = kind;
    this.log = log;
  }

  /**
   * The value as JavaScript sees it: a {@code Map}, {@code List}, {@code String}, {@code Long},
   * {@code Double} or {@code Boolean}; empty for {@code null}.
   */
  public Optional<Object> value() {
    if (kind instanceof Kind.Value(var value, _)) {
      return Optional.ofNullable(value);
    }
    throw unexpected("a value");
  }

  /** A value that is a string. */
  public String text() {
    if (kind instanceof Kind.Value(String text, _)) {
      return text;
    }
    throw unexpected("a string");
  }

  /** A value as JSON. */
  public String json() {
    if (kind instanceof Kind.Value(_, String json)) {
      return json;
    }
    throw unexpected("a value");
  }

  /** Raw bytes. */
  public byte[] bytes() {
    if (kind instanceof Kind.Bytes(ByteBuffer bytes, _)) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(bytes.position(), copy);
      return copy;
    }
    throw unexpected("bytes");
  }

  /** The headers that came with raw bytes. */
  public Map<String, String> headers() {
    if (kind instanceof Kind.Bytes(_, var headers)) {
      return headers;
    }
    throw unexpected("bytes");
  }

  /** Values that follow one another. */
  public Items items() {
    if (kind instanceof Kind.Stream(Items items)) {
      return items;
    }
    throw unexpected("a stream");
  }

  /** Why the call failed. */
  public Failure failure() {
    if (kind instanceof Kind.Failed(Failure failure)) {
      return failure;
    }
    throw unexpected("a failure");
  }

  /** True unless the call failed. */
  public boolean isOk() {
    return !(kind instanceof Kind.Failed);
  }

  private AssertionError unexpected(String wanted) {
    return new AssertionError(
        route + " was to answer " + wanted + ", but " + this + "\n" + String.join("\n", log));
  }

  @Override
  public String toString() {
    return switch (kind) {
      case Kind.Value(_, String json) -> "it answered " + json;
      case Kind.Bytes(ByteBuffer bytes, _) -> "it answered " + bytes.remaining() + " bytes";
      case Kind.Stream _ -> "it answered a stream";
      case Kind.Failed(Failure failure) ->
          "it failed with " + failure.code() + ": " + failure.message();
    };
  }
}

package org.socketplatform.router;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.ValueWriter;
import org.socketplatform.plugin.Writable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.JsonRecyclerPools;

/** Writes replies as the JSON that pages understand. Safe for use by many threads. */
final class Envelopes {
  /** Buffers kept for reuse; many calls at a time do not make more of them stay. */
  private static final int BUFFERS = 32;

  private static final Set<String> FIELDS_OF_A_FAILURE =
      Set.of("type", "code", "message", "retryable");

  private final JsonFactory factory =
      JsonFactory.builder()
          .recyclerPool(JsonRecyclerPools.newBoundedPool(BUFFERS))
          .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
          .build();

  /** {@code {"source", "id", "token", "data" or "err"}}. */
  // The first use of a pattern switch costs milliseconds, and the first reply is part of the start.
  @SuppressWarnings("IfChainToSwitch")
  String write(Call call, Reply reply) {
    return json(writer -> {
      writer.beginObject();
      writer.name("source");
      writer.string(call.route());
      writer.name("id");
      writer.string(call.params().text("id").orElseGet(Envelopes::newId));
      call.params()
          .text("ipc-token")
          .ifPresent(token -> {
            writer.name("token");
            writer.string(token);
          });
      if (reply instanceof Reply.Value(var value)) {
        writer.name("data");
        value.writeTo(writer);
      } else if (reply instanceof Reply.Failed(var failure)) {
        writer.name("err");
        write(failure, writer);
      } else {
        throw new IllegalArgumentException("Bytes and streams have no envelope");
      }
      writer.endObject();
    });
  }

  private static String newId() {
    return Long.toUnsignedString(ThreadLocalRandom.current().nextLong());
  }

  private static void write(Failure failure, ValueWriter writer) {
    writer.beginObject();
    writer.name("type");
    writer.string(failure.type());
    writer.name("code");
    writer.string(failure.code());
    writer.name("message");
    writer.string(failure.message());
    if (failure.retryable()) {
      writer.name("retryable");
      writer.bool(true);
    }
    for (Map.Entry<String, Object> field : failure.details().entrySet()) {
      if (!FIELDS_OF_A_FAILURE.contains(field.getKey())) {
        writer.name(field.getKey());
        Writable.of(field.getValue()).writeTo(writer);
      }
    }
    writer.endObject();
  }

  /**
   * A value as JSON without line ends, also none that only JavaScript knows.
   *
   * @throws IllegalStateException if the value does not write exactly one value
   */
  String json(Writable value) {
    TextBuffer text = new TextBuffer();
    try (JsonGenerator generator = factory.createGenerator(ObjectWriteContext.empty(), text)) {
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
}

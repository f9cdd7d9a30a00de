package org.socketplatform.router;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.socketplatform.json.Json;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.ValueWriter;
import org.socketplatform.plugin.Writable;

/** Writes replies as the JSON that pages understand. Safe for use by many threads. */
final class Envelopes {
  private static final Set<String> FIELDS_OF_A_FAILURE =
      Set.of("type", "code", "message", "retryable");

  /** {@code {"source", "id", "token", "data" or "err"}}. */
  // The first use of a pattern switch costs milliseconds, and the first reply is part of the start.
  @SuppressWarnings("IfChainToSwitch")
  String write(Call call, Reply reply) {
    return Json.text(writer -> {
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
}

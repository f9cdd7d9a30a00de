package org.socketplatform.pluginhost;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.socketplatform.plugin.Caller;
import org.socketplatform.pluginprotocol.Frame;
import org.socketplatform.pluginprotocol.FrameDecoder;
import org.socketplatform.pluginprotocol.FrameReader;

/**
 * Asks for a place by hand, as a process that keeps to no API would, and answers each call of
 * {@code hostile.file} by what the platform said. The parameter {@code ask} is what to ask for, the
 * others are its parameters; {@code CALL} stands for the number of the call.
 */
final class Escapes {
  private final FrameReader in;
  private int asked;

  Escapes(FrameReader in) {
    this.in = in;
  }

  void run() throws IOException {
    for (ByteBuffer content; (content = in.next()) != null; ) {
      if (FrameDecoder.toPlugin(content) instanceof Frame.Call call) {
        Map<String, String> params = new HashMap<>(call.params());
        String route = String.valueOf(params.remove("ask"));
        params.replaceAll((_, value) -> value.equals("CALL") ? "" + call.id() : value);
        String said = ask(route, params);
        String json = '"' + said.replace('"', '\'') + '"';
        Hostile.send(
            new Frame.Value(
                call.id(), true, ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8))));
      }
    }
  }

  private String ask(String route, Map<String, String> params) throws IOException {
    asked++;
    Hostile.send(
        new Frame.Call(
            asked,
            route,
            -1,
            new Caller(1, "socket://com.example.app", Caller.Kind.PLATFORM),
            false,
            params,
            List.of()));
    for (ByteBuffer content; (content = in.next()) != null; ) {
      switch (FrameDecoder.toPlugin(content)) {
        case Frame.Value value -> {
          return StandardCharsets.UTF_8.decode(value.json()).toString();
        }
        case Frame.Failed(_, var failure) -> {
          return failure.code();
        }
        case Frame.Part part -> {
          return part.bytes().remaining() + " bytes";
        }
        default -> {}
      }
    }
    return "the end";
  }
}

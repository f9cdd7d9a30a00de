package org.socketplatform.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.socketplatform.testkit.Answer;
import org.socketplatform.testkit.Items;
import org.socketplatform.testkit.PluginTest;

/** What a page does with the plugin: one session, with its events read one by one. */
final class PageOf {
  private final PluginTest app;
  private final Items events;
  private final List<Map<?, ?>> seen = new ArrayList<>();

  PageOf(PluginTest app) {
    this.app = app;
    this.events = app.call("net.events", "session", "s").items();
    assertThat(next("sync").get("open")).isEqualTo(List.of());
  }

  /** Listens on a port that is free. */
  int listen(int id, Object... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("host", "127.0.0.1:0", "session", "s", "id", id));
    arguments.addAll(List.of(more));
    Answer answer = app.call("net.listen", arguments.toArray());
    Map<?, ?> bound = (Map<?, ?>) answer.value().orElseThrow();
    return ((Long) Objects.requireNonNull(bound.get("port"))).intValue();
  }

  Answer connect(int id, int port) {
    return app.call("net.connect", "host", "127.0.0.1:" + port, "session", "s", "id", id);
  }

  /** The next event of a kind; others are kept for later. */
  Map<?, ?> next(String kind) {
    for (int i = 0; i < seen.size(); i++) {
      if (kind.equals(seen.get(i).get("e"))) {
        return seen.remove(i);
      }
    }
    while (true) {
      Map<?, ?> event = (Map<?, ?>) events.next().orElseThrow();
      if (kind.equals(event.get("e"))) {
        return event;
      }
      seen.add(event);
    }
  }

  /** What has come for a handle. */
  byte[] take(long id, int most) {
    byte[] frames =
        app.call("net.take", "session", "s", "ids", String.valueOf(id), "most", most).bytes();
    if (frames.length == 0) {
      return frames;
    }
    ByteBuffer buffer = ByteBuffer.wrap(frames);
    assertThat(buffer.getInt()).isEqualTo((int) id);
    byte[] bytes = new byte[buffer.getInt() & Integer.MAX_VALUE];
    buffer.get(bytes);
    return bytes;
  }

  Answer send(long id, int kind, byte[] content) {
    ByteBuffer frame = ByteBuffer.allocate(9 + content.length);
    frame.putInt((int) id).putInt(content.length).put((byte) kind).put(content);
    return app.call("net.send", "session", "s", "frames", frame.array());
  }

  void close(long id) {
    app.call("net.close", "session", "s", "id", id);
  }
}

package org.socketplatform.process;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Writable;

/**
 * The windows as backends see them: where events go. A window that reads slowly holds the backend
 * up; one that does not read misses what is too much. Safe for use by many threads.
 */
final class Windows {
  private static final Logger LOG = System.getLogger("org.socketplatform.process");

  /** Most events that wait for one window. */
  static final int MOST_WAITING = 1024;

  private static final String EARLY = "early";

  /** Most bytes that wait to be fetched. */
  private static final long MOST_BYTES = 256L << 20;

  private final Map<Integer, Feed> feeds = new TreeMap<>();
  private final Deque<Map<String, Object>> early = new ArrayDeque<>();
  private final Map<String, Held> held = new LinkedHashMap<>();
  private long heldBytes;
  private long lastId;
  private long missed;

  /** Bytes of an event, for so many windows. */
  private record Held(Payload payload, int readers) {}

  /** The events of a window. */
  synchronized Flow.Publisher<Writable> feed(int window) {
    Feed feed = feedOf(window);
    while (!early.isEmpty()) {
      feed.send(early.remove()); // the first window gets what came before there was one
    }
    return feed;
  }

  private Feed feedOf(int window) {
    return feeds.computeIfAbsent(window, _ -> new Feed(() -> {}));
  }

  /**
   * Sends an event.
   *
   * @param window -1 for all
   * @param value JSON or text, which the page tells apart
   * @param bytes instead of the value, if there are any; released here
   * @return how many events wait for the slowest window that reads
   */
  synchronized int send(int window, String event, String value, Payload bytes) {
    List<Feed> targets =
        window < 0
            ? List.copyOf(feeds.values())
            : Optional.ofNullable(feeds.get(window)).map(List::of).orElse(List.of());
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("event", event);
    if (bytes.isEmpty()) {
      item.put("value", value);
    } else {
      item.put("bytes", hold(bytes, Math.max(1, targets.size())));
    }
    if (targets.isEmpty()) {
      if (window <= 0 && feeds.isEmpty() && early.size() < MOST_WAITING) {
        early.add(item);
      } else {
        miss();
      }
    }
    int slowest = 0;
    for (Feed feed : targets) {
      if (feed.isRead() || feed.waiting() < MOST_WAITING) {
        feed.send(item);
        slowest = feed.isRead() ? Math.max(slowest, feed.waiting()) : slowest;
      } else {
        miss();
      }
    }
    return slowest;
  }

  /** How many events wait for the slowest window that reads. */
  synchronized int waiting() {
    return feeds.values().stream().filter(Feed::isRead).mapToInt(Feed::waiting).max().orElse(0);
  }

  private void miss() {
    if (missed++ == 0) {
      LOG.log(
          Level.WARNING,
          "Events of a backend are dropped, for no window reads them: send them once the page has"
              + " sent something first");
    }
  }

  private String hold(Payload bytes, int readers) {
    String id = Long.toString(++lastId);
    held.put(id, new Held(bytes, readers));
    heldBytes += bytes.bytes().remaining();
    while (heldBytes > MOST_BYTES && held.size() > 1) {
      drop(held.keySet().iterator().next());
      miss();
    }
    return id;
  }

  private void drop(String id) {
    @Nullable Held gone = held.remove(id);
    if (gone != null) {
      heldBytes -= gone.payload.bytes().remaining();
      gone.payload.release().run();
    }
  }

  /** The bytes of an event; the last window that takes them has to release them. */
  synchronized Optional<Payload> take(String id) {
    @Nullable Held found = held.remove(id);
    if (found == null) {
      return Optional.empty();
    }
    if (found.readers > 1) {
      held.put(id, new Held(found.payload, found.readers - 1));
      return Optional.of(new Payload(found.payload.bytes().duplicate(), () -> {}));
    }
    heldBytes -= found.payload.bytes().remaining();
    return Optional.of(found.payload);
  }

  /** What windows have not read yet, for the next version of this plugin; bytes cannot go along. */
  synchronized Map<String, Object> release() {
    Map<String, Object> state = new HashMap<>();
    state.put(EARLY, new ArrayList<Object>(early));
    feeds.forEach((window, feed) -> state.put(Integer.toString(window), feed.drain()));
    if (!held.isEmpty()) {
      LOG.log(Level.WARNING, held.size() + " events of backends lose their bytes by the swap");
    }
    close();
    return state;
  }

  /** Goes on with what {@link #release} gave. */
  synchronized void adopt(Map<?, ?> state) {
    state.forEach((window, items) -> {
      @Nullable Feed feed =
          window.equals(EARLY) ? null : feedOf(Integer.parseInt(String.valueOf(window)));
      for (Object item : (List<?>) items) {
        Map<String, Object> copy = new LinkedHashMap<>();
        ((Map<?, ?>) item).forEach((name, value) -> copy.put(String.valueOf(name), value));
        if (feed == null) {
          early.add(copy);
        } else {
          feed.send(copy);
        }
      }
    });
  }

  /** Lets go of all bytes. */
  synchronized void close() {
    List.copyOf(held.keySet()).forEach(this::drop);
  }
}

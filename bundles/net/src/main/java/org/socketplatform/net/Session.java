package org.socketplatform.net;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Writable;

/**
 * What one document or worker has open, and the events of all of it, as one stream. Events wait
 * while the page is slow: a connection has no more than a few at a time, and listeners take no more
 * connections while many wait. Guarded by the lock of the loop.
 */
final class Session {
  /** How many events may wait before listeners pause. */
  private static final int MANY = 512;

  private static final AtomicLong SUBSCRIPTIONS = new AtomicLong();

  private static final long BUDGET = 64L * 1024 * 1024;

  private final Loop loop;
  private final Map<Long, Handle> handles = new HashMap<>();
  private final Deque<Map<String, Object>> waiting = new ArrayDeque<>();
  private final Budget budget = new Budget(BUDGET);
  private Flow.@Nullable Subscriber<? super Writable> reader;
  private long subscription;
  private long demand;
  private long own;
  private Loop.@Nullable Timer farewell;

  Session(Loop loop) {
    this.loop = loop;
  }

  Loop loop() {
    return loop;
  }

  Budget budget() {
    return budget;
  }

  /** A number for what the page did not open itself: those are negative. */
  long nextId() {
    return --own;
  }

  void add(long id, Handle handle) {
    if (handles.putIfAbsent(id, handle) != null) {
      handle.close();
      throw Failures.taken(id);
    }
  }

  @Nullable Handle find(long id) {
    return handles.get(id);
  }

  /** Puts something in the place of what there was. */
  void replace(long id, Handle handle) {
    handles.put(id, handle);
  }

  void remove(long id) {
    handles.remove(id);
  }

  /** Closes one thing. */
  void close(long id) {
    Handle handle = handles.remove(id);
    if (handle != null) {
      handle.close();
    }
  }

  void closeAll() {
    for (Long id : List.copyOf(handles.keySet())) {
      close(id);
    }
    waiting.clear();
  }

  /** The listeners of it on a port. */
  List<Listener> listeners() {
    return handles.values().stream()
        .filter(Listener.class::isInstance)
        .map(Listener.class::cast)
        .toList();
  }

  /**
   * Closes connections that a server of HTTP has taken.
   *
   * @param idle only those on which no request is under way
   */
  void hangUp(long listener, boolean idle) {
    List.copyOf(handles.values())
        .forEach(handle -> {
          if (handle instanceof HttpConnection http
              && http.listener() == listener
              && (!idle || http.isIdle())) {
            http.hangUp();
          }
        });
  }

  boolean isBusy() {
    return waiting.size() >= MANY;
  }

  /** True while nobody reads the events. */
  boolean isOrphan() {
    return reader == null;
  }

  /** Tells the page something of one of its handles. */
  void tell(long id, String event, Map<String, Object> more) {
    Map<String, Object> fields = new TreeMap<>(more);
    fields.put("id", id);
    fields.put("e", event);
    waiting.add(fields);
    deliver();
  }

  void tell(long id, String event) {
    tell(id, event, Map.of());
  }

  private void deliver() {
    boolean wasBusy = isBusy();
    Flow.Subscriber<? super Writable> current = reader;
    while (current != null && demand > 0 && !waiting.isEmpty()) {
      demand--;
      current.onNext(Writable.of(waiting.remove()));
    }
    if (wasBusy && !isBusy()) {
      listeners().forEach(Listener::resume);
    }
  }

  /** The events, for one reader, who takes the place of the one before. */
  Flow.Publisher<Writable> events(Runnable whenLeft) {
    return subscriber -> {
      long token = SUBSCRIPTIONS.incrementAndGet();
      loop.run(() -> {
        loop.forget(farewell);
        farewell = null;
        reader = subscriber;
        subscription = token;
        demand = 0;
      });
      subscriber.onSubscribe(
          new Flow.Subscription() {
            @Override
            public void request(long count) {
              loop.run(() -> {
                if (subscription == token) {
                  demand = Math.max(demand, Math.addExact(Math.min(demand, 1 << 20), count));
                  deliver();
                }
              });
            }

            @Override
            public void cancel() {
              loop.run(() -> {
                if (subscription == token) {
                  reader = null;
                  subscription = 0;
                  whenLeft.run();
                }
              });
            }
          });
      loop.run(this::tellAll);
    };
  }

  /** Begins with what there is, so that nothing is missed where a stream went on after another. */
  private void tellAll() {
    waiting.clear();
    waiting.add(Map.of("id", 0, "e", "sync", "open", new ArrayList<>(handles.keySet())));
    List.copyOf(handles.values()).forEach(Handle::tellAgain);
    deliver();
  }

  /** Does something unless the page comes back in time. */
  void farewell(long millis, Runnable task) {
    loop.forget(farewell);
    farewell = loop.after(millis, task);
  }

  Map<String, Object> release() {
    List<Map<String, Object>> open = new ArrayList<>();
    Map.copyOf(handles)
        .forEach((id, handle) -> {
          Map<String, Object> state = handle.release();
          if (!state.isEmpty()) {
            Map<String, Object> one = new HashMap<>(state);
            one.put("id", id);
            open.add(one);
          }
        });
    handles.clear();
    waiting.clear();
    return Map.of("open", open, "own", own);
  }

  /** Goes on with what {@link #release} gave. */
  void adopt(Map<?, ?> state) {
    own = Released.of(state, "own", Long.class);
    for (Object item : Released.of(state, "open", List.class)) {
      Map<?, ?> one = (Map<?, ?>) item;
      long id = Released.of(one, "id", Long.class);
      switch (Released.of(one, "type", String.class)) {
        case PageSocket.TYPE -> handles.put(id, PageSocket.adopt(this, id, one));
        case Connector.TYPE -> handles.put(id, Connector.adopt(this, id, one));
        case HttpConnection.TYPE -> handles.put(id, HttpConnection.adopt(this, id, one));
        case Listener.TYPE -> handles.put(id, Listener.adopt(this, id, one));
        default -> throw new IllegalArgumentException("The state of sockets has an unknown type");
      }
    }
  }
}

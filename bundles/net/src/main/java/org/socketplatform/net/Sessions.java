package org.socketplatform.net;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Writable;

/** All sessions, by who owns them. Guarded by the lock of the loop. */
final class Sessions {
  /**
   * How long what a page has open stays when nobody reads its events, in milliseconds: longer than
   * a swap of this plugin takes.
   */
  static final long PATIENCE_MILLIS = 10_000;

  private static final int MOST = 4096;

  private final Loop loop;
  private final Map<Key, Session> sessions = new HashMap<>();
  private boolean closed;

  private record Key(int window, Caller.Kind kind, String origin, String name) {
    static Key of(Caller caller, String name) {
      return new Key(caller.window(), caller.kind(), caller.origin(), name);
    }
  }

  Sessions(Loop loop) {
    this.loop = loop;
  }

  /** The session of a caller; begins with its first use. Under the lock. */
  Session of(Caller caller, String name) {
    Key key = Key.of(caller, name);
    Session session = sessions.get(key);
    if (session == null) {
      if (closed || sessions.size() >= MOST) {
        throw new FailureException(
            new Failure("InvalidStateError", "EMFILE", "There are too many sessions"));
      }
      session = new Session(loop);
      sessions.put(key, session);
      forgetLater(key, session);
    }
    return session;
  }

  private void forgetLater(Key key, Session session) {
    session.farewell(
        PATIENCE_MILLIS,
        () -> {
          if (session.isOrphan()) {
            session.closeAll();
            sessions.remove(key);
          }
        });
  }

  Flow.Publisher<Writable> events(Caller caller, String name) {
    return loop.locked(() -> {
      Session session = of(caller, name);
      return session.events(() -> {
        if (!closed) {
          forgetLater(Key.of(caller, name), session);
        }
      });
    });
  }

  /** A document that is gone does not keep its ports from the next one; tells if one did. */
  boolean closeOrphans(Caller caller, InetSocketAddress address) {
    List<Key> orphans = new ArrayList<>();
    sessions.forEach((key, session) -> {
      if (key.window() == caller.window()
          && session.isOrphan()
          && session.listeners().stream()
              .anyMatch(listener -> listener.address().getPort() == address.getPort())) {
        orphans.add(key);
        session.closeAll();
      }
    });
    orphans.forEach(sessions::remove);
    return !orphans.isEmpty();
  }

  /** Closes everything, now and from now on. */
  void closeAll() {
    loop.run(() -> {
      closed = true;
      sessions.values().forEach(Session::closeAll);
      sessions.clear();
    });
  }

  /** Gives everything up, as types of the JDK and the API. Under the lock. */
  Map<String, Object> release() {
    closed = true;
    List<Map<String, Object>> all = new ArrayList<>();
    sessions.forEach((key, session) -> {
      Map<String, Object> state = new HashMap<>(session.release());
      state.put("window", key.window());
      state.put("kind", key.kind());
      state.put("origin", key.origin());
      state.put("name", key.name());
      all.add(state);
    });
    sessions.clear();
    return Map.of("sessions", all);
  }

  /**
   * Takes over what {@link #release} gave.
   *
   * @throws RuntimeException if it is not understood
   */
  void adopt(Map<String, Object> state) {
    loop.run(() -> {
      for (Object item : Released.of(state, "sessions", List.class)) {
        Map<?, ?> one = (Map<?, ?>) item;
        Session session = new Session(loop);
        session.adopt(one);
        Key key =
            new Key(
                Released.of(one, "window", Integer.class),
                Released.of(one, "kind", Caller.Kind.class),
                Released.of(one, "origin", String.class),
                Released.of(one, "name", String.class));
        sessions.put(key, session);
        forgetLater(key, session);
      }
    });
  }
}

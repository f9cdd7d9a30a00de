package org.socketplatform.relay;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.EventStream;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;

/** The peer of one page, and what the page is told of it. Safe for use by many threads. */
final class Session implements AutoCloseable {
  /** Opens the peer. */
  interface Opening {
    LivePeer open(EventStream<Event> events) throws java.io.IOException;
  }

  private final EventStream<Event> events;

  // Guarded by this.
  private @Nullable LivePeer peer;
  private boolean closed;

  /**
   * Without a peer yet.
   *
   * @param ended called when the page reads no more
   */
  Session(Runnable ended) {
    events = new EventStream<>(new Event.Ready(), Event.Lost::new, Event::size, ended);
  }

  EventStream<Event> events() {
    return events;
  }

  /** Opens the peer. A session has one. */
  synchronized LivePeer open(Opening opening) throws java.io.IOException {
    if (closed || peer != null) {
      throw new FailureException(
          new Failure("InvalidStateError", "PEER_OPEN", "The session has a peer already"));
    }
    LivePeer opened = opening.open(events);
    peer = opened;
    return opened;
  }

  synchronized LivePeer peer() {
    return Optional.ofNullable(peer).orElseThrow(Session::noPeer);
  }

  static FailureException noPeer() {
    return new FailureException(
        new Failure("InvalidStateError", "PEER_CLOSED", "The peer is closed"));
  }

  /** What the peer holds, for {@link HeldPackets#decode}; empty if there is no peer. */
  synchronized Optional<byte[]> held() {
    return Optional.ofNullable(peer)
        .map(open -> HeldPackets.encode(open.call((engine, now) -> engine.packets())));
  }

  @Override
  public void close() {
    LivePeer left;
    synchronized (this) {
      closed = true;
      left = peer;
      peer = null;
    }
    if (left != null) {
      left.close();
    }
    events.close();
  }
}

package org.socketplatform.relay;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Outlet;
import org.socketplatform.relay.protocol.RelayEvent;

/** What a peer has to reach others: sockets, links to peers nearby, or both. */
final class Ways implements Outlet, AutoCloseable {
  private final Optional<Sockets> sockets;
  private final Consumer<RelayEvent> events;
  private final AtomicReference<@Nullable Nearby> nearby = new AtomicReference<>();
  private final Traffic traffic = new Traffic();

  /**
   * Without links yet.
   *
   * @param sockets empty where there is no network
   */
  Ways(Optional<Sockets> sockets, Consumer<RelayEvent> events) {
    this.sockets = sockets;
    this.events = events;
  }

  /**
   * Adds links.
   *
   * @throws IllegalStateException if there are some
   */
  void add(Nearby links) {
    if (!nearby.compareAndSet(null, links)) {
      throw new IllegalStateException("the peer looks for others nearby already");
    }
  }

  void remove(Nearby links) {
    nearby.compareAndSet(links, null);
  }

  Traffic traffic() {
    return traffic;
  }

  @Override
  public void send(int socket, long to, ByteBuffer datagram) {
    traffic.went(datagram);
    if (Nearby.isNearby(to)) {
      Nearby links = nearby.get();
      if (links != null) {
        links.send(to, datagram);
      }
    } else {
      sockets.ifPresent(each -> each.send(socket, to, datagram));
    }
  }

  @Override
  public int openSocket() {
    return sockets.map(Sockets::openSocket).orElse(-1);
  }

  @Override
  public void closeSocket(int socket) {
    sockets.ifPresent(each -> each.closeSocket(socket));
  }

  @Override
  public void event(RelayEvent event) {
    events.accept(event);
  }

  @Override
  public void close() {
    Nearby links = nearby.get();
    if (links != null) {
      links.close();
    }
    sockets.ifPresent(Sockets::close);
  }
}

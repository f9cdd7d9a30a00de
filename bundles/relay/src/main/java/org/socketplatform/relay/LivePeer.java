package org.socketplatform.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.socketplatform.bluetooth.api.PacketLinks;
import org.socketplatform.relay.protocol.Contact;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.NatType;
import org.socketplatform.relay.protocol.Peer;
import org.socketplatform.relay.protocol.PeerOptions;
import org.socketplatform.relay.protocol.Peers;
import org.socketplatform.relay.protocol.RelayEvent;
import org.socketplatform.udp.api.UdpSockets;

/**
 * A peer on real sockets, or links to peers nearby, and in real time. Safe for use by many threads:
 * the engine sees one call at a time.
 */
public final class LivePeer implements AutoCloseable {
  /** A call of the engine, with the time that it wants. */
  @FunctionalInterface
  public interface Call<T> {
    T on(Peer peer, long now);
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition deadlineChanged = lock.newCondition();
  private final long epoch = System.currentTimeMillis();
  private final long begun = System.nanoTime();
  private final ExecutorService listener =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("relay-events").factory());
  private final Optional<Sockets> sockets;
  private final Ways ways;
  private final Peer peer;
  private final Thread timer;
  private long wakeAt = Long.MAX_VALUE;
  private boolean isClosed;

  private LivePeer(
      Optional<UdpSockets> udp,
      PeerOptions options,
      byte[] signingSeed,
      Consumer<RelayEvent> events) {
    sockets = udp.map(service -> new Sockets(service, this::received));
    ways = new Ways(sockets, event -> listener.execute(() -> events.accept(event)));
    peer = Peers.create(options, signingSeed, ways, new SecureRandom());
    timer = Thread.ofVirtual().name("relay-timer").unstarted(this::keepTime);
  }

  /**
   * Opens the sockets of a peer and starts it.
   *
   * @param port of the main socket; 0 for any
   * @param probePort of the socket that helps to find out how the peer is reached; 0 for any
   * @param signingSeed 32 bytes that make the peer's key, copied
   * @param events told one at a time, in order, on a thread of their own
   * @throws IOException if a port is taken
   */
  public static LivePeer open(
      UdpSockets udp,
      InetAddress local,
      int port,
      int probePort,
      PeerOptions options,
      byte[] signingSeed,
      Consumer<RelayEvent> events)
      throws IOException {
    LivePeer live = new LivePeer(Optional.of(udp), options, signingSeed, events);
    Sockets opened = live.sockets.orElseThrow();
    opened.open(new InetSocketAddress(local, port), new InetSocketAddress(local, probePort));
    opened.listen();
    return live.start();
  }

  /**
   * Starts a peer that has no network, and meets others nearby alone.
   *
   * @param service tells apps apart: only peers with the same one meet
   * @param signingSeed 32 bytes that make the peer's key, copied
   * @param events told one at a time, in order, on a thread of their own
   */
  public static LivePeer openNearby(
      PacketLinks links,
      UUID service,
      PeerOptions options,
      byte[] signingSeed,
      Consumer<RelayEvent> events) {
    Id id = Peers.idOf(options, signingSeed);
    PeerOptions seen = options.seenAt(Nearby.endpointOf(id), NatType.PORT_RESTRICTED);
    LivePeer live = new LivePeer(Optional.empty(), seen, signingSeed, events).start();
    try {
      live.meetNearby(links, service);
    } catch (RuntimeException e) {
      live.close();
      throw e;
    }
    return live;
  }

  private LivePeer start() {
    timer.start();
    call((engine, now) -> {
      engine.start(now);
      return true;
    });
    return this;
  }

  /**
   * Meets peers nearby as well, and passes on between them and the network.
   *
   * @param service tells apps apart: only peers with the same one meet
   * @throws IllegalStateException if it does so already, or is closed
   */
  public void meetNearby(PacketLinks links, UUID service) {
    Id id = call((engine, now) -> engine.info().peerId());
    Nearby nearby = new Nearby(id, this::received, this::met);
    ways.add(nearby);
    try {
      nearby.start(links, service);
    } catch (RuntimeException e) {
      ways.remove(nearby);
      throw e;
    }
  }

  private void met(Contact contact) {
    lock.lock();
    try {
      if (!isClosed) {
        long self = Nearby.endpointOf(peer.info().peerId());
        peer.assume(self, NatType.PORT_RESTRICTED, now()); // unless the network has answered
        peer.addContact(contact, now());
        if (isConnected(contact.peerId())) {
          peer.sync(contact.peerId(), now()); // it was away, and has missed what was said meanwhile
        }
        wakeTimerIfSooner();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isConnected(Id id) {
    return peer.peers().stream().anyMatch(view -> view.peerId().equals(id) && view.connected());
  }

  /**
   * Where the main socket is bound.
   *
   * @throws IllegalStateException if the peer has no network, or is closed
   */
  public InetSocketAddress localAddress() {
    return sockets
        .orElseThrow(() -> new IllegalStateException("the peer has no network"))
        .localAddress();
  }

  /**
   * Calls the engine.
   *
   * @throws IllegalStateException once the peer is closed
   */
  public <T> T call(Call<T> call) {
    lock.lock();
    try {
      T result = call.on(peer, now());
      wakeTimerIfSooner();
      return result;
    } finally {
      lock.unlock();
    }
  }

  /** How many datagrams of each type came and went since it was opened. */
  Traffic.Counts traffic() {
    return ways.traffic().counts();
  }

  private void received(int socket, long from, ByteBuffer datagram) {
    ways.traffic().came(datagram);
    lock.lock();
    try {
      if (!isClosed) {
        peer.receive(socket, from, datagram, now());
        wakeTimerIfSooner();
      }
    } finally {
      lock.unlock();
    }
  }

  private void wakeTimerIfSooner() {
    if (peer.deadline() < wakeAt) {
      deadlineChanged.signal();
    }
  }

  private void keepTime() {
    lock.lock();
    try {
      while (!isClosed) {
        long now = now();
        wakeAt = peer.deadline();
        if (wakeAt <= now) {
          peer.advance(now);
        } else {
          // A minute at most, because the longest time there is does not fit into nanoseconds.
          long millis = Math.min(wakeAt - now, TimeUnit.MINUTES.toMillis(1));
          deadlineChanged.awaitNanos(TimeUnit.MILLISECONDS.toNanos(millis));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Milliseconds since the epoch that never run backwards, as the engine wants them. */
  private long now() {
    return epoch + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
  }

  /** Says good-bye and closes the sockets; again is harmless. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (!isClosed) {
        isClosed = true;
        peer.close(now());
        deadlineChanged.signal();
      }
    } finally {
      lock.unlock();
    }
    ways.close();
    listener.shutdown();
  }
}

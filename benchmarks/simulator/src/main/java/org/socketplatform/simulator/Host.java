package org.socketplatform.simulator;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Outlet;
import org.socketplatform.relay.protocol.Peer;
import org.socketplatform.relay.protocol.RelayEvent;

/**
 * A host with one peer: carries its datagrams and wakes it when it wants to be woken. What the peer
 * sends goes out when its call is over, so that peers may share what they need during a call.
 */
final class Host implements Node, Outlet {
  /** Makes the peer of a host, which is seen at an endpoint if nothing translates addresses. */
  interface PeerMaker {
    Peer make(long seenAt, Outlet outlet);
  }

  private static final int FIRST_PORT = 9777;
  private static final int MAX_SOCKETS = 1024;

  private final Schedule schedule;
  private final Realm realm;
  private final int address;
  private final Traffic traffic;
  private final Consumer<RelayEvent> events;
  private final BitSet sockets = new BitSet(2);
  private final Queue<Runnable> outbox = new ArrayDeque<>(2);
  private final Peer peer;
  private Consumer<byte[]> ear = datagram -> {};
  private Predicate<byte[]> mouth = datagram -> true;
  private long wakeAt = Long.MAX_VALUE;
  private boolean isCalled;
  private boolean isGone;

  /**
   * @param traffic where what the host sends is counted
   * @param events what the peer has to tell goes here
   */
  Host(
      Schedule schedule,
      Realm realm,
      Traffic traffic,
      PeerMaker maker,
      Consumer<RelayEvent> events) {
    this.schedule = schedule;
    this.realm = realm;
    this.traffic = traffic;
    this.events = events;
    this.address = realm.attach(this);
    sockets.set(Peer.MAIN);
    sockets.set(Peer.PROBE);
    this.peer = maker.make(endpoint(), this);
  }

  /** Where its realm sees the main socket. */
  long endpoint() {
    return Endpoint.of(address, FIRST_PORT + Peer.MAIN);
  }

  /** The peer, to look at; {@link #act} is for calls that change something. */
  Peer peer() {
    return peer;
  }

  boolean isGone() {
    return isGone;
  }

  /** Lets somebody hear what comes in, and decide what goes out. */
  void tap(Consumer<byte[]> in, Predicate<byte[]> out) {
    ear = in;
    mouth = out;
  }

  /** Calls the peer, then sees when it wants to be woken. */
  void act(Consumer<Peer> call) {
    if (!isGone) {
      isCalled = true;
      call.accept(peer);
      isCalled = false;
      planToWake();
      for (Runnable next = outbox.poll(); next != null; next = outbox.poll()) {
        next.run();
      }
    }
  }

  /** The host is switched off; nobody is told. */
  void vanish() {
    isGone = true;
    realm.detach(address);
  }

  @Override
  public void arrive(long from, long to, byte[] datagram, long now) {
    int socket = Endpoint.port(to) - FIRST_PORT;
    if (!isGone && socket >= 0 && sockets.get(socket)) {
      ear.accept(datagram);
      act(called -> called.receive(socket, from, ByteBuffer.wrap(datagram), now));
    }
  }

  private void planToWake() {
    long deadline = peer.deadline();
    if (deadline < wakeAt) {
      wakeAt = deadline;
      schedule.at(deadline, this::wake);
    }
  }

  private void wake(long now) {
    if (isGone || now < wakeAt) {
      return;
    }
    wakeAt = Long.MAX_VALUE;
    act(called -> called.advance(now));
  }

  @Override
  public void send(int socket, long to, ByteBuffer datagram) {
    byte[] bytes = new byte[datagram.remaining()];
    datagram.get(datagram.position(), bytes);
    if (isCalled) {
      outbox.add(() -> carry(socket, to, bytes));
    } else {
      carry(socket, to, bytes);
    }
  }

  private void carry(int socket, long to, byte[] datagram) {
    if (!isGone && mouth.test(datagram)) {
      traffic.sent(datagram);
      realm.carry(Endpoint.of(address, FIRST_PORT + socket), to, datagram, schedule.now());
    }
  }

  @Override
  public int openSocket() {
    int socket = sockets.nextClearBit(0);
    if (socket == MAX_SOCKETS) {
      return -1;
    }
    sockets.set(socket);
    return socket;
  }

  @Override
  public void closeSocket(int socket) {
    sockets.clear(socket);
  }

  @Override
  public void event(RelayEvent event) {
    events.accept(event);
  }
}

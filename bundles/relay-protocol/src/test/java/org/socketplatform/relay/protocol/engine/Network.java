package org.socketplatform.relay.protocol.engine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.socketplatform.relay.protocol.Contact;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.NatType;
import org.socketplatform.relay.protocol.Outlet;
import org.socketplatform.relay.protocol.Peer;
import org.socketplatform.relay.protocol.PeerOptions;
import org.socketplatform.relay.protocol.Peers;
import org.socketplatform.relay.protocol.RelayEvent;
import org.socketplatform.relay.protocol.crypto.Names;
import org.socketplatform.relay.protocol.wire.PacketType;

/** Peers in virtual time on a network with delays and losses; each at an address of its own. */
final class Network {
  static final long START = 1_700_000_000_000L;
  static final Id CLUSTER = Names.of("TEST");

  /** How a host is cut off from the others. */
  enum Nat {
    NONE,
    PORT_RESTRICTED,
    HARD
  }

  private record Delivery(long at, long order, Runnable task) implements Comparable<Delivery> {
    @Override
    public int compareTo(Delivery other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final SplittableRandom random;
  private final PriorityQueue<Delivery> queue = new PriorityQueue<>();
  private final Map<Integer, Host> hosts = new HashMap<>();
  private final Workspace workspace = new Workspace();
  final List<Contact> introducers = new ArrayList<>();
  long now = START;
  private long order;
  double loss;
  double duplicates;

  /** The share of datagrams of which one bit is turned over on the way. */
  double damage;

  /** Which datagrams are lost, whatever chance says. */
  Predicate<byte[]> loses = any -> false;

  int minDelay = 10;
  int maxDelay = 100;
  final long[] datagrams = new long[PacketType.BOUND];
  final long[] bytes = new long[PacketType.BOUND];

  Network(long seed) {
    random = new SplittableRandom(seed);
  }

  SplittableRandom random() {
    return random;
  }

  /** A peer and the box between it and the network. */
  final class Host implements Outlet {
    final int address;
    final Nat nat;
    final List<RelayEvent> events = new ArrayList<>();
    private final Map<Long, Integer> mappings = new HashMap<>();
    private final Map<Integer, Integer> sockets = new HashMap<>();
    private final Map<Integer, Set<Long>> written = new HashMap<>();
    private int nextPort = 40_000;
    private int nextSocket = 2;
    int openSockets;
    Peer peer;
    boolean isGone;
    long born;
    private long woken = Long.MAX_VALUE;

    Host(int address, Nat nat, PeerOptions options) {
      this.address = address;
      this.nat = nat;
      byte[] seed = new byte[32];
      random.nextBytes(seed);
      born = now;
      peer = Peers.create(options, seed, this, new SplittableRandom(random.nextLong()), workspace);
    }

    private int mapped(int socket, long to) {
      long key = nat == Nat.HARD ? to << 10 ^ socket : socket;
      return mappings.computeIfAbsent(
          key,
          any -> {
            int port = nat == Nat.HARD ? 1024 + random.nextInt(64_000) : nextPort++;
            sockets.put(port, socket);
            return port;
          });
    }

    @Override
    public void send(int socket, long to, ByteBuffer datagram) {
      byte[] copy = new byte[datagram.remaining()];
      datagram.get(copy);
      int type = copy.length > 4 ? copy[4] & 255 : 0;
      datagrams[type]++;
      bytes[type] += copy.length;
      int port = mapped(socket, to);
      written.computeIfAbsent(port, any -> new HashSet<>()).add(to);
      long from = Endpoint.of(address, port);
      int copies = random.nextDouble() < duplicates ? 2 : 1;
      for (int i = 0; i < copies; i++) {
        if (random.nextDouble() >= loss && !loses.test(copy)) {
          byte[] sent = damage > 0 && random.nextDouble() < damage ? damaged(copy) : copy;
          int delay = minDelay + random.nextInt(maxDelay - minDelay + 1);
          at(now + delay, () -> deliver(from, to, sent));
        }
      }
    }

    private byte[] damaged(byte[] datagram) {
      byte[] damaged = datagram.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      return damaged;
    }

    @Override
    public int openSocket() {
      openSockets++;
      return nextSocket++;
    }

    @Override
    public void closeSocket(int socket) {
      openSockets--;
    }

    @Override
    public void event(RelayEvent event) {
      events.add(event);
    }

    private void receive(long from, int port, byte[] datagram) {
      Integer socket = sockets.get(port);
      if (isGone
          || socket == null
          || (nat != Nat.NONE && !written.getOrDefault(port, Set.of()).contains(from))) {
        return;
      }
      peer.receive(socket, from, ByteBuffer.wrap(datagram), now);
      wake();
    }

    void wake() {
      long deadline = peer.deadline();
      if (deadline < woken) {
        woken = deadline;
        at(
            Math.max(deadline, now),
            () -> {
              if (woken == deadline) {
                woken = Long.MAX_VALUE;
              }
              if (!isGone) {
                peer.advance(now);
                wake();
              }
            });
      }
    }

    void start() {
      mapped(Peer.MAIN, 0);
      mapped(Peer.PROBE, 0);
      introducers.forEach(contact -> peer.addContact(contact, now));
      peer.start(now);
      wake();
    }

    <T extends RelayEvent> List<T> all(Class<T> type) {
      return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    boolean isReady() {
      return !all(RelayEvent.Ready.class).isEmpty();
    }
  }

  private void deliver(long from, long to, byte[] datagram) {
    Host host = hosts.get(Endpoint.address(to));
    if (host != null) {
      host.receive(from, Endpoint.port(to), datagram);
    }
  }

  void at(long time, Runnable task) {
    queue.add(new Delivery(time, order++, task));
  }

  Host add(Nat nat, PeerOptions options) {
    int address = 0x0a00_0001 + hosts.size() * 257;
    Host host = new Host(address, nat, options);
    hosts.put(address, host);
    return host;
  }

  Host introducer(PeerOptions options) {
    int address = 0x0a00_0001 + hosts.size() * 257;
    Host host = new Host(address, Nat.NONE, options.asIntroducer(Endpoint.of(address, 40_000)));
    hosts.put(address, host);
    host.start();
    introducers.add(
        new Contact(
            host.peer.info().peerId(), Endpoint.of(address, 40_000), NatType.UNRESTRICTED, true));
    return host;
  }

  /** Lets time pass. */
  void run(long millis) {
    long until = now + millis;
    while (!queue.isEmpty() && queue.element().at() <= until) {
      Delivery next = queue.remove();
      now = Math.max(now, next.at());
      next.task().run();
    }
    now = until;
  }

  long payloads() {
    return datagrams[PacketType.PUBLISH];
  }

  long controlBytes() {
    long sum = 0;
    for (int type = 0; type < bytes.length; type++) {
      sum += PacketType.isPayload(type) ? 0 : bytes[type];
    }
    return sum;
  }
}

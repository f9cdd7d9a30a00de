package org.socketplatform.relay;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.socketplatform.bluetooth.api.PacketLink;
import org.socketplatform.bluetooth.api.PacketLinks;
import org.socketplatform.bluetooth.api.PacketListener;
import org.socketplatform.bluetooth.api.Registration;
import org.socketplatform.relay.protocol.Contact;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.NatType;
import org.socketplatform.relay.protocol.Peer;
import org.socketplatform.relay.protocol.crypto.Names;

/**
 * Peers that are reached without a network. The engine knows each of them by an endpoint that is
 * made of its id, in 240.0.0.0/4, which no network uses: so all peers mean the same one by it. The
 * first packet on a link, in each direction, says whose it is:
 *
 * <pre>
 *  1 byte   0, as no packet of the relay begins
 * 32 bytes  the id of the peer
 * </pre>
 *
 * <p>A burst of packets waits here, within a bound; what is beyond it is lost, as on any network.
 * Safe for use by many threads.
 */
final class Nearby implements PacketListener, AutoCloseable {
  private static final int RESERVED = 0xf000_0000;
  private static final int HELLO_BYTES = 1 + Id.BYTES;
  private static final int MOST_WAITING = 1024;

  private final Id self;
  private final Sockets.Inlet inlet;
  private final Consumer<Contact> met;
  private final Map<PacketLink, Line> lines = new ConcurrentHashMap<>();
  private final Map<Long, Line> byEndpoint = new ConcurrentHashMap<>();
  private volatile @Nullable Registration open;

  /** A link, and what waits for it. */
  private static final class Line {
    private final PacketLink link;
    private volatile long endpoint = Endpoint.NONE;

    // Guarded by this.
    private final Queue<ByteBuffer> waiting = new ArrayDeque<>();

    Line(PacketLink link) {
      this.link = link;
    }

    synchronized void send(ByteBuffer packet) {
      boolean sent = waiting.isEmpty() && link.send(packet);
      if (!sent && waiting.size() < MOST_WAITING) {
        waiting.add(ByteBuffer.allocate(packet.remaining()).put(packet.duplicate()).flip());
      }
    }

    synchronized void sendWaiting() {
      for (ByteBuffer next = waiting.peek(); next != null; next = waiting.peek()) {
        if (!link.send(next)) {
          return;
        }
        waiting.remove();
      }
    }
  }

  /**
   * Meets nobody yet.
   *
   * @param self the id of this peer
   * @param inlet takes the packets of others
   * @param met told of each peer that has said whose link it is
   */
  Nearby(Id self, Sockets.Inlet inlet, Consumer<Contact> met) {
    this.self = self;
    this.inlet = inlet;
    this.met = met;
  }

  /** Begins to look for others. */
  void start(PacketLinks links, UUID service) {
    open = links.open(service, this);
  }

  /** The Bluetooth service by which peers of a cluster meet: a UUID of version 8. */
  static UUID serviceOf(Id cluster) {
    ByteBuffer hash = ByteBuffer.wrap(Names.of("nearby " + cluster).toBytes());
    long high = (hash.getLong() & ~0xf000L) | 0x8000L;
    long low = (hash.getLong() & ~(3L << 62)) | (2L << 62);
    return new UUID(high, low);
  }

  /** Where a peer is known to be if it is nearby. */
  static long endpointOf(Id peer) {
    ByteBuffer bytes = ByteBuffer.wrap(peer.toBytes());
    int port = 1 + (bytes.getShort() & 0x7fff);
    return Endpoint.of(RESERVED | bytes.getInt() >>> 4, port);
  }

  /** Whether an endpoint is that of a peer nearby, there or not. */
  static boolean isNearby(long endpoint) {
    return (Endpoint.address(endpoint) & RESERVED) == RESERVED;
  }

  /** Sends a datagram, or loses it. */
  void send(long to, ByteBuffer datagram) {
    Line line = byEndpoint.get(to);
    if (line != null) {
      line.send(datagram);
    }
  }

  @Override
  public void opened(PacketLink link) {
    Line line = lines.computeIfAbsent(link, Line::new);
    line.send(ByteBuffer.allocate(HELLO_BYTES).put((byte) 0).put(self.toBytes()).flip());
  }

  @Override
  public void received(PacketLink link, ByteBuffer packet) {
    Line line = lines.computeIfAbsent(link, Line::new);
    if (line.endpoint != Endpoint.NONE) {
      inlet.received(Peer.MAIN, line.endpoint, packet);
    } else if (packet.remaining() == HELLO_BYTES && packet.get() == 0) {
      byte[] bytes = new byte[Id.BYTES];
      packet.get(bytes);
      name(line, Id.of(bytes));
    }
  }

  private void name(Line line, Id peer) {
    if (!peer.equals(self)) {
      long endpoint = endpointOf(peer);
      line.endpoint = endpoint;
      byEndpoint.put(endpoint, line);
      met.accept(new Contact(peer, endpoint, NatType.PORT_RESTRICTED, false));
    }
  }

  @Override
  public void writable(PacketLink link) {
    Line line = lines.get(link);
    if (line != null) {
      line.sendWaiting();
    }
  }

  @Override
  public void closed(PacketLink link) {
    Line line = lines.remove(link);
    if (line != null) {
      byEndpoint.remove(line.endpoint, line);
    }
  }

  @Override
  public void close() {
    Registration registration = open;
    if (registration != null) {
      registration.close();
    }
  }
}

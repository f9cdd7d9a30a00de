package org.socketplatform.relay;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Outlet;
import org.socketplatform.relay.protocol.Peer;
import org.socketplatform.udp.api.UdpOptions;
import org.socketplatform.udp.api.UdpReceiver;
import org.socketplatform.udp.api.UdpSocket;
import org.socketplatform.udp.api.UdpSockets;

/**
 * The sockets of one peer. What the engine asks for comes one call at a time; what the network
 * brings comes on the threads of the UDP service.
 */
final class Sockets implements AutoCloseable {
  /** Takes what comes in; the datagram is good only until it returns. */
  interface Inlet {
    void received(int socket, long from, ByteBuffer datagram);
  }

  private static final System.Logger LOG = System.getLogger(Sockets.class.getName());
  private static final int MAX_SOCKETS = 1024;
  private static final int KEPT_ADDRESSES = 1024;

  private final UdpSockets udp;
  private final Inlet inlet;
  private final Map<Integer, UdpSocket> sockets = new ConcurrentHashMap<>();
  private final Map<Long, InetSocketAddress> addresses =
      new LinkedHashMap<>(KEPT_ADDRESSES, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, InetSocketAddress> eldest) {
          return size() > KEPT_ADDRESSES;
        }
      };
  private InetAddress local = InetAddress.ofLiteral("0.0.0.0");

  Sockets(UdpSockets udp, Inlet inlet) {
    this.udp = udp;
    this.inlet = inlet;
  }

  /** Binds the two sockets that every peer has. */
  void open(InetSocketAddress main, InetSocketAddress probe) throws IOException {
    local = main.getAddress();
    sockets.put(Peer.MAIN, udp.open(UdpOptions.bind(main)));
    try {
      sockets.put(Peer.PROBE, udp.open(UdpOptions.bind(probe)));
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** Begins to receive. */
  void listen() throws IOException {
    for (Map.Entry<Integer, UdpSocket> entry : sockets.entrySet()) {
      entry.getValue().receive(new Receiver(entry.getKey()));
    }
  }

  InetSocketAddress localAddress() {
    UdpSocket main = sockets.get(Peer.MAIN);
    if (main == null) {
      throw new IllegalStateException("the peer is closed");
    }
    return main.localAddress();
  }

  /** One socket's packets; a sender's address is turned into an endpoint once in a row. */
  private final class Receiver implements UdpReceiver {
    private final int socket;
    private @Nullable InetSocketAddress lastSender;
    private long lastEndpoint = Endpoint.NONE;

    Receiver(int socket) {
      this.socket = socket;
    }

    @Override
    public void packet(ByteBuffer packet, InetSocketAddress from) {
      if (!from.equals(lastSender)) {
        lastSender = from;
        boolean isKnown = from.getAddress() instanceof Inet4Address;
        lastEndpoint = isKnown ? Endpoint.of(from) : Endpoint.NONE;
      }
      if (lastEndpoint != Endpoint.NONE) {
        inlet.received(socket, lastEndpoint, packet);
      }
    }
  }

  /** See {@link Outlet#send}. */
  void send(int socket, long to, ByteBuffer datagram) {
    UdpSocket sender = sockets.get(socket);
    if (sender != null) {
      try {
        sender.send(datagram, addresses.computeIfAbsent(to, Endpoint::toSocketAddress));
      } catch (IOException e) {
        LOG.log(Level.DEBUG, () -> "cannot send to " + Endpoint.text(to) + ": " + e.getMessage());
      }
    }
  }

  /** See {@link Outlet#openSocket}. */
  int openSocket() {
    for (int number = Peer.PROBE + 1; number < MAX_SOCKETS; number++) {
      if (!sockets.containsKey(number)) {
        return openSocket(number);
      }
    }
    return -1;
  }

  private int openSocket(int number) {
    try {
      UdpSocket socket = udp.open(UdpOptions.bind(new InetSocketAddress(local, 0)));
      sockets.put(number, socket);
      socket.receive(new Receiver(number));
      return number;
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "cannot open one more socket", e);
      return -1;
    }
  }

  /** See {@link Outlet#closeSocket}. */
  void closeSocket(int socket) {
    UdpSocket closed = sockets.remove(socket);
    if (closed != null) {
      closed.close();
    }
  }

  @Override
  public void close() {
    sockets.values().forEach(UdpSocket::close);
    sockets.clear();
  }
}

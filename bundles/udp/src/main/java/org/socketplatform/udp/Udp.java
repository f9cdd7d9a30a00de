package org.socketplatform.udp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.AlreadyConnectedException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Command;
import org.socketplatform.plugin.Errno;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Handover;
import org.socketplatform.plugin.HostAndPort;
import org.socketplatform.plugin.Permission;
import org.socketplatform.plugin.Plugin;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.udp.api.UdpCounters;
import org.socketplatform.udp.api.UdpOptions;

/**
 * UDP, for {@code socket:dgram}.
 *
 * <p>An open socket is proof that its owner was allowed to open it; whom it sends to is checked for
 * each destination. What pages have open stays open when another version of this plugin takes over.
 */
@Plugin("udp")
@Permission(
    value = "udp:bind",
    description = "Receives packets at these addresses and ports of this host, and of these groups")
@Permission(value = "udp:send", description = "Sends packets to these hosts and ports")
final class Udp implements Handover, AutoCloseable {
  private static final String BIND = "udp:bind";
  private static final String SEND = "udp:send";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_HOPS = 255;

  private final PageSockets sockets = new PageSockets(PATIENCE);
  private final Sending sending = new Sending();

  Udp() {}

  /** Whether a socket is of IPv4 or of IPv6. */
  enum Type {
    udp4,
    udp6
  }

  /** An option that is a number. */
  enum Setting {
    /** 1 to allow packets to broadcast addresses, 0 to refuse them. */
    broadcast,
    /** Hops of a packet, 1 to 255. */
    ttl,
    /** Hops of a packet to a group, 0 to 255. */
    multicastTtl,
    /** 1 if packets to a group reach this host, too. */
    multicastLoopback
  }

  /** A buffer of the kernel. */
  enum Buffer {
    receive,
    send
  }

  /** An address of a socket. */
  record Name(String id, String address, int port, String family) {}

  /**
   * What is known of a socket.
   *
   * @param connected true if it has one peer
   * @param sent packets that the kernel took
   * @param refused packets that the kernel had no room for
   * @param received packets that were read
   * @param waiting packets that were read and wait for the page
   * @param dropped packets that were dropped because the page was too slow
   */
  record State(
      String id,
      boolean bound,
      boolean connected,
      long sent,
      long sentBytes,
      long refused,
      long received,
      long receivedBytes,
      int waiting,
      long dropped) {}

  /** The size of a buffer, in bytes. */
  record Size(String id, int size) {}

  /** The number of a socket. */
  record Id(String id) {}

  @Override
  public Map<String, Object> release() {
    return sockets.release();
  }

  @Override
  public void adopt(Map<String, Object> state) {
    sockets.adopt(state);
  }

  @Override
  public void close() {
    sockets.closeAll();
  }

  /**
   * Opens a socket at an address and port of this host and begins to receive.
   *
   * @param feed by which {@code events} it is told of
   * @param host where to bind to; port 0 for one of the system's choice
   * @param receiveBuffer bytes, 4 MiB unless given
   * @param sendBuffer bytes
   */
  @Command(permission = BIND)
  Name bind(
      String id,
      String feed,
      Type type,
      HostAndPort host,
      Optional<Boolean> reuseAddr,
      Optional<Boolean> reusePort,
      Optional<Boolean> ipv6Only,
      Optional<Integer> receiveBuffer,
      Optional<Integer> sendBuffer,
      Caller caller)
      throws IOException {
    UdpOptions options =
        new UdpOptions(
            Addresses.resolve(host, type == Type.udp6),
            reuseAddr.orElse(false),
            reusePort.orElse(false),
            ipv6Only.orElse(false),
            receiveBuffer.orElse(0),
            sendBuffer.orElse(0));
    return local(sockets.open(caller, id, feed, options));
  }

  /**
   * Opens a socket at any address and a port of the system's choice, for sending, and begins to
   * receive answers.
   *
   * @param host whom it is to send to first
   */
  @Command(permission = SEND)
  Name open(
      String id,
      String feed,
      Type type,
      HostAndPort host,
      Optional<Boolean> ipv6Only,
      Optional<Integer> receiveBuffer,
      Optional<Integer> sendBuffer,
      Caller caller)
      throws IOException {
    InetAddress any = Addresses.literal(type == Type.udp6 ? "::" : "0.0.0.0");
    UdpOptions options =
        new UdpOptions(
            new InetSocketAddress(any, 0),
            false,
            false,
            ipv6Only.orElse(false),
            receiveBuffer.orElse(0),
            sendBuffer.orElse(0));
    return local(sockets.open(caller, id, feed, options));
  }

  private static Name local(PageSocket socket) {
    return name(socket, socket.socket().localAddress());
  }

  private static Name name(PageSocket socket, InetSocketAddress address) {
    boolean isIpv6 = socket.socket().isIpv6();
    return new Name(
        socket.id(),
        Addresses.text(address.getAddress(), isIpv6),
        address.getPort(),
        isIpv6 ? "IPv6" : "IPv4");
  }

  /**
   * Tells what comes in for all sockets of a feed: packets, what was dropped, errors.
   *
   * @param after number of the last item that was seen
   */
  @Command(permission = Route.BASIC)
  Reply.Stream events(String feed, Optional<Long> after, Caller caller) {
    return new Reply.Stream(sockets.events(caller, feed, after.orElse(0L)));
  }

  /** Tells that items of a feed were seen, so that more can come. */
  @Command(permission = Route.BASIC)
  void acknowledge(String feed, long number, Caller caller) {
    sockets.acknowledge(caller, feed, number);
  }

  /**
   * Sends packets to one host.
   *
   * @param packets each with its length before it, 32 bits, big endian
   */
  @Command(permission = SEND)
  Sending.Sent send(String id, HostAndPort host, Body packets, Caller caller) throws IOException {
    PageSocket socket = sockets.find(caller, id);
    return sending.send(socket.socket(), Optional.of(peer(socket, host)), packets);
  }

  /**
   * Sends packets to the peer of a connected socket.
   *
   * @param packets each with its length before it, 32 bits, big endian
   */
  @Command(permission = Route.BASIC)
  Sending.Sent sendConnected(String id, Body packets, Caller caller) throws IOException {
    PageSocket socket = sockets.find(caller, id);
    if (socket.socket().remoteAddress().isEmpty()) {
      throw notConnected();
    }
    return sending.send(socket.socket(), Optional.empty(), packets);
  }

  private static InetSocketAddress peer(PageSocket socket, HostAndPort host) {
    if (host.port() == 0) {
      throw Errno.EINVAL.exception("a packet cannot be sent to port 0");
    }
    return Addresses.resolve(host, socket.socket().isIpv6());
  }

  /** Receives from and sends to one host only. */
  @Command(permission = SEND)
  Name connect(String id, HostAndPort host, Caller caller) throws IOException {
    PageSocket socket = sockets.find(caller, id);
    InetSocketAddress peer = peer(socket, host);
    try {
      socket.socket().connect(peer);
    } catch (AlreadyConnectedException e) {
      throw new FailureException(
          new Failure("InternalError", "ERR_SOCKET_DGRAM_IS_CONNECTED", "Already connected"));
    }
    return name(socket, peer);
  }

  /** Undoes {@code connect}. */
  @Command(permission = Route.BASIC)
  Id disconnect(String id, Caller caller) throws IOException {
    ChannelSocket socket = sockets.find(caller, id).socket();
    if (socket.remoteAddress().isEmpty()) {
      throw notConnected();
    }
    socket.disconnect();
    return new Id(id);
  }

  private static FailureException notConnected() {
    return new FailureException(
        new Failure("InternalError", "ERR_SOCKET_DGRAM_NOT_CONNECTED", "Not connected"));
  }

  /** Closes a socket. */
  @Command(permission = Route.BASIC)
  Id close(String id, Caller caller) {
    sockets.close(caller, id);
    return new Id(id);
  }

  /** Tells where a socket is bound to. */
  @Command(permission = Route.BASIC)
  Name getSockName(String id, Caller caller) {
    return local(sockets.find(caller, id));
  }

  /** Tells whom a socket is connected to. */
  @Command(permission = Route.BASIC)
  Name getPeerName(String id, Caller caller) throws IOException {
    PageSocket socket = sockets.find(caller, id);
    return name(socket, socket.socket().remoteAddress().orElseThrow(Udp::notConnected));
  }

  /** Tells what went through a socket. */
  @Command(permission = Route.BASIC)
  State getState(String id, Caller caller) throws IOException {
    PageSocket socket = sockets.find(caller, id);
    UdpCounters counters = socket.socket().counters();
    return new State(
        id,
        true,
        socket.socket().remoteAddress().isPresent(),
        counters.sent(),
        counters.sentBytes(),
        counters.refused(),
        counters.received(),
        counters.receivedBytes(),
        socket.waiting(),
        socket.dropped());
  }

  /** Sets an option. */
  @Command(permission = Route.BASIC)
  Id set(String id, Setting setting, int value, Caller caller) throws IOException {
    ChannelSocket socket = sockets.find(caller, id).socket();
    boolean isHops = setting == Setting.ttl || setting == Setting.multicastTtl;
    int least = setting == Setting.ttl ? 1 : 0;
    if (value < least || value > (isHops ? MOST_HOPS : 1)) {
      throw Errno.EINVAL.exception();
    }
    switch (setting) {
      case broadcast -> socket.broadcast(value == 1);
      case ttl -> socket.timeToLive(value);
      case multicastTtl -> socket.multicastTimeToLive(value);
      case multicastLoopback -> socket.multicastLoopback(value == 1);
    }
    return new Id(id);
  }

  /**
   * Chooses where packets to groups go out.
   *
   * @param address of the interface; of one of IPv6 also {@code ::%} and its name
   */
  @Command(permission = Route.BASIC)
  Id setMulticastInterface(String id, String address, Caller caller) throws IOException {
    ChannelSocket socket = sockets.find(caller, id).socket();
    socket.multicastInterface(Addresses.network(Optional.of(address)));
    return new Id(id);
  }

  /**
   * Receives what is sent to a group.
   *
   * @param host the group, and the port that the socket is bound to
   * @param source whose packets alone, if not those of everybody
   * @param network address of the interface
   */
  @Command(permission = BIND)
  Id join(
      String id, HostAndPort host, Optional<String> source, Optional<String> network, Caller caller)
      throws IOException {
    ChannelSocket socket = sockets.find(caller, id).socket();
    if (host.port() != socket.localAddress().getPort()) {
      throw new FailureException(
          Failure.badRequest("Invalid 'host' given in parameters: its port is not the socket's"));
    }
    try {
      socket.join(
          Addresses.literal(host.host()),
          Addresses.network(network),
          source.map(Addresses::literal));
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw Errno.EINVAL.exception();
    } catch (UnsupportedOperationException e) {
      throw Errno.ENOTSUP.exception();
    }
    return new Id(id);
  }

  /** Undoes {@code join}. */
  @Command(permission = Route.BASIC)
  Id leave(
      String id, String group, Optional<String> source, Optional<String> network, Caller caller)
      throws IOException {
    ChannelSocket socket = sockets.find(caller, id).socket();
    if (!socket.leave(
        Addresses.literal(group), Addresses.network(network), source.map(Addresses::literal))) {
      throw Errno.EADDRNOTAVAIL.exception();
    }
    return new Id(id);
  }

  /**
   * Tells, and sets, how much the kernel may keep.
   *
   * @param size in bytes
   */
  @Command(permission = Route.BASIC)
  Size bufferSize(String id, Buffer buffer, Optional<Integer> size, Caller caller)
      throws IOException {
    ChannelSocket socket = sockets.find(caller, id).socket();
    if (size.isPresent() && size.get() < 1) {
      throw Errno.EINVAL.exception();
    }
    if (buffer == Buffer.receive) {
      if (size.isPresent()) {
        socket.receiveBuffer(size.get());
      }
      return new Size(id, socket.receiveBuffer());
    }
    if (size.isPresent()) {
      socket.sendBuffer(size.get());
    }
    return new Size(id, socket.sendBuffer());
  }
}

package org.socketplatform.udp;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.socketplatform.udp.api.UdpOptions;
import org.socketplatform.udp.api.UdpSocket;
import org.socketplatform.udp.api.UdpSockets;

/**
 * Sockets that are channels of the JDK: for single packets these are as fast as C. A few threads
 * read all of them.
 */
@Component(service = UdpSockets.class)
public final class ChannelSockets implements UdpSockets {
  private static final int RECEIVE_BUFFER = 4 * 1024 * 1024;
  private static final int MOST_LOOPS = 4;

  private final Set<ChannelSocket> open = ConcurrentHashMap.newKeySet();

  // Guarded by this.
  private final List<ReceiveLoop> loops = new ArrayList<>();
  private int next;
  private boolean closed;

  @Activate
  public ChannelSockets() {}

  @Override
  public UdpSocket open(UdpOptions options) throws IOException {
    return openChannel(options);
  }

  @SuppressWarnings("MustBeClosedChecker") // closed with the socket
  ChannelSocket openChannel(UdpOptions options) throws IOException {
    boolean isIpv6 = options.local().getAddress() instanceof Inet6Address;
    DatagramChannel channel =
        DatagramChannel.open(isIpv6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
    try {
      prepare(channel, isIpv6, options);
      channel.bind(options.local());
      return adopt(channel, isIpv6);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void prepare(DatagramChannel channel, boolean isIpv6, UdpOptions options)
      throws IOException {
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.SO_REUSEADDR, options.reuseAddress());
    if (options.reusePort()) {
      channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
    }
    if (isIpv6 && options.ipv6Only()) {
      Descriptor.of(channel, isIpv6).set(Descriptor.IPV6_V6ONLY, 1);
    }
    channel.setOption(
        StandardSocketOptions.SO_RCVBUF,
        options.receiveBuffer() > 0 ? options.receiveBuffer() : RECEIVE_BUFFER);
    if (options.sendBuffer() > 0) {
      channel.setOption(StandardSocketOptions.SO_SNDBUF, options.sendBuffer());
    }
  }

  /** A socket of a channel that is bound and does not block. */
  ChannelSocket adopt(DatagramChannel channel, boolean isIpv6) throws IOException {
    ChannelSocket socket = new ChannelSocket(channel, isIpv6, loop(), open::remove);
    open.add(socket);
    return socket;
  }

  /** The next of the threads, each in turn; they are started as they are needed. */
  private synchronized ReceiveLoop loop() {
    if (closed) {
      throw new IllegalStateException("The service of UDP sockets has gone");
    }
    int most = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, MOST_LOOPS);
    if (loops.size() < most) {
      loops.add(new ReceiveLoop("udp-" + loops.size()));
    }
    next = (next + 1) % loops.size();
    return loops.get(next);
  }

  /** Ends the threads; sockets stay open, are read no more, and are another's to close. */
  synchronized void release() {
    closed = true;
    open.clear();
    loops.forEach(ReceiveLoop::close);
    loops.clear();
  }

  /** Closes all sockets and ends the threads. */
  @Deactivate
  void close() {
    List.copyOf(open).forEach(ChannelSocket::close);
    release();
  }
}

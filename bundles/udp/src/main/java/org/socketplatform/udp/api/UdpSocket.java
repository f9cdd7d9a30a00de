package org.socketplatform.udp.api;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A UDP socket that is bound. Safe for use by many threads. Once it is closed, every method but
 * {@link #close}, {@link #counters} and {@link #localAddress} throws {@link
 * java.nio.channels.ClosedChannelException}.
 */
@ProviderType
public interface UdpSocket extends AutoCloseable {
  /** The address and port that it is bound to. */
  InetSocketAddress localAddress();

  /** Whom it is connected to, if it is. */
  Optional<InetSocketAddress> remoteAddress() throws IOException;

  /**
   * Begins to receive; called once.
   *
   * @throws IllegalStateException if it receives already
   */
  void receive(UdpReceiver receiver) throws IOException;

  /**
   * Sends one packet. Never waits.
   *
   * @param packet from its position to its limit; a direct buffer saves a copy
   * @param to where to, of a connected socket its peer
   * @return false if the kernel has no room for it: the packet was not sent
   * @throws IOException if it cannot be sent, as one that is too large
   */
  boolean send(ByteBuffer packet, InetSocketAddress to) throws IOException;

  /**
   * Sends one packet to the peer of a connected socket. Never waits.
   *
   * @return false if the kernel has no room for it
   * @throws java.nio.channels.NotYetConnectedException if it is not connected
   * @throws java.net.PortUnreachableException if nobody listens there, as an earlier packet learned
   */
  boolean send(ByteBuffer packet) throws IOException;

  /**
   * Sends many packets of one size to one place, with segmentation offload ({@code UDP_SEGMENT} of
   * Linux) where the kernel has it: several times as many as one by one. Never waits.
   *
   * @param packets one after the other, from position to limit; the last may be shorter. The
   *     position moves behind what was sent. A direct buffer saves a copy
   * @param size of each packet in bytes, 1 to 65507
   * @return how many packets were sent; fewer than there are if the kernel has no room
   */
  int sendAll(ByteBuffer packets, int size, InetSocketAddress to) throws IOException;

  /**
   * Waits until the kernel has room to send again.
   *
   * @return false if it has not in this time
   */
  boolean awaitRoom(Duration most) throws IOException, InterruptedException;

  /** Receives from and sends to this peer only, until {@link #disconnect}. */
  void connect(InetSocketAddress peer) throws IOException;

  /** Undoes {@link #connect}. */
  void disconnect() throws IOException;

  /** Allows packets to broadcast addresses. */
  void broadcast(boolean allowed) throws IOException;

  /** Hops that a packet may take, 1 to 255; on Linux. */
  void timeToLive(int hops) throws IOException;

  /** Hops that a packet to a group may take, 0 to 255. */
  void multicastTimeToLive(int hops) throws IOException;

  /** Whether packets to a group reach this host as well; true at first. */
  void multicastLoopback(boolean loops) throws IOException;

  /** Where packets to a group go out. */
  void multicastInterface(NetworkInterface network) throws IOException;

  /**
   * Receives what is sent to a group.
   *
   * @param source whose packets alone, if not those of everybody
   */
  void join(InetAddress group, NetworkInterface network, Optional<InetAddress> source)
      throws IOException;

  /**
   * Undoes {@link #join}.
   *
   * @return false if the group had not been joined like this
   */
  boolean leave(InetAddress group, NetworkInterface network, Optional<InetAddress> source)
      throws IOException;

  /** What the kernel may keep of what has come, in bytes, as it tells itself. */
  int receiveBuffer() throws IOException;

  /** See {@link #receiveBuffer()}. */
  void receiveBuffer(int bytes) throws IOException;

  /** What the kernel may keep of what is to be sent, in bytes, as it tells itself. */
  int sendBuffer() throws IOException;

  /** See {@link #sendBuffer()}. */
  void sendBuffer(int bytes) throws IOException;

  /** What went through so far. */
  UdpCounters counters();

  /** Closes the socket; its receiver is told. */
  @Override
  void close();
}

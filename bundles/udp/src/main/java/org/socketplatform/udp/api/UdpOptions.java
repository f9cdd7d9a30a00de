package org.socketplatform.udp.api;

import java.net.InetSocketAddress;

/**
 * How a socket is opened.
 *
 * @param local address and port to bind to; port 0 for one of the system's choice. Its family is
 *     that of the socket: one of IPv6 takes IPv4 as well, unless {@code ipv6Only}
 * @param reuseAddress {@code SO_REUSEADDR}: others that say so too may bind the same address
 * @param reusePort {@code SO_REUSEPORT}: the kernel spreads senders over the sockets that say so
 * @param ipv6Only {@code IPV6_V6ONLY}; on Linux
 * @param receiveBuffer bytes that the kernel may keep; 0 for 4 MiB. The kernel takes less where its
 *     own limit ({@code net.core.rmem_max}) is lower
 * @param sendBuffer bytes that the kernel may keep; 0 for what the system has
 */
public record UdpOptions(
    InetSocketAddress local,
    boolean reuseAddress,
    boolean reusePort,
    boolean ipv6Only,
    int receiveBuffer,
    int sendBuffer) {
  public UdpOptions {
    if (local.isUnresolved()) {
      throw new IllegalArgumentException("The address to bind to is not resolved: " + local);
    }
    if (receiveBuffer < 0 || sendBuffer < 0) {
      throw new IllegalArgumentException("A buffer has no negative size");
    }
  }

  /** A socket that shares its address with nobody. */
  public static UdpOptions bind(InetSocketAddress local) {
    return new UdpOptions(local, false, false, false, 0, 0);
  }

  /** The same with {@code SO_REUSEADDR}. */
  public UdpOptions reusingAddress() {
    return new UdpOptions(local, true, reusePort, ipv6Only, receiveBuffer, sendBuffer);
  }

  /** The same with buffers of these sizes in bytes. */
  public UdpOptions buffers(int receive, int send) {
    return new UdpOptions(local, reuseAddress, reusePort, ipv6Only, receive, send);
  }
}

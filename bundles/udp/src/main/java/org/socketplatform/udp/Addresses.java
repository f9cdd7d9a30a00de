package org.socketplatform.udp;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import org.socketplatform.plugin.Errno;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.HostAndPort;

/** Addresses between Node's spelling and the JDK's. */
final class Addresses {
  private static final int GROUPS = 8;

  private Addresses() {}

  /**
   * The address of a host in the family of a socket; one of IPv6 reaches IPv4 too, but prefers its
   * own.
   *
   * @throws FailureException {@code ENOTFOUND} if there is none
   */
  static InetSocketAddress resolve(HostAndPort host, boolean isIpv6) {
    return new InetSocketAddress(resolve(host.host(), isIpv6), host.port());
  }

  private static InetAddress resolve(String host, boolean isIpv6) {
    try {
      InetAddress[] all = InetAddress.getAllByName(host);
      return Arrays.stream(all)
          .filter(address -> address instanceof Inet6Address == isIpv6)
          .findFirst()
          .or(() -> isIpv6 ? Arrays.stream(all).findFirst() : Optional.empty())
          .orElseThrow(() -> notFound(host));
    } catch (UnknownHostException e) {
      throw notFound(host);
    }
  }

  private static FailureException notFound(String host) {
    return new FailureException(
        new Failure("NotFoundError", "ENOTFOUND", "There is no such host in this family: " + host)
            .with("hostname", host));
  }

  /**
   * An address that is written as one; names are not looked up.
   *
   * @throws FailureException {@code EINVAL} if it is none
   */
  static InetAddress literal(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      throw Errno.EINVAL.exception();
    }
  }

  /** An address as Node writes it: RFC 5952; of IPv4 at a socket of IPv6, the mapped one. */
  static String text(InetAddress address, boolean isIpv6) {
    if (address instanceof Inet4Address four) {
      return isIpv6 ? "::ffff:" + four.getHostAddress() : four.getHostAddress();
    }
    String text = compressed(address.getAddress());
    return address.isLinkLocalAddress() && address instanceof Inet6Address six
        ? text + zone(six)
        : text;
  }

  private static String zone(Inet6Address address) {
    NetworkInterface scoped = address.getScopedInterface();
    if (scoped != null) {
      return "%" + scoped.getName();
    }
    if (address.getScopeId() == 0) {
      return "";
    }
    try {
      NetworkInterface named = NetworkInterface.getByIndex(address.getScopeId());
      return "%" + (named == null ? String.valueOf(address.getScopeId()) : named.getName());
    } catch (SocketException e) {
      return "%" + address.getScopeId();
    }
  }

  private static String compressed(byte[] bytes) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
    }
    int start = -1;
    int length = 1; // a single zero is written out
    for (int i = 0; i < GROUPS; i++) {
      int zeros = 0;
      while (i + zeros < GROUPS && groups[i + zeros] == 0) {
        zeros++;
      }
      if (zeros > length) {
        start = i;
        length = zeros;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (i == start) {
        text.append("::");
        i += length - 1;
      } else {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
          text.append(':');
        }
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }

  /**
   * A network interface: by its address, or by its name or number behind a {@code %}; without
   * either the first that is up and can multicast, else that of this host alone.
   *
   * @throws FailureException {@code EADDRNOTAVAIL} if there is no such interface
   */
  static NetworkInterface network(Optional<String> address) throws IOException {
    if (address.isPresent()) {
      return named(address.get()).orElseThrow(Errno.EADDRNOTAVAIL::exception);
    }
    Optional<NetworkInterface> outside =
        NetworkInterface.networkInterfaces().filter(Addresses::canMulticast).findFirst();
    if (outside.isPresent()) {
      return outside.get();
    }
    return named("127.0.0.1").orElseThrow(Errno.ENODEV::exception);
  }

  private static boolean canMulticast(NetworkInterface network) {
    try {
      return network.isUp()
          && network.supportsMulticast()
          && !network.isLoopback()
          && network.inetAddresses().findAny().isPresent();
    } catch (SocketException e) {
      return false;
    }
  }

  private static Optional<NetworkInterface> named(String address) throws IOException {
    int percent = address.indexOf('%');
    if (percent >= 0) {
      String zone = address.substring(percent + 1);
      return Optional.ofNullable(
          zone.matches("[0-9]{1,9}")
              ? NetworkInterface.getByIndex(Integer.parseInt(zone))
              : NetworkInterface.getByName(zone));
    }
    InetAddress literal = literal(address);
    return literal.isAnyLocalAddress()
        ? Optional.of(network(Optional.empty()))
        : Optional.ofNullable(NetworkInterface.getByInetAddress(literal));
  }
}

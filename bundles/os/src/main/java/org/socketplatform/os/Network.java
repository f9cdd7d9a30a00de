package org.socketplatform.os;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Addresses of the interfaces that are up.
 *
 * @param ipv4 the first IPv4 address of each interface, by its name
 * @param ipv6 the first IPv6 address of each interface, by its name
 * @param addresses all of them
 */
record Network(Map<String, First> ipv4, Map<String, First> ipv6, List<Address> addresses) {
  /** The addresses that the host has now. */
  static Network ofThisHost() throws SocketException {
    List<Address> addresses = new ArrayList<>();
    for (NetworkInterface link : NetworkInterface.networkInterfaces().toList()) {
      if (link.isUp()) {
        for (InterfaceAddress address : link.getInterfaceAddresses()) {
          addresses.add(Address.of(link, address));
        }
      }
    }
    return new Network(
        firstOf("IPv4", addresses), firstOf("IPv6", addresses), List.copyOf(addresses));
  }

  private static Map<String, First> firstOf(String family, List<Address> addresses) {
    Map<String, First> first = new LinkedHashMap<>();
    for (Address address : addresses) {
      if (address.family().equals(family)) {
        first.putIfAbsent(
            address.name(),
            new First(address.address(), String.valueOf(address.internal()), address.mac()));
      }
    }
    return first;
  }

  /**
   * The first address of an interface.
   *
   * @param internal {@code true} or {@code false} as text
   */
  record First(String address, String internal, String mac) {}

  /** One address of an interface. */
  record Address(
      String name,
      String family,
      String address,
      int prefix,
      String mac,
      boolean internal,
      Optional<Integer> scopeid) {
    static Address of(NetworkInterface link, InterfaceAddress item) throws SocketException {
      InetAddress address = item.getAddress();
      byte[] mac = link.getHardwareAddress();
      return new Address(
          link.getName(),
          address instanceof Inet6Address ? "IPv6" : "IPv4",
          text(address.getAddress()),
          item.getNetworkPrefixLength(),
          mac == null ? "00:00:00:00:00:00" : HexFormat.ofDelimiter(":").formatHex(mac),
          address.isLoopbackAddress(),
          address instanceof Inet6Address v6 ? Optional.of(v6.getScopeId()) : Optional.empty());
    }
  }

  /** An address as RFC 5952 recommends it: the longest run of zero groups is left out. */
  static String text(byte[] address) {
    return address.length == 4 ? dotted(address) : grouped(address);
  }

  private static String dotted(byte[] address) {
    return (address[0] & 0xff)
        + "."
        + (address[1] & 0xff)
        + "."
        + (address[2] & 0xff)
        + "."
        + (address[3] & 0xff);
  }

  private static String grouped(byte[] address) {
    int[] groups = new int[8];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = (address[2 * i] & 0xff) << 8 | (address[2 * i + 1] & 0xff);
    }
    int zerosAt = -1;
    int zeros = 1;
    for (int i = 0; i < groups.length; i++) {
      int run = 0;
      while (i + run < groups.length && groups[i + run] == 0) {
        run++;
      }
      if (run > zeros) {
        zerosAt = i;
        zeros = run;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < groups.length; i++) {
      if (i == zerosAt) {
        text.append("::");
        i += zeros - 1;
      } else {
        if (i > 0 && text.charAt(text.length() - 1) != ':') {
          text.append(':');
        }
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }
}

package org.socketplatform.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Addresses as Node writes them. */
final class Addresses {
  private Addresses() {}

  static Map<String, Object> fields(InetSocketAddress address) {
    return Map.of(
        "address", text(address.getAddress()),
        "family", address.getAddress() instanceof Inet6Address ? "IPv6" : "IPv4",
        "port", address.getPort());
  }

  /** Without brackets; an IPv6 address in its short form. */
  static String text(InetAddress address) {
    if (!(address instanceof Inet6Address six)) {
      return address.getHostAddress();
    }
    String zone = "";
    String full = six.getHostAddress();
    int percent = full.indexOf('%');
    if (percent >= 0) {
      zone = full.substring(percent);
      full = full.substring(0, percent);
    }
    return shorten(full.split(":")) + zone;
  }

  /** RFC 5952: the longest run of zeros, of two at least, is left out. */
  private static String shorten(String[] groups) {
    int start = -1;
    int length = 1;
    for (int i = 0; i < groups.length; i++) {
      int end = i;
      while (end < groups.length && groups[end].equals("0")) {
        end++;
      }
      if (end - i > length) {
        start = i;
        length = end - i;
      }
      i = Math.max(i, end - 1);
    }
    if (start < 0) {
      return String.join(":", groups);
    }
    return String.join(":", Arrays.copyOfRange(groups, 0, start))
        + "::"
        + String.join(":", Arrays.copyOfRange(groups, start + length, groups.length));
  }

  /**
   * The addresses of a host, in the order in which to try them: families in turn, as RFC 8305 says.
   *
   * @param family 4, 6, or 0 for both
   */
  static List<InetAddress> of(String host, int family) throws UnknownHostException {
    List<InetAddress> found =
        Arrays.stream(InetAddress.getAllByName(host))
            .filter(address -> family == 0 || (family == 6) == address instanceof Inet6Address)
            .toList();
    if (found.isEmpty()) {
      throw new UnknownHostException(host);
    }
    boolean sixFirst = found.getFirst() instanceof Inet6Address;
    int[] counts = new int[2];
    record Ranked(InetAddress address, int rank) {}
    return found.stream()
        .map(address -> {
          int kind = address instanceof Inet6Address == sixFirst ? 0 : 1;
          return new Ranked(address, 2 * counts[kind]++ + kind);
        })
        .sorted(Comparator.comparingInt(Ranked::rank))
        .map(Ranked::address)
        .toList();
  }
}

package org.socketplatform.dns;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Command;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.HostAndPort;
import org.socketplatform.plugin.Permission;
import org.socketplatform.plugin.Plugin;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Scoped;
import org.socketplatform.plugin.Writable;

/** Names of hosts, for {@code socket:dns}. A name is checked as a host with port 53. */
@Plugin("dns")
@Permission(value = "dns:lookup", description = "Finds the addresses of these names")
@Permission(value = "dns:resolve", description = "Asks name servers about these names")
final class Dns {
  private static final String RESOLVE = "dns:resolve";
  private static final Path SETTINGS = Path.of("/etc/resolv.conf");
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int TRIES = 4;
  private static final int MOST_TRIES = 16;

  private final Resolver resolver = new Resolver(new SecureRandom());

  Dns() {}

  /**
   * An address of a name.
   *
   * @param family 4 or 6
   */
  record Address(String address, int family) {}

  /** A name server. */
  record Server(String address, int port) {}

  /**
   * Finds the addresses of a name as the system does, from its files as well as from name servers.
   *
   * @param family 4 or 6 for these alone
   */
  @Command
  List<Address> lookup(HostAndPort host, Optional<Integer> family) {
    int wanted = family.orElse(0);
    List<Address> addresses = new ArrayList<>();
    for (InetAddress address : addresses(host.host())) {
      int own = address instanceof Inet4Address ? 4 : 6;
      if (wanted == 0 || wanted == own) {
        addresses.add(new Address(text(address), own));
      }
    }
    if (addresses.isEmpty()) {
      throw notFound(host.host());
    }
    return addresses;
  }

  private static InetAddress[] addresses(String host) {
    try {
      return InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw notFound(host);
    }
  }

  private static FailureException notFound(String host) {
    return new FailureException(
        new Failure("NotFoundError", "ENOTFOUND", "There is no such host: " + host));
  }

  /** Finds the name of an address, as the system does. */
  @Command(permission = RESOLVE)
  String lookupService(HostAndPort host) {
    String address = host.host();
    String name = addresses(address)[0].getCanonicalHostName();
    if (name.equals(addresses(address)[0].getHostAddress())) {
      throw notFound(address);
    }
    return name;
  }

  /** The name servers that this host is set up with. */
  @Command(permission = RESOLVE)
  List<Server> servers() {
    return NameServers.of(SETTINGS).stream()
        .map(server -> new Server(text(server.getAddress()), server.getPort()))
        .toList();
  }

  /**
   * Asks the name servers of this host for records.
   *
   * @param within how long the first try may take
   * @param tries how often each server is asked, 1 to 16
   */
  @Command
  Reply.Value resolve(
      HostAndPort host,
      RecordType type,
      Optional<Duration> within,
      Optional<Integer> tries,
      Cancellation cancellation) {
    return resolve(host, type, NameServers.of(SETTINGS), within, tries, cancellation);
  }

  /**
   * Asks another name server for records.
   *
   * @param server its address and port
   * @param within how long the first try may take
   * @param tries how often it is asked, 1 to 16
   */
  @Command(permission = RESOLVE)
  Reply.Value resolveAt(
      HostAndPort host,
      RecordType type,
      @Scoped("dns:server") HostAndPort server,
      Optional<Duration> within,
      Optional<Integer> tries,
      Cancellation cancellation) {
    InetSocketAddress address = new InetSocketAddress(addresses(server.host())[0], server.port());
    return resolve(host, type, List.of(address), within, tries, cancellation);
  }

  private Reply.Value resolve(
      HostAndPort host,
      RecordType type,
      List<InetSocketAddress> servers,
      Optional<Duration> within,
      Optional<Integer> tries,
      Cancellation cancellation) {
    Duration patience = within.orElse(TIMEOUT);
    int count = tries.orElse(TRIES);
    if (patience.isNegative() || patience.isZero() || count < 1 || count > MOST_TRIES) {
      throw new FailureException(
          Failure.badRequest("Expecting a timeout above 0 and 1 to " + MOST_TRIES + " tries"));
    }
    String name = type == RecordType.PTR ? reversed(host.host()) : host.host();
    Message answer = resolver.resolve(name, type, servers, patience, count, cancellation);
    List<Map<String, Object>> records = new ArrayList<>();
    for (Message.Resource record : answer.answers()) {
      if (type == RecordType.ANY || record.type() == type) {
        records.add(values(record));
      }
    }
    return new Reply.Value(Writable.of(records));
  }

  private static Map<String, Object> values(Message.Resource record) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("type", record.type().name());
    record
        .values()
        .forEach((name, value) ->
            values.put(name, value instanceof InetAddress address ? text(address) : value));
    values.put("ttl", record.ttl());
    return values;
  }

  /** The name under which an address is asked for (RFC 1035, 3.5; RFC 3596, 2.5). */
  private static String reversed(String host) {
    InetAddress address;
    try {
      address = InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException e) {
      return host; // it is such a name already
    }
    byte[] bytes = address.getAddress();
    List<String> labels = new ArrayList<>();
    for (int i = bytes.length - 1; i >= 0; i--) {
      int value = bytes[i] & 0xff;
      if (bytes.length == 4) {
        labels.add(Integer.toString(value));
      } else {
        labels.add(Integer.toHexString(value & 0xf));
        labels.add(Integer.toHexString(value >> 4));
      }
    }
    return String.join(".", labels) + (bytes.length == 4 ? ".in-addr.arpa" : ".ip6.arpa");
  }

  /** RFC 5952. */
  static String text(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    byte[] bytes = address.getAddress();
    int[] groups = new int[8];
    Arrays.setAll(groups, i -> (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff));
    StringBuilder text = new StringBuilder();
    int start = longestZeros(groups);
    for (int i = 0; i < groups.length; i++) {
      if (i == start) {
        text.append("::");
        while (i + 1 < groups.length && groups[i + 1] == 0) {
          i++;
        }
      } else {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
          text.append(':');
        }
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }

  /** Where the first of the longest rows of zeros begins; -1 if there is none of two or more. */
  private static int longestZeros(int[] groups) {
    int start = -1;
    int longest = 1;
    int row = 0;
    for (int i = 0; i < groups.length; i++) {
      row = groups[i] == 0 ? row + 1 : 0;
      if (row > longest) {
        longest = row;
        start = i - row + 1;
      }
    }
    return start;
  }
}

package org.socketplatform.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.HostAndPort;

/**
 * Lines such as {@code send[] = "*.example.com:443"}. Names and addresses are different worlds: a
 * pattern of names never matches an address, nor the other way round; only {@code *} alone matches
 * both.
 */
final class HostPatterns implements Patterns<HostAndPort> {
  private final List<Entry> anywhere = new ArrayList<>();
  private final Map<String, List<Entry>> names = new HashMap<>();
  private final Map<String, List<Entry>> domains = new HashMap<>();
  private final Map<Network, List<Entry>> networks = new HashMap<>();
  private final TreeSet<Integer> prefixes4 = new TreeSet<>();
  private final TreeSet<Integer> prefixes6 = new TreeSet<>();

  /** The ports of a line, both ends included. */
  private record Entry(int from, int to, Grant grant) {}

  /** The addresses that begin with the same bits. */
  private record Network(IpAddress address, int length) {}

  @Override
  public void add(Grant grant) {
    String text = grant.value();
    int colon = text.lastIndexOf(':');
    if (colon < 0 || text.indexOf(']', colon) >= 0) {
      throw new IllegalArgumentException(
          "it has no port; write it as example.com:443, or :* at the" + " end for all ports");
    }
    Entry entry = ports(text.substring(colon + 1), grant);
    String host = text.substring(0, colon);
    if (host.equals("*")) {
      anywhere.add(entry);
    } else if (host.startsWith("*.")) {
      String domain = HostName.host(host.substring(2));
      if (address(domain) != null) {
        throw new IllegalArgumentException("*. stands before a name, not before an address");
      }
      put(domains, domain, entry);
    } else {
      addHost(host, entry);
    }
  }

  private static Entry ports(String text, Grant grant) {
    if (text.equals("*")) {
      return new Entry(0, 65535, grant);
    }
    int dash = text.indexOf('-');
    int from = HostName.port(dash < 0 ? text : text.substring(0, dash));
    int to = dash < 0 ? from : HostName.port(text.substring(dash + 1));
    if (from > to) {
      throw new IllegalArgumentException("the first port is larger than the last");
    }
    return new Entry(from, to, grant);
  }

  private void addHost(String text, Entry entry) {
    if (text.indexOf('*') >= 0) {
      throw new IllegalArgumentException(
          "* stands alone or as the first label, as in *.example.com");
    }
    int slash = text.indexOf('/');
    String host = slash < 0 ? text : text.substring(0, slash);
    String length = slash < 0 ? "" : text.substring(slash + 1);
    if (host.startsWith("[") && length.endsWith("]")) {
      host += "]";
      length = length.substring(0, length.length() - 1);
    }
    String name = HostName.host(host);
    @Nullable IpAddress address = address(name);
    if (address == null) {
      if (slash >= 0) {
        throw new IllegalArgumentException("only an address has a prefix length behind a slash");
      }
      put(names, name, entry);
      return;
    }
    if (name.indexOf('%') >= 0) {
      throw new IllegalArgumentException("leave the zone out; it is not compared");
    }
    int bits = slash < 0 ? address.bits() : prefixLength(length, address.bits());
    if (!address.prefix(bits).equals(address)) {
      throw new IllegalArgumentException(
          "the address has bits behind its prefix; write " + address.prefix(bits) + "/" + bits);
    }
    (address.is4() ? prefixes4 : prefixes6).add(bits);
    put(networks, new Network(address, bits), entry);
  }

  private static int prefixLength(String text, int most) {
    int length = Digits.decimal(text, 0, text.length(), most);
    if (length >= 0) {
      return length;
    }
    throw new IllegalArgumentException("a prefix length is a number from 0 to " + most);
  }

  private static <K> void put(Map<K, List<Entry>> map, K key, Entry entry) {
    map.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(entry);
  }

  /** The address that a host in its one spelling is; null if it is a name. */
  private static @Nullable IpAddress address(String host) {
    if (host.indexOf(':') < 0) {
      return IpAddress.parse4(host).orElse(null);
    }
    int percent = host.indexOf('%');
    return IpAddress.parse6(percent < 0 ? host : host.substring(0, percent)).orElseThrow();
  }

  @Override
  public @Nullable Grant find(HostAndPort value) {
    @Nullable IpAddress address = address(value.host());
    @Nullable Grant found = address == null ? findName(value) : findAddress(address, value.port());
    return found != null ? found : find(anywhere, value.port());
  }

  private @Nullable Grant findName(HostAndPort value) {
    @Nullable Grant found = find(names.getOrDefault(value.host(), List.of()), value.port());
    String domain = value.host();
    for (int dot = domain.indexOf('.'); found == null && dot >= 0; dot = domain.indexOf('.')) {
      domain = domain.substring(dot + 1);
      found = find(domains.getOrDefault(domain, List.of()), value.port());
    }
    return found;
  }

  private @Nullable Grant findAddress(IpAddress address, int port) {
    for (int length : address.is4() ? prefixes4 : prefixes6) {
      Network network = new Network(address.prefix(length), length);
      @Nullable Grant found = find(networks.getOrDefault(network, List.of()), port);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable Grant find(List<Entry> entries, int port) {
    for (Entry entry : entries) {
      if (entry.from() <= port && port <= entry.to()) {
        return entry.grant();
      }
    }
    return null;
  }
}

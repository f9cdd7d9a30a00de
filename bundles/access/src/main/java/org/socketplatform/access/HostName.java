package org.socketplatform.access;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.socketplatform.plugin.HostAndPort;

/**
 * The one spelling of a host. Names become lower-case ASCII (IDNA, RFC 3490) without a dot at the
 * end. Addresses are read strictly: what some program would take for an address in another
 * spelling, such as {@code 0x7f.1} or {@code 127.000.0.1}, is refused and never taken for a name.
 */
final class HostName {
  private static final int LONGEST = 253;
  private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");

  private HostName() {}

  /**
   * A host with a port, as {@code example.com:443} or {@code [::1]:80}.
   *
   * @throws IllegalArgumentException what is wrong with it
   */
  static HostAndPort parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0 || text.endsWith("]")) {
      throw new IllegalArgumentException("it has no port; write it as example.com:443");
    }
    return new HostAndPort(host(text.substring(0, colon)), port(text.substring(colon + 1)));
  }

  /** A host, an IPv6 address in brackets. */
  static String host(String text) {
    if (text.startsWith("[")) {
      if (!text.endsWith("]")) {
        throw new IllegalArgumentException("the closing bracket of the address is missing");
      }
      return address6(text.substring(1, text.length() - 1));
    }
    if (text.indexOf(':') >= 0) {
      throw new IllegalArgumentException("an IPv6 address needs brackets, as [::1]:80");
    }
    String name = ascii(text);
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    if (NUMBER.matcher(name.substring(name.lastIndexOf('.') + 1)).matches()) {
      return IpAddress.parse4(name)
          .map(IpAddress::toString)
          .orElseThrow(() ->
              new IllegalArgumentException(
                  "an IPv4 address is four decimal numbers without leading zeros"));
    }
    if (name.length() > LONGEST) {
      throw new IllegalArgumentException("the name is longer than " + LONGEST + " characters");
    }
    for (String label : name.split("\\.", -1)) {
      if (!LABEL.matcher(label).matches()) {
        throw new IllegalArgumentException("it is no host name");
      }
    }
    return name;
  }

  private static String ascii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        if (text.length() > LONGEST) {
          throw new IllegalArgumentException("the name is longer than " + LONGEST + " characters");
        }
        return IDN.toASCII(text, 0).toLowerCase(Locale.ROOT);
      }
    }
    return text.toLowerCase(Locale.ROOT);
  }

  /** An IPv6 address; one that stands for an IPv4 address is that. The zone stays. */
  private static String address6(String text) {
    int percent = text.indexOf('%');
    String zone = percent < 0 ? "" : text.substring(percent);
    Optional<IpAddress> address = IpAddress.parse6(percent < 0 ? text : text.substring(0, percent));
    if (address.isEmpty() || !(zone.isEmpty() || zone.matches("%[A-Za-z0-9._~-]{1,32}"))) {
      throw new IllegalArgumentException("it is no IPv6 address");
    }
    return address.get().is4() ? address.get().toString() : address.get() + zone;
  }

  /** A port, 0 to 65535. */
  static int port(String text) {
    int port = text.length() <= 5 ? Digits.decimal(text, 0, text.length(), 65535) : -1;
    if (port >= 0) {
      return port;
    }
    throw new IllegalArgumentException("a port is a number from 0 to 65535");
  }
}

package org.socketplatform.relay.protocol;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * An IPv4 address and a port, packed into a {@code long} so that tables of them and datagrams that
 * only pass through cost no objects: the address is in bits 16 to 47, the port in bits 0 to 15.
 */
public final class Endpoint {
  /** No endpoint at all. */
  public static final long NONE = 0;

  private Endpoint() {}

  /**
   * The endpoint with an address, as a big-endian number, and a port from 0 to 65535.
   *
   * @throws IllegalArgumentException if the port is out of range
   */
  public static long of(int address, int port) {
    if (port < 0 || port > 0xffff) {
      throw new IllegalArgumentException("not a port: " + port);
    }
    return (address & 0xffff_ffffL) << 16 | port;
  }

  /**
   * The endpoint of a socket address.
   *
   * @throws IllegalArgumentException if it is unresolved or not of IPv4
   */
  public static long of(InetSocketAddress address) {
    if (!(address.getAddress() instanceof Inet4Address inet)) {
      throw new IllegalArgumentException("not an IPv4 address: " + address);
    }
    byte[] bytes = inet.getAddress();
    int number =
        (bytes[0] & 255) << 24 | (bytes[1] & 255) << 16 | (bytes[2] & 255) << 8 | (bytes[3] & 255);
    return of(number, address.getPort());
  }

  /**
   * The endpoint that a text of four decimal numbers and a port name; {@link #NONE} if the text is
   * no such address or the port is not from 1 to 65535. Nothing is looked up.
   */
  public static long parse(CharSequence address, int port) {
    if (port < 1 || port > 0xffff || address.length() > 15) {
      return NONE;
    }
    long number = 0;
    int parts = 0;
    int part = -1;
    for (int i = 0; i <= address.length(); i++) {
      char c = i < address.length() ? address.charAt(i) : '.';
      if (c == '.') {
        if (part < 0) {
          return NONE;
        }
        number = number << 8 | part;
        parts++;
        part = -1;
      } else if (c >= '0' && c <= '9' && part != 0) {
        part = Math.max(part, 0) * 10 + c - '0';
        if (part > 255) {
          return NONE;
        }
      } else {
        return NONE;
      }
    }
    return parts == 4 && number != 0 ? number << 16 | port : NONE;
  }

  /** The address as a big-endian number. */
  public static int address(long endpoint) {
    return (int) (endpoint >>> 16);
  }

  /** The port. */
  public static int port(long endpoint) {
    return (int) endpoint & 0xffff;
  }

  /**
   * The first 24 bits of the address: what one network of the smallest usual size has in common.
   */
  public static int network(long endpoint) {
    return (int) (endpoint >>> 24);
  }

  /** The address as four decimal numbers. */
  public static String host(long endpoint) {
    int address = address(endpoint);
    return (address >>> 24)
        + "."
        + (address >>> 16 & 255)
        + "."
        + (address >>> 8 & 255)
        + "."
        + (address & 255);
  }

  /** Address and port, as in {@code 192.0.2.1:4242}. */
  public static String text(long endpoint) {
    return host(endpoint) + ":" + port(endpoint);
  }

  /** The endpoint as the JDK has it. */
  public static InetSocketAddress toSocketAddress(long endpoint) {
    int address = address(endpoint);
    byte[] bytes = {
      (byte) (address >>> 24), (byte) (address >>> 16), (byte) (address >>> 8), (byte) address
    };
    try {
      return new InetSocketAddress(InetAddress.getByAddress(bytes), port(endpoint));
    } catch (UnknownHostException e) {
      throw new AssertionError("four bytes are an address", e);
    }
  }
}

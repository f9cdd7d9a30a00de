package org.socketplatform.relay;

import java.util.EnumSet;
import java.util.Optional;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Feature;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.NatType;
import org.socketplatform.relay.protocol.PeerOptions;

/**
 * What a page wants its peer to be.
 *
 * @param clusterId of the app, 64 hexadecimal digits
 * @param peerId chosen by the app; without it, the hash of the peer's key
 * @param udp whether it uses the network
 * @param nearby whether it meets peers nearby, over Bluetooth
 * @param port of the main socket; 0 for any
 * @param probePort of the socket that helps to find out how the peer is reached; 0 for any
 * @param address where others see it, if that is known; an introducer must know
 * @param natType how others reach it, if that is known
 * @param indexed whether it is an introducer
 * @param keepalive how often at most an idle peer is asked whether it is there, in ms
 * @param limitExempt whether nobody's packets are limited
 */
record PeerConfig(
    String clusterId,
    Optional<String> peerId,
    boolean udp,
    boolean nearby,
    int port,
    int probePort,
    Optional<String> address,
    Optional<Integer> natType,
    boolean indexed,
    int keepalive,
    boolean limitExempt) {
  private static final int MOST_PORT = 0xffff;

  PeerConfig {
    if (!udp && !nearby) {
      throw new IllegalArgumentException("A peer needs the network, peers nearby, or both");
    }
    if (port < 0 || port > MOST_PORT || probePort < 0 || probePort > MOST_PORT) {
      throw new IllegalArgumentException("A port is from 0 to " + MOST_PORT);
    }
  }

  /**
   * The same for the engine.
   *
   * @throws IllegalArgumentException if it makes no sense
   */
  PeerOptions options() {
    long seenAt = address.map(host -> endpoint(host, port)).orElse(Endpoint.NONE);
    NatType type = natType.map(PeerConfig::known).orElse(NatType.UNKNOWN);
    if (type.isKnown() && seenAt == Endpoint.NONE) {
      throw new IllegalArgumentException("A natType that is known needs address and port as well");
    }
    return new PeerOptions(
        Id.ofHex(clusterId),
        peerId.map(Id::ofHex),
        indexed,
        seenAt,
        type,
        keepalive,
        PeerOptions.DEFAULT_CACHE_BYTES,
        limitExempt,
        EnumSet.allOf(Feature.class));
  }

  /** The endpoint that an address and a port name. */
  static long endpoint(String address, int port) {
    long endpoint = Endpoint.parse(address, port);
    if (endpoint == Endpoint.NONE) {
      throw new IllegalArgumentException(
          "An address is one of IPv4, such as 192.0.2.1, with a port from 1 to 65535: "
              + address
              + " and "
              + port);
    }
    return endpoint;
  }

  private static NatType known(int bits) {
    NatType type = NatType.of(bits);
    if (!type.isKnown()) {
      throw new IllegalArgumentException("A natType is 31, 29, 15, 13, 7 or 5, and not " + bits);
    }
    return type;
  }
}

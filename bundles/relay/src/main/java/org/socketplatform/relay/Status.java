package org.socketplatform.relay;

import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.PeerInfo;

/**
 * What a page is told about its peer.
 *
 * @param address where others see it; empty until that is found out
 * @param port 0 until it is found out
 * @param natType bits of how others can reach it; 0 until it is found out
 * @param clock how many joins it has sent
 * @param uptime in milliseconds
 * @param peers how many it knows
 * @param connected how many of them have answered
 * @param packets how many it holds
 */
record Status(
    String peerId,
    String address,
    int port,
    int natType,
    long clock,
    long uptime,
    int peers,
    int connected,
    int packets) {
  static Status of(PeerInfo info) {
    boolean isKnown = info.endpoint() != Endpoint.NONE;
    return new Status(
        info.peerId().toString(),
        isKnown ? Endpoint.host(info.endpoint()) : "",
        Endpoint.port(info.endpoint()),
        info.natType().bits(),
        info.clock(),
        info.uptimeMillis(),
        info.knownPeers(),
        info.connectedPeers(),
        info.cachedPackets());
  }
}

package org.socketplatform.relay.protocol;

/**
 * What a peer knows about itself.
 *
 * @param peerId its id
 * @param endpoint where others see it; {@link Endpoint#NONE} until it is found out
 * @param natType how others can reach it
 * @param clock how many joins it has sent
 * @param uptimeMillis since it was started
 * @param knownPeers how many peers are in its table
 * @param connectedPeers how many of them have answered
 * @param cachedPackets how many packets it holds
 */
public record PeerInfo(
    Id peerId,
    long endpoint,
    NatType natType,
    long clock,
    long uptimeMillis,
    int knownPeers,
    int connectedPeers,
    int cachedPackets) {}

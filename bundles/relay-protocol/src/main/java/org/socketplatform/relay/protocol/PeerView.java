package org.socketplatform.relay.protocol;

/**
 * What a peer knows about another.
 *
 * @param peerId its id
 * @param endpoint where it is
 * @param natType how it is reached
 * @param connected whether it has answered
 * @param indexed whether it is an introducer
 * @param proxied whether it is reached through another peer only
 * @param capable whether it has announced what this implementation adds to the wire
 * @param proven whether its id is the hash of a key that it holds
 * @param lastHeard when it was last heard, in milliseconds since the epoch; 0 if never
 * @param roundTripMillis the time of an answer, smoothed; -1 if not measured
 */
public record PeerView(
    Id peerId,
    long endpoint,
    NatType natType,
    boolean connected,
    boolean indexed,
    boolean proxied,
    boolean capable,
    boolean proven,
    long lastHeard,
    int roundTripMillis) {}

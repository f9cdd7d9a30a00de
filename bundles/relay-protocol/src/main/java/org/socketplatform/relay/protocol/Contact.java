package org.socketplatform.relay.protocol;

/**
 * A peer that is known from the start.
 *
 * @param peerId its id
 * @param endpoint where it is, an {@link Endpoint}
 * @param natType how it is reached
 * @param indexed whether it is an introducer: one that stays, and helps peers to find each other
 */
public record Contact(Id peerId, long endpoint, NatType natType, boolean indexed) {}

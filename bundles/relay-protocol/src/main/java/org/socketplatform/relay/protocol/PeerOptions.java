package org.socketplatform.relay.protocol;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * How a peer behaves.
 *
 * @param clusterId the cluster of the app
 * @param peerId an id that the app chose itself; without one it is the hash of the peer's key
 * @param indexed whether it is an introducer, reachable by everybody at a fixed address
 * @param endpoint where others see it, if that is known; an introducer must know
 * @param natType how others reach it, if that is known
 * @param keepaliveMillis how often at most an idle peer is asked whether it is there, in ms
 * @param cacheBytes how much memory packets may take, each counted as 2423 bytes
 * @param limitExempt whether nobody's datagrams are limited
 * @param features what it does otherwise than the original
 */
public record PeerOptions(
    Id clusterId,
    Optional<Id> peerId,
    boolean indexed,
    long endpoint,
    NatType natType,
    int keepaliveMillis,
    int cacheBytes,
    boolean limitExempt,
    Set<Feature> features) {
  /** What the original takes. */
  public static final int DEFAULT_KEEPALIVE_MILLIS = 30_000;

  /** What the original takes: 6604 packets. */
  public static final int DEFAULT_CACHE_BYTES = 16_000_000;

  public PeerOptions {
    features = Set.copyOf(features);
    if (keepaliveMillis < 1000) {
      throw new IllegalArgumentException("keepalive is at least 1000 ms: " + keepaliveMillis);
    }
    if (cacheBytes < 0) {
      throw new IllegalArgumentException("a cache has no negative size: " + cacheBytes);
    }
    if (indexed && endpoint == Endpoint.NONE) {
      throw new IllegalArgumentException("an introducer must know the address it is seen at");
    }
  }

  /** A peer of an app, with everything switched on. */
  public static PeerOptions of(Id clusterId) {
    return new PeerOptions(
        clusterId,
        Optional.empty(),
        false,
        Endpoint.NONE,
        NatType.UNKNOWN,
        DEFAULT_KEEPALIVE_MILLIS,
        DEFAULT_CACHE_BYTES,
        false,
        EnumSet.allOf(Feature.class));
  }

  /** The same as an introducer that is seen at an endpoint. */
  public PeerOptions asIntroducer(long seenAt) {
    return new PeerOptions(
        clusterId,
        peerId,
        true,
        seenAt,
        NatType.UNRESTRICTED,
        keepaliveMillis,
        cacheBytes,
        limitExempt,
        features);
  }

  /** The same with an id that the app chose. */
  public PeerOptions withPeerId(Id chosen) {
    return new PeerOptions(
        clusterId,
        Optional.of(chosen),
        indexed,
        endpoint,
        natType,
        keepaliveMillis,
        cacheBytes,
        limitExempt,
        features);
  }

  /** The same at an endpoint that is known, reached in a way that is known. */
  public PeerOptions seenAt(long seenAt, NatType type) {
    return new PeerOptions(
        clusterId,
        peerId,
        indexed,
        seenAt,
        type,
        keepaliveMillis,
        cacheBytes,
        limitExempt,
        features);
  }

  /** The same with exactly these features; none of them makes a peer like the original. */
  public PeerOptions withFeatures(Set<Feature> chosen) {
    return new PeerOptions(
        clusterId,
        peerId,
        indexed,
        endpoint,
        natType,
        keepaliveMillis,
        cacheBytes,
        limitExempt,
        chosen);
  }

  /** The same with another size of the cache. */
  public PeerOptions withCacheBytes(int bytes) {
    return new PeerOptions(
        clusterId,
        peerId,
        indexed,
        endpoint,
        natType,
        keepaliveMillis,
        bytes,
        limitExempt,
        features);
  }

  /** The same that asks idle peers less or more often. */
  public PeerOptions withKeepaliveMillis(int millis) {
    return new PeerOptions(
        clusterId, peerId, indexed, endpoint, natType, millis, cacheBytes, limitExempt, features);
  }
}

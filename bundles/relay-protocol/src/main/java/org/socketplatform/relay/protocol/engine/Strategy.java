package org.socketplatform.relay.protocol.engine;

import org.socketplatform.relay.protocol.NatType;

/** How a peer tries to reach another, by how both of them can be reached. */
enum Strategy {
  /** Write to it. */
  DIRECT,
  /** Write to it, though it will have to write first. */
  DEFER,
  /** Write to many of its ports from one: the side with one mapping. */
  OPEN,
  /** Write to its port from many of one's own: the side whose mapping depends on the other end. */
  CONNECT,
  /** Have another peer pass on what is for it. */
  PROXY;

  /** What the one side does about the other. */
  static Strategy of(NatType mine, NatType other) {
    if (isUnnamed(mine) || isUnnamed(other) || !mine.isKnown() || !other.isKnown()) {
      return PROXY;
    }
    if (mine == NatType.UNRESTRICTED) {
      return other == NatType.UNRESTRICTED ? DIRECT : DEFER;
    }
    if (mine == NatType.PORT_RESTRICTED && other == NatType.ENDPOINT_RESTRICTED) {
      return OPEN;
    }
    if (mine == NatType.ENDPOINT_RESTRICTED && other == NatType.PORT_RESTRICTED) {
      return CONNECT;
    }
    if (mine == NatType.ENDPOINT_RESTRICTED && other == NatType.ENDPOINT_RESTRICTED) {
      return PROXY;
    }
    return DIRECT;
  }

  private static boolean isUnnamed(NatType type) {
    return type == NatType.MAPPED_ADDR_RESTRICTED || type == NatType.MAPPED_UNRESTRICTED;
  }
}

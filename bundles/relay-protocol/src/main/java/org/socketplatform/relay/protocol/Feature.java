package org.socketplatform.relay.protocol;

/**
 * What this implementation does otherwise than the original, each alone to be switched off so that
 * its effect can be measured. All of it travels where original peers do not look: they notice
 * nothing. Faults that only break things, such as a handler that throws, are not kept as an option.
 */
public enum Feature {
  /** Messages are signed as a whole, over their place too. */
  SIGNED_MESSAGES,
  /** Answers take the way back that the question came, and keep their signature. */
  ROUTED_ANSWERS,
  /** A packet must have the id that its bytes give. */
  CHECKED_IDS,
  /** A full cache gives up what is of least use, not what is newest. */
  FAIR_EVICTION,
  /** Packets expire when their time is over. */
  TIMELY_EXPIRY,
  /** Packets say when they were written, and last for two weeks from then, but no longer. */
  DATED_PACKETS,
  /**
   * Limits hold in the own subcluster, too, and for whole networks of addresses; only so much is
   * done for others; what does not open is not passed on.
   */
  QUOTAS,
  /** Joins are passed on and answered sparingly. */
  QUIET_JOINS,
  /** A peer's id is the hash of a key, and it shows that it has the key. */
  SIGNED_PEERS,
  /** Little is sent to an address until it has proven to be one that answers. */
  PROVEN_ADDRESSES,
  /** Mappings are kept open by what is needed, not by asking everybody all the time. */
  ADAPTIVE_KEEPALIVE,
  /** A sync leaves out what is equal on both sides. */
  LEAN_SYNC,
  /** Packets are announced to most peers, and sent to those that ask. */
  LAZY_PUSH,
  /** Peers that come are given what is there at once. */
  SERVED_NEWCOMERS,
  /** Several peers are asked at once for where this one is seen. */
  FAST_REFLECTION,
  /** Peers are chosen by distance, uptime and what they delivered; one by chance. */
  WEIGHED_CHOICE,
  /** A peer that leaves hands over what few others hold. */
  HANDOVER,
  /** Streams go through sessions of two peers, which stay closed to whoever learns keys later. */
  SESSIONS,
  /** Offers of the next key of a subcluster are told as what they are. */
  KEY_OFFERS,
  /** Two peers find what only one of them holds by sums over ranges of ids, in few steps. */
  RECONCILIATION,
  /** Large messages are sent with some parity, of which pieces that are lost are made. */
  PARITY
}

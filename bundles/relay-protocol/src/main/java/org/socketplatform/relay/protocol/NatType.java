package org.socketplatform.relay.protocol;

/**
 * What the way from a peer to the public network lets through, in the five bits that the wire has
 * for it: mapping known, mapping independent of the other end, filter known, any port of a known
 * address gets in, any address gets in.
 */
public enum NatType {
  /** Not found out yet. */
  UNKNOWN(0),
  /** Mapping depends on the other end, and only that end gets in: the hard kind. */
  ENDPOINT_RESTRICTED(5),
  /** One mapping for all; only a port that was written to gets in. */
  PORT_RESTRICTED(7),
  /** Mapping depends on the other end; any port of an address that was written to gets in. */
  MAPPED_ADDR_RESTRICTED(13),
  /** One mapping for all; any port of an address that was written to gets in. */
  ADDR_RESTRICTED(15),
  /** Mapping depends on the other end; everybody gets in. */
  MAPPED_UNRESTRICTED(29),
  /** One mapping for all, and everybody gets in. */
  UNRESTRICTED(31);

  private final int bits;

  NatType(int bits) {
    this.bits = bits;
  }

  /** The number on the wire. */
  public int bits() {
    return bits;
  }

  /** The type with a number; {@link #UNKNOWN} for a number that no known way can have. */
  public static NatType of(long bits) {
    for (NatType type : values()) {
      if (type.bits == bits) {
        return type;
      }
    }
    return UNKNOWN;
  }

  /** Whether it has been found out. */
  public boolean isKnown() {
    return this != UNKNOWN;
  }

  /** Whether every other end sees the same address and port. */
  public boolean hasOneMapping() {
    return (bits & 2) != 0;
  }

  /** Whether strangers get in without having been written to. */
  public boolean isOpen() {
    return this == UNRESTRICTED;
  }
}

package org.socketplatform.simulator;

/**
 * How a NAT maps and filters, in the terms of RFC 4787.
 *
 * @param mapping on what of the other end the outer port depends
 * @param ports how an outer port is chosen
 * @param filtering on what of the other end it depends who gets in
 * @param timeoutMillis how long a mapping lives after the last datagram out
 * @param hairpin whether inner hosts reach each other by their outer addresses
 */
record NatKind(Scope mapping, Ports ports, Scope filtering, long timeoutMillis, boolean hairpin) {
  /** What of the other end counts. */
  enum Scope {
    /** Nothing. */
    ANY,
    /** Its address. */
    ADDRESS,
    /** Its address and port. */
    ADDRESS_AND_PORT;

    /** A number for the part of an endpoint that counts; spread, as hash tables need it. */
    long of(long endpoint) {
      return switch (this) {
        case ANY -> 0;
        case ADDRESS -> (endpoint & ~0xffffL) * 0x9e3779b97f4a7c15L;
        case ADDRESS_AND_PORT -> endpoint * 0x9e3779b97f4a7c15L;
      };
    }
  }

  /** How outer ports are chosen. */
  enum Ports {
    /** The inner one while that is free, else the next. */
    PRESERVING,
    /** One after the other. */
    SEQUENTIAL,
    /** By chance. */
    RANDOM
  }

  static final long USUAL_TIMEOUT_MILLIS = 30_000;

  static final NatKind FULL_CONE = of(Scope.ANY, Ports.PRESERVING, Scope.ANY);
  static final NatKind ADDRESS_RESTRICTED = of(Scope.ANY, Ports.PRESERVING, Scope.ADDRESS);
  static final NatKind PORT_RESTRICTED = of(Scope.ANY, Ports.PRESERVING, Scope.ADDRESS_AND_PORT);
  static final NatKind HARD_RANDOM =
      of(Scope.ADDRESS_AND_PORT, Ports.RANDOM, Scope.ADDRESS_AND_PORT);
  static final NatKind HARD_SEQUENTIAL =
      of(Scope.ADDRESS_AND_PORT, Ports.SEQUENTIAL, Scope.ADDRESS_AND_PORT);
  static final NatKind HARD_PRESERVING =
      of(Scope.ADDRESS_AND_PORT, Ports.PRESERVING, Scope.ADDRESS_AND_PORT);

  private static NatKind of(Scope mapping, Ports ports, Scope filtering) {
    return new NatKind(mapping, ports, filtering, USUAL_TIMEOUT_MILLIS, false);
  }

  NatKind withTimeout(long millis) {
    return new NatKind(mapping, ports, filtering, millis, hairpin);
  }

  NatKind withHairpin() {
    return new NatKind(mapping, ports, filtering, timeoutMillis, true);
  }

  /** Whether every other end sees another port: no pair of such hosts meets directly. */
  boolean isHard() {
    return mapping != Scope.ANY;
  }
}

package org.socketplatform.simulator;

import java.util.random.RandomGenerator;

/**
 * Which share of the hosts has which kind of way to the public network. Of hosts that are not hard
 * to reach, 15 % are open, 34 % filter by address and 51 % by port; of those that are, 40 % have a
 * NAT that counts its ports up, 10 % one that keeps them, and the others choose by chance. The
 * shares are guesses of the literature, not measurements.
 *
 * @param hardShare the share of hosts that are hard to reach, from 0 to 1
 * @param timeoutMillis how long a mapping lives after the last datagram out
 */
record NatMix(double hardShare, long timeoutMillis) {
  private static final double OPEN_SHARE = 0.15;
  private static final double ADDRESS_SHARE = 0.34;
  private static final double SEQUENTIAL_SHARE = 0.4;
  private static final double PRESERVING_SHARE = 0.1;

  /** The same with mappings that live as long as most do. */
  NatMix(double hardShare) {
    this(hardShare, NatKind.USUAL_TIMEOUT_MILLIS);
  }

  /** Where a new host is attached, and whether it is hard to reach. */
  record Place(Realm realm, boolean isHard) {}

  Place draw(Internet internet, RandomGenerator random, Traffic traffic) {
    double which = random.nextDouble();
    if (random.nextDouble() < hardShare) {
      NatKind kind =
          which < SEQUENTIAL_SHARE
              ? NatKind.HARD_SEQUENTIAL
              : which < SEQUENTIAL_SHARE + PRESERVING_SHARE
                  ? NatKind.HARD_PRESERVING
                  : NatKind.HARD_RANDOM;
      return new Place(nat(kind, internet, random, traffic), true);
    }
    if (which < OPEN_SHARE) {
      return new Place(internet, false);
    }
    NatKind kind =
        which < OPEN_SHARE + ADDRESS_SHARE ? NatKind.ADDRESS_RESTRICTED : NatKind.PORT_RESTRICTED;
    return new Place(nat(kind, internet, random, traffic), false);
  }

  private Nat nat(NatKind kind, Internet internet, RandomGenerator random, Traffic traffic) {
    return new Nat(kind.withTimeout(timeoutMillis), internet, random, traffic);
  }
}

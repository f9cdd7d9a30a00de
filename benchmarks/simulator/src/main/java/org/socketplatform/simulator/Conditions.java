package org.socketplatform.simulator;

/**
 * What the public network does to datagrams.
 *
 * @param minLatencyMillis the shortest way in one direction
 * @param maxLatencyMillis the longest
 * @param loss the share of datagrams that is lost, from 0 to below 1
 */
record Conditions(int minLatencyMillis, int maxLatencyMillis, double loss) {
  /** Between cities of a continent or two. */
  static final Conditions USUAL = new Conditions(10, 100, 0);

  Conditions withLoss(double share) {
    return new Conditions(minLatencyMillis, maxLatencyMillis, share);
  }

  /** The mean time to the other end and back, in ms. */
  double roundTripMillis() {
    return minLatencyMillis + maxLatencyMillis;
  }
}

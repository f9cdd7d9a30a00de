package org.socketplatform.simulator;

import java.util.List;

/**
 * What one run of {@link FigureA} measured. Shares are from 0 to 1; the publisher is left out of
 * them. Times are in ms, sizes in bytes of UDP payload, and "per peer" means per peer that ever
 * took part, introducers counted and attackers with what they sent left out.
 *
 * @param joins peers that came, the first ones not counted
 * @param leaves peers that went
 * @param coverage500 of the subscribers that lived at least 500 ms after the message was published
 *     or after they came, those that had it
 * @param coverageAlive of the subscribers alive at the end, those that had it
 * @param ceiling of the same, those that were there for two mean round trips: what {@code
 *     coverageAlive} were if delivery took that long
 * @param coverageReady of the subscribers that became ready and lived 250 ms from then and from the
 *     publication on, those that had it
 * @param coverageEver of the subscribers alive at any time after the publication, those that had it
 * @param delays from the publication, or from a subscriber's own readiness, to its delivery
 * @param t90Coming 90 % quantile of the time from the publication, or from when a subscriber came,
 *     to its delivery: peers that are ready sooner have no better readiness to count from here
 * @param rmr relative message redundancy of Plumtree: payload datagrams per further holder, less 1
 * @param ldh last delivery hop: the largest number of hops of a delivery
 * @param payloadBytes sent per peer in datagrams that carry messages
 * @param controlBytes sent per peer in all others
 * @param datagrams sent per peer
 * @param queries datagrams that ask for a packet by its id
 * @param directShare of the connections that stood at the end, those without a relay between
 * @param capable the same of the peers with extensions
 * @param original the same of those that behave as the original
 * @param timeline what a plot shows
 */
record Outcome(
    int joins,
    int leaves,
    double coverage500,
    double coverageAlive,
    double ceiling,
    double coverageReady,
    double coverageEver,
    Delays delays,
    double t90Coming,
    double rmr,
    int ldh,
    double payloadBytes,
    double controlBytes,
    double datagrams,
    long queries,
    double directShare,
    Group capable,
    Group original,
    List<Sample> timeline) {
  /**
   * Some of the figures, of one kind of peers.
   *
   * @param controlBytes sent by each
   */
  record Group(
      double coverage500, double coverageAlive, double t90, double t90Coming, double controlBytes) {
    static final Group NOBODY =
        new Group(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
  }

  /** Quantiles of the time to delivery, in ms. */
  record Delays(double t50, double t90, double t99, double max) {}

  /** The state of the network at a time. */
  record Sample(long millis, int alive, int joined, int left, int wanting, int having) {}

  /** Joins and leaves in per cent of the first population, as the founding text counts them. */
  double changePercent() {
    return 100.0 * (joins + leaves) / Scenario.FIRST_PEERS;
  }
}

package org.socketplatform.simulator;

import java.util.List;

/**
 * What one run of {@link Endurance} measured. Shares are from 0 to 1.
 *
 * @param lostAfterMillis how long after its publication nobody held the message, neither online nor
 *     offline; {@link Member#NEVER} if that did not happen
 * @param marks what there was at certain days
 * @param onlineMean how many peers were online, introducers not counted
 * @param onlineMin the fewest that were
 * @param sessions how many sessions of subscribers ended after the publication and in time
 * @param sessionsWithIt the share of these in which the message was held in the end
 * @param bytesPerHour sent by a peer in an hour online
 * @param isGoneAfterwards whether nobody online held it an hour after two weeks
 * @param timeline what a plot shows
 */
record EnduranceOutcome(
    long lostAfterMillis,
    List<Mark> marks,
    double onlineMean,
    int onlineMin,
    int sessions,
    double sessionsWithIt,
    double bytesPerHour,
    boolean isGoneAfterwards,
    List<Sample> timeline) {
  /**
   * What there was at a day.
   *
   * @param day how many days after the publication
   * @param online how many peers were online
   * @param holders how many of them held the message
   * @param newcomers how many came for the first time just before
   * @param served how many of these had the message within a minute
   * @param delayMillis the median time from their coming until then; NaN if there is none
   */
  record Mark(int day, int online, int holders, int newcomers, int served, double delayMillis) {}

  /**
   * The network at a time.
   *
   * @param millis since the publication
   * @param online how many peers were online
   * @param holders how many of them held the message
   * @param keepers how many offline had it kept
   */
  record Sample(long millis, int online, int holders, int keepers) {}

  boolean isLost() {
    return lostAfterMillis < Member.NEVER;
  }
}

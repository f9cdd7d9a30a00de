package org.socketplatform.simulator;

import java.util.List;
import java.util.stream.Stream;

/**
 * One setting of the experiment that {@link Endurance} runs.
 *
 * @param peers how many people there are; few of them are online at a time
 * @param days how long the message has to last, from 1 on
 * @param zones in how many time zones they live
 * @param keepsCaches whether peers still have what they held when they come back
 * @param messagesPerDay how many other messages are published
 * @param isDated whether packets say when they were written
 */
record EnduranceSetting(
    int peers, int days, int zones, boolean keepsCaches, int messagesPerDay, boolean isDated) {
  static final EnduranceSetting USUAL = new EnduranceSetting(1024, 14, 3, false, 2, true);

  /** The days at which newcomers are counted. */
  List<Integer> marks() {
    return Stream.of(1, 7, 14, days).filter(day -> day <= days).distinct().sorted().toList();
  }

  /** The setting in words. */
  String text() {
    return """
    Endurance: %d people in %d time zones, %d days, %d other messages a day,
    peers that come back have %s, packets have %s\
    """
        .formatted(
            peers,
            zones,
            days,
            messagesPerDay,
            keepsCaches ? "what they held" : "lost all",
            isDated ? "a date" : "no date");
  }
}

package org.socketplatform.simulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * When somebody uses an app: on most days, once or several times, around the hours that they are
 * used to, by the clock of where they live.
 *
 * <p>That peers come and go by day and night and several times a day is known of file sharing
 * (Bhagwan, Savage, Voelker: Understanding Availability, IPTPS 2003), and that the lengths of
 * sessions are lognormal rather than exponential, too (Stutzbach, Rejaie: Understanding Churn in
 * Peer-to-Peer Networks, IMC 2006). The numbers here are assumptions, with sessions no longer than
 * those (Saroiu, Gummadi, Gribble 2002 measured a median of an hour).
 */
final class Habit {
  /** A time of use, in ms. */
  record Session(long from, long to) {}

  static final long DAY_MILLIS = 86_400_000;

  private static final double HOUR_MILLIS = 3_600_000;
  private static final double MINUTE_MILLIS = 60_000;

  /** By which the hours that people are used to can be beyond the day by another zone's clock. */
  private static final int MOST_DAYS_AHEAD = 2;

  private static final double ACTIVE_DAYS = 0.75;
  private static final double ONCE_MORE = 0.5;
  private static final double EVENING_SHARE = 0.6;
  private static final double EVENING_HOUR = 20;
  private static final double OFFICE_HOUR = 11;
  private static final double HOURS_AMONG_PEOPLE = 2;
  private static final double HOURS_AMONG_DAYS = 2;
  private static final double MEDIAN_MINUTES = 45;
  private static final double SPREAD_OF_LOGARITHM = 1.1;
  private static final double SHORTEST_MINUTES = 2;
  private static final double LONGEST_MINUTES = 720;

  private final double hour;

  private Habit(double hour) {
    this.hour = hour;
  }

  /**
   * Somebody's habit.
   *
   * @param zones in how many time zones people live, spread evenly over the day
   */
  static Habit draw(int zones, RandomGenerator random) {
    double favourite = random.nextDouble() < EVENING_SHARE ? EVENING_HOUR : OFFICE_HOUR;
    double zone = 24.0 * random.nextInt(zones) / zones;
    return new Habit(favourite + zone + HOURS_AMONG_PEOPLE * random.nextGaussian());
  }

  /**
   * All sessions that begin within some days, in order and apart from each other.
   *
   * @param start when the first day begins, in ms
   */
  List<Session> sessions(long start, int days, SplittableRandom random) {
    List<Session> drawn = new ArrayList<>();
    for (int day = -MOST_DAYS_AHEAD; day < days; day++) {
      if (random.nextDouble() < ACTIVE_DAYS) {
        do {
          drawn.add(session(start + day * DAY_MILLIS, random));
        } while (random.nextDouble() < ONCE_MORE);
      }
    }
    drawn.sort(Comparator.comparingLong(Session::from));
    List<Session> apart = new ArrayList<>();
    long free = start;
    for (Session session : drawn) {
      if (session.from >= free && session.from < start + days * DAY_MILLIS) {
        apart.add(session);
        free = session.to + (long) MINUTE_MILLIS;
      }
    }
    return apart;
  }

  private Session session(long day, SplittableRandom random) {
    double at = hour + HOURS_AMONG_DAYS * random.nextGaussian();
    double minutes = MEDIAN_MINUTES * Math.exp(SPREAD_OF_LOGARITHM * random.nextGaussian());
    long from = day + (long) (at * HOUR_MILLIS);
    double length = Math.clamp(minutes, SHORTEST_MINUTES, LONGEST_MINUTES) * MINUTE_MILLIS;
    return new Session(from, from + (long) length);
  }
}

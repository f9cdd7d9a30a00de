package org.socketplatform.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HabitTest {
  private static final long START = 1_000_000;
  private static final int DAYS = 28;
  private static final long MINUTE = 60_000;
  private static final int HOURS = 24;

  private static List<Habit.Session> sessionsOf(int zones, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return Habit.draw(zones, random).sessions(START, DAYS, random.split());
  }

  private static List<Habit.Session> sessionsOfMany(int zones) {
    List<Habit.Session> all = new ArrayList<>();
    for (int seed = 0; seed < 1000; seed++) {
      all.addAll(sessionsOf(zones, seed));
    }
    return all;
  }

  private static int[] beginsByHour(List<Habit.Session> sessions) {
    int[] begins = new int[HOURS];
    for (Habit.Session session : sessions) {
      begins[(int) ((session.from() - START) % Habit.DAY_MILLIS * HOURS / Habit.DAY_MILLIS)]++;
    }
    return begins;
  }

  @Test
  void shouldGiveSessionsInOrderAndApart() {
    for (int seed = 0; seed < 100; seed++) {
      long free = START;
      for (Habit.Session session : sessionsOf(3, seed)) {
        assertThat(session.from()).isBetween(free, START + DAYS * Habit.DAY_MILLIS);
        assertThat(session.to() - session.from()).isBetween(2 * MINUTE, 720 * MINUTE);
        free = session.to() + 1;
      }
    }
  }

  @Test
  void shouldHaveDaysOffAndDaysWithSeveralSessions() {
    Integer[] sessionsOfDay = new Integer[DAYS];
    Arrays.fill(sessionsOfDay, 0);
    for (Habit.Session session : sessionsOf(1, 5)) {
      sessionsOfDay[(int) ((session.from() - START) / Habit.DAY_MILLIS)]++;
    }

    assertThat(sessionsOfDay).contains(0).anyMatch(count -> count > 1);
  }

  @Test
  void shouldLastThreeQuartersOfAnHourInTheMiddle() {
    List<Long> lengths =
        sessionsOfMany(3).stream().map(session -> session.to() - session.from()).sorted().toList();

    assertThat(lengths.get(lengths.size() / 2)).isBetween(40 * MINUTE, 50 * MINUTE);
  }

  @Test
  void shouldBeQuietByNightInOneZoneOnly() {
    int[] here = beginsByHour(sessionsOfMany(1));
    int[] everywhere = beginsByHour(sessionsOfMany(24));

    assertThat(here[4] * 10).isLessThan(here[20]);
    assertThat(everywhere[4] * 2).isGreaterThan(everywhere[20]);
  }

  @Test
  void shouldDependOnTheSeedAlone() {
    assertThat(sessionsOf(3, 7)).isEqualTo(sessionsOf(3, 7)).isNotEqualTo(sessionsOf(3, 8));
  }
}

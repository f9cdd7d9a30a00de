package org.socketplatform.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private final Schedule schedule = new Schedule(0);

  private record Planned(long time, int order) {}

  @Test
  void shouldLetThingsHappenInOrderOfTimeThenOfPlanning() {
    SplittableRandom random = new SplittableRandom(7);
    List<Planned> planned = new ArrayList<>();
    List<Planned> happened = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      Planned one = new Planned(random.nextInt(200), i);
      planned.add(one);
      schedule.at(one.time, now -> happened.add(one));
    }

    schedule.runUntil(1000);

    planned.sort(Comparator.comparingLong(Planned::time).thenComparingInt(Planned::order));
    assertThat(happened).isEqualTo(planned);
    assertThat(schedule.now()).isEqualTo(1000);
  }

  @Test
  void shouldLeaveWhatIsLaterForLater() {
    List<Long> happened = new ArrayList<>();
    schedule.at(10, happened::add);
    schedule.at(11, happened::add);

    schedule.runUntil(10);

    assertThat(happened).containsExactly(10L);
  }

  @Test
  void shouldLetThePastHappenNow() {
    List<Long> happened = new ArrayList<>();
    schedule.runUntil(50);
    schedule.at(20, happened::add);

    schedule.runUntil(60);

    assertThat(happened).containsExactly(50L);
  }
}

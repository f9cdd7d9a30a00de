package org.socketplatform.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CensusTest {
  private static final long PUBLISHED = 5_000;
  private static final long END = 15_000;

  private static Member subscriber(long bornAt, long leavesAt, long readyAt, long gotAt) {
    Member member = new Member(Member.Role.SUBSCRIBER, false, bornAt, leavesAt);
    member.readyAt = readyAt;
    member.gotAt = gotAt;
    return member;
  }

  private static Census of(Member... members) {
    return new Census(List.of(members), PUBLISHED, END);
  }

  @Test
  void shouldCountOnlyWhoIsAliveAtTheEnd() {
    Census census =
        of(
            subscriber(0, Member.NEVER, 300, 5_100),
            subscriber(0, Member.NEVER, 300, Member.NEVER),
            subscriber(0, 14_000, 300, Member.NEVER));

    assertThat(census.alive()).isEqualTo(0.5);
    assertThat(census.ever()).isEqualTo(1.0 / 3);
  }

  @Test
  void shouldNotBlameWhoLivedTooShortAfterThePublication() {
    Census census =
        of(
            subscriber(0, 5_499, 300, Member.NEVER),
            subscriber(14_501, Member.NEVER, Member.NEVER, Member.NEVER),
            subscriber(14_500, Member.NEVER, 14_600, 14_700));

    assertThat(census.settled()).isEqualTo(1);
  }

  @Test
  void shouldBlameWhoLivedLongEnoughThoughItLeft() {
    assertThat(of(subscriber(0, 5_500, 300, Member.NEVER)).settled()).isZero();
  }

  @Test
  void shouldCountFromReadinessOfLatecomers() {
    Census census = of(subscriber(9_000, Member.NEVER, 9_400, 9_450));

    assertThat(census.delays()).isEqualTo(new Outcome.Delays(50, 50, 50, 50));
    assertThat(census.t90Coming()).isEqualTo(450);
    assertThat(census.ready()).isEqualTo(1);
  }

  @Test
  void shouldNotWaitForThoseWhoGotItBeforeTheyWereReady() {
    assertThat(of(subscriber(9_000, Member.NEVER, 9_400, 9_200)).delays().max()).isZero();
  }

  @Test
  void shouldBoundCoverageByTheAgeOfNewcomers() {
    Census census =
        of(
            subscriber(0, Member.NEVER, 300, 5_100),
            subscriber(END - 100, Member.NEVER, Member.NEVER, Member.NEVER));

    assertThat(census.ceiling(220)).isEqualTo(0.5);
  }

  @Test
  void shouldLeaveOutBystanders() {
    Member bystander = new Member(Member.Role.BYSTANDER, false, 0, Member.NEVER);

    assertThat(of(bystander, subscriber(0, Member.NEVER, 1, 5_100)).alive()).isEqualTo(1);
  }
}

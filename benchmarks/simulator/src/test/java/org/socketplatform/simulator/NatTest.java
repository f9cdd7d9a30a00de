package org.socketplatform.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.socketplatform.relay.protocol.Endpoint;

/** NATs as RFC 4787 has them, between a host at home and two hosts on the public network. */
class NatTest {
  private static final byte[] DATAGRAM = new byte[60];
  private static final int PORT = 9777;

  /** Remembers from where it was written to. */
  private static final class Listener implements Node {
    final List<Long> heard = new ArrayList<>();

    @Override
    public void arrive(long from, long to, byte[] datagram, long now) {
      heard.add(from);
    }
  }

  private final Schedule schedule = new Schedule(0);
  private final Traffic traffic = new Traffic();
  private final Internet internet =
      new Internet(schedule, new SplittableRandom(1), new Conditions(10, 10, 0), traffic);
  private final Listener home = new Listener();
  private final Listener ann = new Listener();
  private final Listener bob = new Listener();
  private final long atAnn = Endpoint.of(internet.attach(ann), PORT);
  private final long atBob = Endpoint.of(internet.attach(bob), PORT);

  private long homeBehind(NatKind kind) {
    return homeBehind(new Nat(kind, internet, new SplittableRandom(2), traffic));
  }

  private long homeBehind(Nat nat) {
    realm = nat;
    return Endpoint.of(nat.attach(home), PORT);
  }

  private Realm realm = internet;

  private void send(long from, long to) {
    realm.carry(from, to, DATAGRAM, schedule.now());
    schedule.runUntil(schedule.now() + 20);
  }

  private void reply(long from, long to) {
    internet.carry(from, to, DATAGRAM, schedule.now());
    schedule.runUntil(schedule.now() + 20);
  }

  @ParameterizedTest
  @EnumSource
  void shouldLetInWhoWasWrittenTo(NatKind.Scope filtering) {
    NatKind kind = new NatKind(NatKind.Scope.ANY, NatKind.Ports.RANDOM, filtering, 30_000, false);
    send(homeBehind(kind), atAnn);

    reply(atAnn, ann.heard.getFirst());

    assertThat(home.heard).containsExactly(atAnn);
  }

  @ParameterizedTest
  @CsvSource({"ANY, true, true", "ADDRESS, true, false", "ADDRESS_AND_PORT, false, false"})
  void shouldFilterOthersByKind(NatKind.Scope filtering, boolean samePeer, boolean stranger) {
    NatKind kind = new NatKind(NatKind.Scope.ANY, NatKind.Ports.RANDOM, filtering, 30_000, false);
    send(homeBehind(kind), atAnn);
    long seenAs = ann.heard.getFirst();
    long otherPortOfAnn = Endpoint.of(Endpoint.address(atAnn), PORT + 1);

    reply(otherPortOfAnn, seenAs);
    reply(atBob, seenAs);

    assertThat(home.heard.contains(otherPortOfAnn)).isEqualTo(samePeer);
    assertThat(home.heard.contains(atBob)).isEqualTo(stranger);
  }

  @Test
  void shouldShowOneMappingToAllIfItIsEndpointIndependent() {
    long from = homeBehind(NatKind.PORT_RESTRICTED);

    send(from, atAnn);
    send(from, atBob);

    assertThat(ann.heard).isEqualTo(bob.heard);
  }

  @ParameterizedTest
  @EnumSource
  void shouldShowEachAnotherMappingIfItIsHard(NatKind.Ports ports) {
    NatKind.Scope both = NatKind.Scope.ADDRESS_AND_PORT;
    long from = homeBehind(new NatKind(both, ports, both, 30_000, false));

    send(from, atAnn);
    send(from, atBob);

    assertThat(ann.heard).doesNotContainAnyElementsOf(bob.heard);
  }

  @Test
  void shouldCountPortsUpIfItIsSequential() {
    long from = homeBehind(NatKind.HARD_SEQUENTIAL);

    send(from, atAnn);
    send(from, atBob);

    assertThat(bob.heard.getFirst() - ann.heard.getFirst()).isEqualTo(1);
  }

  @Test
  void shouldForgetAMappingOnlyAfterItsTime() {
    long from = homeBehind(NatKind.FULL_CONE.withTimeout(1000));
    send(from, atAnn);
    long seenAs = ann.heard.getFirst();

    schedule.runUntil(schedule.now() + 900);
    reply(atBob, seenAs);
    schedule.runUntil(schedule.now() + 200);
    reply(atAnn, seenAs);

    assertThat(home.heard).containsExactly(atBob);
    assertThat(traffic.filteredDatagrams()).isEqualTo(1);
  }

  @Test
  void shouldHairpinOnlyIfItCan() {
    long from = homeBehind(NatKind.FULL_CONE);
    send(from, atAnn);
    send(from, ann.heard.getFirst());
    int heardWithout = home.heard.size();

    from = homeBehind(NatKind.FULL_CONE.withHairpin());
    send(from, atAnn);
    send(from, ann.heard.getLast());

    assertThat(heardWithout).isZero();
    assertThat(home.heard).hasSize(1);
  }

  @Test
  void shouldDeliverBetweenHostsOfOneHome() {
    Nat nat = new Nat(NatKind.HARD_RANDOM, internet, new SplittableRandom(2), traffic);
    long from = homeBehind(nat);
    Listener sister = new Listener();
    long atSister = Endpoint.of(nat.attach(sister), PORT);

    send(from, atSister);

    assertThat(sister.heard).containsExactly(from);
  }

  @Test
  void shouldTranslateTwiceBehindAProvider() {
    Nat provider = new Nat(NatKind.HARD_RANDOM, internet, new SplittableRandom(3), traffic);
    Nat box = new Nat(NatKind.PORT_RESTRICTED, provider, new SplittableRandom(2), traffic);
    long from = homeBehind(box);

    send(from, atAnn);
    send(from, atBob);
    reply(atAnn, ann.heard.getFirst());

    assertThat(Endpoint.address(ann.heard.getFirst())).isEqualTo(provider.address());
    assertThat(ann.heard).doesNotContainAnyElementsOf(bob.heard);
    assertThat(home.heard).containsExactly(atAnn);
  }
}

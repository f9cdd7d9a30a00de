package org.socketplatform.relay.protocol.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socketplatform.relay.protocol.Feature;
import org.socketplatform.relay.protocol.Peer;
import org.socketplatform.relay.protocol.wire.PacketType;

/** Two peers that do not hold the same, and how they come to. */
class ComparingTest {
  /** With quotas, nobody would take what is of subclusters that no peer here is in. */
  private static final Set<Feature> ALL = EnumSet.complementOf(EnumSet.of(Feature.QUOTAS));

  private static final Set<Feature> CLASSIC =
      EnumSet.complementOf(EnumSet.of(Feature.QUOTAS, Feature.RECONCILIATION));
  private static final int MOST_OF_ONE = 128;
  private static final int COOKIE_OFFSET = 6;

  private final SplittableRandom random = new SplittableRandom(7);

  private List<byte[]> packets(int count) {
    return Stream.generate(() -> Couple.packet(random)).limit(count).toList();
  }

  /** Both hold the same but for some, of which each has every other one. */
  private Couple couple(Couple couple, int shared, int different) {
    List<byte[]> both = packets(shared);
    couple.give(couple.first, both);
    couple.give(couple.second, both);
    couple.give(couple.first, packets((different + 1) / 2));
    couple.give(couple.second, packets(different / 2));
    return couple;
  }

  private Couple couple(int shared, int different) {
    return couple(new Couple(1, Couple.SELDOM, ALL, ALL), shared, different);
  }

  @Test
  void shouldBecomeEqualWithinFewDatagrams() {
    Couple couple = couple(1000, 7);

    couple.compare();
    couple.network.run(2000);

    assertThat(couple.isEqual()).isTrue();
    assertThat(couple.first.peer.info().cachedPackets()).isEqualTo(1007);
    assertThat(couple.network.datagrams[PacketType.COMPARE]).isLessThan(10);
    assertThat(couple.network.datagrams[PacketType.PUBLISH]).isEqualTo(7);
    assertThat(couple.network.datagrams[PacketType.SYNC]).isZero();
  }

  @Test
  void shouldAnswerThatAllIsTheSameWithOneShortDatagram() {
    Couple couple = couple(5000, 0);

    couple.compare();
    couple.network.run(5000);

    assertThat(couple.network.datagrams[PacketType.COMPARE]).isEqualTo(2);
    assertThat(couple.network.bytes[PacketType.COMPARE]).isLessThan(250);
  }

  /**
   * What it takes, beside the packets themselves, until both hold the same; the table in
   * docs/stream-relay.md is made of what this prints.
   */
  @ParameterizedTest
  @CsvSource({
    "64, 1",
    "64, 10",
    "64, 100",
    "1000, 1",
    "1000, 10",
    "1000, 100",
    "10000, 1",
    "10000, 10",
    "10000, 100"
  })
  void shouldTakeFewerBytesThanTheOriginal(int shared, int different) {
    long[] bytes = new long[2];
    long[] datagrams = new long[2];
    long[] millis = new long[2];
    long[] pushed = new long[2];
    for (int way = 0; way < 2; way++) {
      Set<Feature> features = way == 0 ? ALL : CLASSIC;
      Couple couple = couple(new Couple(1, Couple.SELDOM, features, features), shared, different);
      couple.compare();
      while (!couple.isEqual() && millis[way] < 10_000) {
        couple.network.run(10);
        millis[way] += 10;
      }
      couple.network.run(2000);
      int[] types = {PacketType.SYNC, PacketType.COMPARE, PacketType.HAVE, PacketType.WANT};
      bytes[way] = couple.bytes(types);
      for (int type : types) {
        datagrams[way] += couple.network.datagrams[type];
      }
      pushed[way] = couple.network.datagrams[PacketType.PUBLISH];
    }
    System.out.printf(
        "| %d | %d | %d, %d, %.1f, %d | %d, %d, %.1f, %d |%n",
        shared,
        different,
        bytes[0],
        datagrams[0],
        millis[0] / 100.0,
        pushed[0],
        bytes[1],
        datagrams[1],
        millis[1] / 100.0,
        pushed[1]);
    assertThat(bytes[0]).isLessThan(bytes[1]);
    assertThat(millis[0]).isLessThan(10_000);
    assertThat(pushed[0]).isEqualTo(different);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void shouldBecomeEqualWhateverIsLostAndDoubled(long seed) {
    Couple couple = couple(new Couple(seed, 4000, ALL, ALL), 300, 60);
    couple.network.loss = 0.3;
    couple.network.duplicates = 0.2;
    couple.network.maxDelay = 800;

    couple.network.run(30_000);
    couple.network.loss = 0;
    couple.network.run(30_000);

    assertThat(couple.isEqual()).isTrue();
    assertThat(couple.first.peer.info().cachedPackets()).isEqualTo(360);
  }

  @Test
  void shouldAskAgainIfTheFirstDatagramIsLost() {
    Couple couple = couple(500, 2);
    couple.network.loses = datagram -> datagram[4] == PacketType.COMPARE;
    couple.compare();
    couple.network.run(500);
    couple.network.loses = any -> false;

    couple.network.run(2000);

    assertThat(couple.isEqual()).isTrue();
  }

  @Test
  void shouldNoticeByTheirBeatsThatTheyDiffer() {
    Couple couple = couple(new Couple(1, 10_000, ALL, ALL), 500, 9);

    couple.network.run(10_000);

    assertThat(couple.isEqual()).isTrue();
    assertThat(couple.network.datagrams[PacketType.COMPARE]).isBetween(2L, 10L);
  }

  @Test
  void shouldGiveAPeerThatHoldsNothingAllThereIs() {
    Couple couple = new Couple(1, 10_000, ALL, ALL);
    couple.give(couple.second, packets(3000));

    couple.network.run(50_000);
    assertThat(couple.first.peer.info().cachedPackets()).isEqualTo(960);
    couple.network.run(200_000);

    assertThat(couple.first.peer.info().cachedPackets()).isEqualTo(3000);
    assertThat(couple.network.datagrams[PacketType.PUBLISH]).isEqualTo(3000);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldCompareInTheOriginalWayIfOneCannotDoBetter(boolean isFirst) {
    Couple couple =
        couple(
            new Couple(1, Couple.SELDOM, isFirst ? CLASSIC : ALL, isFirst ? ALL : CLASSIC), 300, 8);

    couple.compare();
    couple.network.run(3000);

    assertThat(couple.isEqual()).isTrue();
    assertThat(couple.network.datagrams[PacketType.SYNC]).isPositive();
    assertThat(couple.network.datagrams[PacketType.COMPARE]).isZero();
  }

  /** The datagrams with which the second peer would begin to compare. */
  private static byte[] question(Couple couple) {
    List<byte[]> sent = new ArrayList<>();
    couple.network.loses =
        datagram -> {
          if (datagram[4] == PacketType.COMPARE) {
            sent.add(datagram);
          }
          return true;
        };
    couple.second.peer.sync(couple.first.peer.info().peerId(), couple.network.now);
    couple.second.wake();
    couple.network.loses = any -> true;
    couple.network.run(10);
    couple.network.datagrams[PacketType.COMPARE] = 0;
    return sent.getFirst();
  }

  private static void receive(Couple couple, byte[] datagram) {
    couple.first.peer.receive(
        Peer.MAIN, couple.endpointOfSecond(), ByteBuffer.wrap(datagram), couple.network.now);
  }

  private static long answers(Couple couple) {
    return couple.network.datagrams[PacketType.COMPARE];
  }

  @Test
  void shouldAnswerNobodyWhoDoesNotGiveItsCookieBack() {
    Couple couple = couple(100, 2);
    byte[] question = question(couple);
    byte[] other = question.clone();
    other[COOKIE_OFFSET]++;

    receive(couple, other);
    assertThat(answers(couple)).isZero();

    receive(couple, question);
    assertThat(answers(couple)).isEqualTo(1);
  }

  @Test
  void shouldAnswerNobodyWhoIsNotConnected() {
    Couple couple = couple(100, 2);
    byte[] question = question(couple);
    Engine engine = (Engine) couple.first.peer;
    Objects.requireNonNull(engine.table.at(couple.endpointOfSecond())).connected = false;

    receive(couple, question);

    assertThat(answers(couple)).isZero();
  }

  @Test
  void shouldDropWhatIsNotWhole() {
    Couple couple = couple(100, 2);
    byte[] question = question(couple);

    for (int length = question.length - 1; length > question.length - 8; length--) {
      receive(couple, Arrays.copyOf(question, length));
    }
    receive(couple, Arrays.copyOf(question, question.length + 1));

    assertThat(answers(couple)).isZero();
  }

  @Test
  void shouldAnswerAPeerOnlySoOftenInAMinute() {
    Couple couple =
        new Couple(1, Couple.SELDOM, EnumSet.allOf(Feature.class), EnumSet.allOf(Feature.class));
    couple(couple, 100, 2);
    byte[] question = question(couple);

    for (int i = 0; i < 3 * MOST_OF_ONE; i++) {
      receive(couple, question);
    }

    assertThat(answers(couple)).isEqualTo(MOST_OF_ONE);
  }
}

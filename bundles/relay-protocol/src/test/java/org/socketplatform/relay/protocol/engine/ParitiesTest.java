package org.socketplatform.relay.protocol.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.socketplatform.relay.protocol.Feature;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.MessageOptions;
import org.socketplatform.relay.protocol.Peer;
import org.socketplatform.relay.protocol.RelayEvent;
import org.socketplatform.relay.protocol.crypto.SharedKeys;
import org.socketplatform.relay.protocol.wire.Frame;
import org.socketplatform.relay.protocol.wire.PacketType;
import org.socketplatform.relay.protocol.wire.ParityPacket;

/** A large message between two peers, on a way that loses some of it. */
class ParitiesTest {
  private static final Set<Feature> ALL = EnumSet.allOf(Feature.class);
  private static final Set<Feature> WITHOUT = EnumSet.complementOf(EnumSet.of(Feature.PARITY));
  private static final int LARGE = 65_536;
  private static final int LARGER = 960 * 1024;
  private static final int RUNS = 40;
  private static final int COOKIE_OFFSET = 6;

  private final List<byte[]> sent = new ArrayList<>();

  private static Couple couple(long seed, Set<Feature> ofFirst, Set<Feature> ofSecond) {
    Couple couple = new Couple(seed, 30_000, ofFirst, ofSecond);
    byte[] key = SharedKeys.ofText("friends");
    couple.first.peer.join(key, couple.network.now);
    couple.second.peer.join(key, couple.network.now);
    couple.first.wake();
    couple.second.wake();
    couple.network.run(3000);
    return couple;
  }

  private static byte[] publish(Couple couple, int size) {
    byte[] value = new byte[size];
    new SplittableRandom(size).nextBytes(value);
    Id subcluster = couple.first.peer.join(SharedKeys.ofText("friends"), couple.network.now);
    couple.first.peer.publish(
        subcluster, "file", value, MessageOptions.DEFAULT, couple.network.now);
    couple.first.wake();
    return value;
  }

  private static List<RelayEvent.Message> messages(Couple couple) {
    return couple.second.all(RelayEvent.Message.class);
  }

  /** Loses those that pass a test, once each. */
  private Predicate<byte[]> once(Predicate<byte[]> which) {
    return datagram -> {
      boolean lost =
          which.test(datagram) && sent.stream().noneMatch(one -> Arrays.equals(one, datagram));
      sent.add(datagram);
      return lost;
    };
  }

  private static int index(byte[] datagram) {
    Frame frame = new Frame();
    return frame.read(datagram, 0, datagram.length) && frame.type() == PacketType.PUBLISH
        ? frame.index()
        : -1;
  }

  @Test
  void shouldMakeLostPiecesWithoutAsking() {
    Couple couple = couple(1, ALL, ALL);
    couple.network.loses = once(datagram -> List.of(3, 4, 30, 65).contains(index(datagram)));

    byte[] value = publish(couple, LARGE);
    couple.network.run(100);

    assertThat(couple.network.datagrams[PacketType.WANT]).isZero();
    assertThat(messages(couple)).hasSize(1);
    assertThat(messages(couple).getFirst().value()).isEqualTo(ByteBuffer.wrap(value));
    assertThat(Couple.held(couple.second)).isEqualTo(Couple.held(couple.first));
  }

  /** Few pieces can wait for one before them, so it must not take all others to make that. */
  @Test
  void shouldMakeLostPiecesOfLargerMessagesBeforeManyWait() {
    Couple couple = couple(1, ALL, ALL);
    couple.network.loses = once(datagram -> List.of(3, 40, 333, 960).contains(index(datagram)));

    byte[] value = publish(couple, LARGER);
    couple.network.run(100);

    assertThat(couple.network.datagrams[PacketType.WANT]).isZero();
    assertThat(messages(couple)).hasSize(1);
    assertThat(messages(couple).getFirst().value()).isEqualTo(ByteBuffer.wrap(value));
  }

  @Test
  void shouldDoNothingForParityThatComesAgain() {
    Couple couple = couple(1, ALL, ALL);
    List<byte[]> rows = new ArrayList<>();
    couple.network.loses =
        datagram -> {
          if (datagram[4] == PacketType.PARITY) {
            rows.add(datagram);
          }
          return index(datagram) == 7;
        };
    publish(couple, LARGE);
    couple.network.run(1000);
    long before = Arrays.stream(couple.network.datagrams).sum();
    int held = couple.second.peer.info().cachedPackets();

    for (byte[] row : rows) {
      couple.second.peer.receive(
          Peer.MAIN, couple.endpointOfFirst(), ByteBuffer.wrap(row), couple.network.now);
    }

    assertThat(rows).isNotEmpty();
    assertThat(messages(couple)).hasSize(1);
    assertThat(couple.second.peer.info().cachedPackets()).isEqualTo(held);
    assertThat(Arrays.stream(couple.network.datagrams).sum()).isEqualTo(before);
  }

  @Test
  void shouldSendTheHeadOnceMore() {
    Couple couple = couple(1, ALL, ALL);
    boolean[] lost = new boolean[1];
    couple.network.loses =
        datagram -> {
          boolean loses = index(datagram) == 0 && !lost[0];
          lost[0] |= loses;
          return loses;
        };

    publish(couple, LARGE);
    couple.network.run(100);

    assertThat(lost[0]).isTrue();
    assertThat(messages(couple)).hasSize(1);
  }

  @Test
  void shouldSendNoParityWhereItIsOfNoUse() {
    Couple withoutIt = couple(1, ALL, WITHOUT);
    Couple small = couple(1, ALL, ALL);

    publish(withoutIt, LARGE);
    publish(small, 500);
    withoutIt.network.run(3000);
    small.network.run(3000);

    assertThat(withoutIt.network.datagrams[PacketType.PARITY]).isZero();
    assertThat(small.network.datagrams[PacketType.PARITY]).isZero();
    assertThat(messages(withoutIt)).hasSize(1);
    assertThat(messages(small)).hasSize(1);
  }

  @Test
  void shouldNotMakePiecesOfWhatSomebodyForged() {
    Couple couple = couple(1, ALL, ALL);
    couple.network.loses =
        datagram -> {
          if (datagram[4] == PacketType.PARITY) {
            datagram[datagram.length - 40] ^= 1;
          }
          return index(datagram) == 7;
        };

    publish(couple, LARGE);
    couple.network.run(1000);
    assertThat(messages(couple)).isEmpty();

    couple.network.loses = datagram -> false;
    couple.network.run(60_000);
    assertThat(messages(couple)).hasSize(1);
  }

  @Test
  void shouldTakeParityOnlyFromWhoReceivesThere() {
    Couple couple = couple(1, ALL, ALL);
    couple.network.loses =
        datagram -> {
          if (datagram[4] == PacketType.PARITY) {
            datagram[COOKIE_OFFSET] ^= 1;
          }
          return index(datagram) == 7;
        };

    publish(couple, LARGE);
    couple.network.run(1000);

    assertThat(messages(couple)).isEmpty();
  }

  @Test
  void shouldBoundWhatStrangersMakeItKeep() {
    Couple couple = couple(1, ALL, ALL);
    long cookie = ((Engine) couple.first.peer).sender.cookie(couple.endpointOfSecond());
    SplittableRandom random = new SplittableRandom(3);
    byte[] head = new byte[Id.BYTES];
    for (int i = 0; i < 2000; i++) {
      random.nextBytes(head);
      ParityPacket packet =
          ParityPacket.of(Id.of(head), LARGE, i % 2, i % 5, new byte[ParityPacket.BLOCK]);
      couple.first.peer.receive(
          Peer.MAIN, couple.endpointOfSecond(), packet.write(cookie), couple.network.now);
    }

    assertThat(((Engine) couple.first.peer).parities.kept()).isLessThanOrEqualTo(64);
  }

  /** The table in docs/stream-relay.md is made of what this prints. */
  @ParameterizedTest
  @CsvSource({"0", "0.01", "0.05", "0.1"})
  void shouldBeFasterWhereMoreIsLost(double loss) {
    double[] with = measure(LARGE, loss, ALL);
    double[] without = measure(LARGE, loss, WITHOUT);
    System.out.printf(
        "| %.0f %% | %.0f %% | %.0f %% | %.0f | %.0f | %.0f | %.0f |%n",
        100 * loss, with[0], without[0], with[1], without[1], with[2], without[2]);

    assertThat(with[0]).isGreaterThanOrEqualTo(loss > 0.05 ? without[0] : 90);
    assertThat(with[1]).isLessThanOrEqualTo(without[1]);
  }

  @Test
  void shouldBringMessagesOfAnySizeWithoutAskingWhereLittleIsLost() {
    assertThat(measure(LARGER, 0.01, ALL)[0]).isGreaterThanOrEqualTo(90);
  }

  @Test
  void shouldBringLargeMessagesWithoutParityToo() {
    Couple couple = couple(1, WITHOUT, WITHOUT);
    couple.network.loss = 0.05;

    publish(couple, LARGER);
    couple.network.run(120_000);

    assertThat(messages(couple)).hasSize(1);
    assertThat(couple.network.datagrams[PacketType.PUBLISH]).isLessThan(1100);
  }

  /** Share that is whole without asking, median time until it is, and kilobytes, of many runs. */
  private static double[] measure(int size, double loss, Set<Feature> features) {
    int unasked = 0;
    List<Long> times = new ArrayList<>();
    long bytes = 0;
    for (int seed = 1; seed <= RUNS; seed++) {
      Couple couple = couple(seed, features, features);
      Arrays.fill(couple.network.bytes, 0);
      couple.network.loss = loss;
      long before = couple.network.now;
      publish(couple, size);
      couple.network.run(50);
      unasked += messages(couple).isEmpty() ? 0 : 1;
      while (messages(couple).isEmpty() && couple.network.now < before + 600_000) {
        couple.network.run(10);
      }
      times.add(couple.network.now - before);
      bytes += Arrays.stream(couple.network.bytes).sum();
    }
    times.sort(null);
    return new double[] {100.0 * unasked / RUNS, times.get(RUNS / 2), bytes / 1000.0 / RUNS};
  }
}

package org.socketplatform.bluetooth.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socketplatform.bluetooth.api.PacketLinks;

class FlowTest {
  private static final int LINK = 0x5eed;

  private static ByteBuffer packet(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  /** Over the wire and back. */
  private static Frame sent(Frame frame) {
    return Frame.decode(frame.encode()).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 100, 182, 512})
  void shouldCarryPacketsOfEveryLength(int valueLength) {
    Random random = new Random(7);
    Flow one = new Flow(LINK, valueLength);
    Flow other = new Flow(LINK, valueLength);
    for (int length = 1; length <= PacketLinks.LONGEST_PACKET; length += 20) {
      ByteBuffer packet = packet(random, length);
      assertThat(one.offer(packet)).isTrue();
      Optional<ByteBuffer> got = Optional.empty();
      for (Optional<Frame> part = one.next(0); part.isPresent(); part = one.next(0)) {
        assertThat(part.get().encode().length).isLessThanOrEqualTo(valueLength);
        got = other.received(sent(part.get()));
        other.acknowledgement().ifPresent(answer -> one.acknowledged(sent(answer).number(), 0));
      }
      assertThat(got).contains(packet);
    }
    assertThat(other.lost()).isZero();
  }

  @Test
  void shouldHoldBackWhatTheOtherSideHasNotAcknowledged() {
    Flow flow = new Flow(LINK, 20);
    for (int i = 0; i < 4; i++) {
      flow.offer(ByteBuffer.allocate(PacketLinks.LONGEST_PACKET));
    }
    int parts = 0;
    while (flow.next(0).isPresent()) {
      parts++;
    }
    assertThat(parts).isEqualTo(Flow.WINDOW);
    flow.acknowledged(10, 0);
    for (int i = 0; i < 10; i++) {
      assertThat(flow.next(0)).isPresent();
    }
    assertThat(flow.next(0)).isEmpty();
  }

  @Test
  void shouldGoOnWhenNothingIsAcknowledgedForLong() {
    Flow flow = new Flow(LINK, 20);
    flow.offer(ByteBuffer.allocate(PacketLinks.LONGEST_PACKET));
    while (flow.next(0).isPresent()) {}
    assertThat(flow.next(Flow.PATIENCE_NANOS - 1)).isEmpty();
    assertThat(flow.next(Flow.PATIENCE_NANOS)).isPresent();
  }

  @Test
  void shouldIgnoreAcknowledgementsOfWhatWasNotSent() {
    Flow flow = new Flow(LINK, 20);
    flow.offer(ByteBuffer.allocate(PacketLinks.LONGEST_PACKET));
    while (flow.next(0).isPresent()) {}
    flow.acknowledged(200, 0);
    assertThat(flow.next(0)).isEmpty();
  }

  @Test
  void shouldRefusePacketsWhenFullAndTellWhenNotAnyMore() {
    Flow flow = new Flow(LINK, 512);
    int taken = 0;
    while (flow.offer(ByteBuffer.allocate(1))) {
      taken++;
    }
    assertThat(taken).isEqualTo(64);
    assertThat(flow.hasRoomAgain()).isFalse();
    for (int i = 0; i < 32; i++) {
      flow.next(0);
    }
    assertThat(flow.hasRoomAgain()).isTrue();
    assertThat(flow.hasRoomAgain()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1422, 5000})
  void shouldRefuseAPacketOfNoGoodLength(int length) {
    Flow flow = new Flow(LINK, 512);
    assertThatThrownBy(() -> flow.offer(ByteBuffer.allocate(length)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldGiveUpAPacketOfWhichAPartIsMissing() {
    Random random = new Random(7);
    for (int missing = 0; missing < 5; missing++) {
      Flow one = new Flow(LINK, 300);
      Flow other = new Flow(LINK, 300);
      ByteBuffer whole = packet(random, 1000);
      one.offer(packet(random, 1421));
      one.offer(whole);
      List<ByteBuffer> got = new ArrayList<>();
      int number = 0;
      for (Optional<Frame> part = one.next(0); part.isPresent(); part = one.next(0)) {
        if (number++ != missing) {
          other.received(sent(part.get())).ifPresent(got::add);
        }
      }
      assertThat(got).containsExactly(whole);
      assertThat(other.lost()).isEqualTo(1);
    }
  }

  @Test
  void shouldSurviveWhatever() {
    Random random = new Random(7);
    Flow flow = new Flow(LINK, 512);
    for (int i = 0; i < 200_000; i++) {
      byte[] value = new byte[random.nextInt(600)];
      random.nextBytes(value);
      if (value.length > 0 && random.nextBoolean()) {
        value[0] &= (byte) 0xc3;
      }
      Frame.decode(value)
          .ifPresent(frame -> {
            switch (frame.kind()) {
              case PART ->
                  flow.received(frame)
                      .ifPresent(packet ->
                          assertThat(packet.remaining()).isBetween(1, PacketLinks.LONGEST_PACKET));
              case HELLO -> assertThat(frame.valueLength()).isBetween(7, 512);
              default -> flow.acknowledged(frame.number(), 0);
            }
          });
    }
  }
}

package org.socketplatform.relay.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BirthTest {
  private static final long NOW = 1_700_000_012_345L;
  private static final long MINUTE = 60_000;

  @Test
  void shouldTellTheMinuteInWhichAPacketWasWritten() {
    long ttl = Birth.written(NOW);

    assertThat(Birth.isIn(ttl)).isTrue();
    assertThat(Birth.isByWriter(ttl)).isTrue();
    assertThat(Birth.millis(ttl)).isBetween(NOW - MINUTE + 1, NOW);
  }

  @Test
  void shouldTellApartWhoDatedThePacket() {
    long ttl = Birth.found(NOW);

    assertThat(Birth.isIn(ttl)).isTrue();
    assertThat(Birth.isByWriter(ttl)).isFalse();
    assertThat(Birth.millis(ttl)).isEqualTo(Birth.millis(Birth.written(NOW)));
  }

  @Test
  void shouldLastFourteenDaysAndLittleMore() {
    assertThat(Birth.end(Birth.written(NOW)))
        .isBetween(NOW + Birth.LIFE_MILLIS, NOW + Birth.LIFE_MILLIS + MINUTE);
  }

  @Test
  void shouldLookLikeSixHoursOrMoreToOriginalPeers() {
    assertThat(Birth.written(NOW)).isBetween(Packet.DEFAULT_TTL, 0xffff_ffffL);
    assertThat(Birth.found(NOW)).isBetween(Packet.DEFAULT_TTL, 0xffff_ffffL);
  }

  @Test
  void shouldNotTakeWhatOriginalPeersWriteForADate() {
    assertThat(Birth.isIn(Packet.DEFAULT_TTL)).isFalse();
    assertThat(Birth.isByWriter(1L << 30)).isFalse();
  }
}

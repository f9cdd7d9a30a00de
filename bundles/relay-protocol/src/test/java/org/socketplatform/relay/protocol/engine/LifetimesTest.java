package org.socketplatform.relay.protocol.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.MessageOptions;
import org.socketplatform.relay.protocol.Peer;
import org.socketplatform.relay.protocol.PeerOptions;
import org.socketplatform.relay.protocol.RelayEvent;
import org.socketplatform.relay.protocol.Verified;
import org.socketplatform.relay.protocol.crypto.SharedKeys;
import org.socketplatform.relay.protocol.wire.Birth;
import org.socketplatform.relay.protocol.wire.Frame;

/** How long peers hold what one of them published, while others come and go. */
class LifetimesTest {
  private static final byte[] KEY = SharedKeys.ofText("SHARED");
  private static final byte[] OTHER_KEY = SharedKeys.ofText("OTHER");
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final int SELDOM = 15 * 60_000;

  private final Network network = new Network(3);
  private final PeerOptions options = PeerOptions.of(Network.CLUSTER).withKeepaliveMillis(SELDOM);

  private void introduceThree() {
    for (int i = 0; i < 3; i++) {
      network.introducer(options.withCacheBytes(0));
    }
  }

  private Network.Host come(byte[] key) {
    return come(key, options);
  }

  private Network.Host come(byte[] key, PeerOptions how) {
    Network.Host host = network.add(Network.Nat.NONE, how);
    host.peer.join(key, network.now);
    host.start();
    network.run(MINUTE);
    return host;
  }

  private Id publish(Network.Host host, long ttl) {
    Id subcluster = host.peer.join(KEY, network.now);
    MessageOptions message = new MessageOptions(ttl, Optional.empty(), Optional.empty(), "{}");
    byte[] value = "hello".getBytes(StandardCharsets.UTF_8);
    Id id = host.peer.publish(subcluster, "greeting", value, message, network.now);
    host.wake();
    network.run(MINUTE);
    return id;
  }

  private static Frame frame(Network.Host holder) {
    byte[] packet = holder.peer.packets().getFirst();
    Frame frame = new Frame();
    assertThat(frame.read(packet, 0, packet.length)).isTrue();
    return frame;
  }

  /** Somebody gives a peer a packet. */
  private void give(Network.Host host, Frame frame) {
    ByteBuffer bytes = ByteBuffer.wrap(frame.toBytes());
    host.peer.receive(Peer.MAIN, Endpoint.of(0x0b00_0001, 9777), bytes, network.now);
    host.wake();
    network.run(MINUTE);
  }

  @Test
  void shouldHoldAMessageForTwoWeeksAndNoLonger() {
    introduceThree();
    Network.Host first = come(KEY);
    Network.Host second = come(KEY);
    Id id = publish(first, MessageOptions.MAX_TTL_MILLIS);

    network.run(14 * DAY - HOUR);
    assertThat(List.of(first, second)).allMatch(host -> host.peer.holds(id));

    network.run(2 * HOUR);
    assertThat(List.of(first, second)).noneMatch(host -> host.peer.holds(id));
    assertThat(first.all(RelayEvent.Expired.class)).hasSize(1);
  }

  @Test
  void shouldCountTheAgeFromTheWritingHoweverManyCarriersThereWere() {
    introduceThree();
    Network.Host carrier = come(KEY);
    Id id = publish(carrier, MessageOptions.MAX_TTL_MILLIS);

    for (int day = 1; day < 14; day++) {
      network.run(DAY - 10 * MINUTE);
      Network.Host next = come(KEY);
      assertThat(next.peer.holds(id)).isTrue();
      carrier.isGone = true;
      carrier = next;
    }
    network.run(DAY + 4 * HOUR);

    assertThat(carrier.peer.holds(id)).isFalse();
    assertThat(come(KEY).peer.holds(id)).isFalse();
  }

  @Test
  void shouldHoldWhatIsOfUseForAMinuteForAMinute() {
    introduceThree();
    Network.Host first = come(KEY);
    Network.Host second = come(KEY);
    Id id = publish(first, 2 * MINUTE);
    assertThat(second.peer.holds(id)).isTrue();

    network.run(4 * HOUR);

    assertThat(List.of(first, second)).noneMatch(host -> host.peer.holds(id));
  }

  @Test
  void shouldNotTakeAgainWhatWasGivenUp() {
    introduceThree();
    Network.Host first = come(KEY);
    Id id = publish(first, 2 * MINUTE);
    Frame packet = frame(first);
    network.run(HOUR);
    assertThat(first.peer.holds(id)).isFalse();

    give(first, packet);

    assertThat(first.peer.holds(id)).isFalse();
  }

  @Test
  void shouldGiveAPacketFromTheFutureTheDateOfToday() {
    introduceThree();
    Network.Host first = come(KEY);
    Id id = publish(first, MessageOptions.MAX_TTL_MILLIS);
    Frame packet = frame(first);
    packet.setTtl(Birth.written(network.now + 1000 * DAY));
    Network.Host stranger = network.add(Network.Nat.NONE, options);
    stranger.peer.join(KEY, network.now);
    first.isGone = true;
    stranger.start();
    network.run(MINUTE);

    give(stranger, packet);
    assertThat(stranger.peer.holds(id)).isTrue();
    assertThat(Birth.isByWriter(frame(stranger).ttl())).isFalse();

    network.run(14 * DAY + HOUR);
    assertThat(stranger.peer.holds(id)).isFalse();
  }

  @Test
  void shouldDateWhatOriginalPeersWrite() {
    introduceThree();
    Network.Host original = come(KEY, options.withFeatures(Set.of()));
    Network.Host ours = come(KEY);
    network.run(HOUR);

    Id id = publish(original, MessageOptions.MAX_TTL_MILLIS);

    assertThat(ours.peer.holds(id)).isTrue();
    assertThat(Birth.isIn(frame(ours).ttl())).isTrue();
    assertThat(Birth.isByWriter(frame(ours).ttl())).isFalse();
    assertThat(ours.all(RelayEvent.Message.class)).hasSize(1);
  }

  @Test
  void shouldNoticeThatAnotherDateWasWrittenIntoAMessage() {
    introduceThree();
    Network.Host first = come(KEY);
    publish(first, MessageOptions.MAX_TTL_MILLIS);
    Frame packet = frame(first);
    packet.setTtl(Birth.written(network.now - DAY));
    first.isGone = true;
    Network.Host second = come(KEY);

    give(second, packet);

    assertThat(second.all(RelayEvent.Message.class))
        .extracting(RelayEvent.Message::verified)
        .containsExactly(Verified.LEGACY);
  }

  @Test
  void shouldHaveWhatItHeldWhenItComesBack() {
    introduceThree();
    Network.Host before = come(KEY);
    Id id = publish(before, MessageOptions.MAX_TTL_MILLIS);
    List<byte[]> kept = before.peer.packets();
    before.isGone = true;
    network.run(3 * DAY);

    Network.Host after = network.add(Network.Nat.NONE, options);
    kept.forEach(packet -> assertThat(after.peer.restore(packet, network.now)).isTrue());
    after.start();
    network.run(MINUTE);
    Network.Host newcomer = come(KEY);

    assertThat(after.peer.holds(id)).isTrue();
    assertThat(newcomer.all(RelayEvent.Message.class)).hasSize(1);
    network.run(11 * DAY + HOUR);
    assertThat(newcomer.peer.holds(id)).isFalse();
  }

  @Test
  void shouldRestoreNeitherRubbishNorWhatIsTooOld() {
    introduceThree();
    Network.Host host = come(KEY);
    publish(host, MessageOptions.MAX_TTL_MILLIS);
    byte[] packet = host.peer.packets().getFirst();
    Network.Host after = network.add(Network.Nat.NONE, options);

    assertThat(after.peer.restore(new byte[0], network.now)).isFalse();
    assertThat(after.peer.restore(new byte[100], network.now)).isFalse();
    assertThat(after.peer.restore(packet, network.now + 15 * DAY)).isFalse();
  }

  @Test
  void shouldKeepAMessageOverTimesInWhichNoMemberIsThere() {
    introduceThree();
    Network.Host writer = come(KEY);
    Network.Host bystander = come(OTHER_KEY);
    Id id = publish(writer, MessageOptions.MAX_TTL_MILLIS);
    writer.isGone = true;
    network.run(2 * HOUR);
    Network.Host secondBystander = come(OTHER_KEY);
    network.run(HOUR);
    bystander.isGone = true;
    network.run(2 * HOUR);

    Network.Host member = come(KEY);

    assertThat(secondBystander.peer.holds(id)).isTrue();
    assertThat(member.all(RelayEvent.Message.class)).hasSize(1);
  }

  @Test
  void shouldHoldNothingWithoutACache() {
    introduceThree();
    Network.Host first = come(KEY);
    Network.Host none = come(KEY, options.withCacheBytes(0));

    Id id = publish(first, MessageOptions.MAX_TTL_MILLIS);
    long before = network.payloads();
    network.run(2 * HOUR);

    assertThat(none.peer.holds(id)).isFalse();
    assertThat(none.all(RelayEvent.Message.class)).hasSize(1);
    assertThat(network.payloads()).isEqualTo(before);
  }
}

package org.socketplatform.relay.protocol.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.MessageOptions;
import org.socketplatform.relay.protocol.PeerOptions;
import org.socketplatform.relay.protocol.RelayEvent;
import org.socketplatform.relay.protocol.Verified;
import org.socketplatform.relay.protocol.crypto.Names;
import org.socketplatform.relay.protocol.crypto.SharedKeys;

/** Whatever a network loses, doubles and mixes up: in the end all have the same, once. */
class ConvergenceTest {
  private static final byte[] KEY = SharedKeys.ofText("SHARED");
  private static final String EVENT = "event";

  private final SplittableRandom random = new SplittableRandom(99);
  private final Map<Id, byte[]> published = new HashMap<>();
  private final List<Network.Host> members = new ArrayList<>();

  /** Members behind NATs of all kinds, and a peer that has another key. */
  private Network.Host start(Network network) {
    PeerOptions options = PeerOptions.of(Network.CLUSTER);
    for (int i = 0; i < 2; i++) {
      network.introducer(options);
    }
    List<Network.Nat> nats = List.of(Network.Nat.values());
    for (int i = 0; i < 6; i++) {
      Network.Host host = network.add(nats.get(i % 3), options);
      host.peer.join(KEY, network.now);
      members.add(host);
    }
    Network.Host outsider = network.add(Network.Nat.NONE, options);
    outsider.peer.join(SharedKeys.ofText("OTHER"), network.now);
    members.forEach(Network.Host::start);
    outsider.start();
    return outsider;
  }

  private void publishAtRandom(Network network, int count) {
    for (int i = 0; i < count; i++) {
      network.run(random.nextInt(600));
      byte[] value = new byte[random.nextInt(5) == 0 ? 6000 : random.nextInt(100)];
      random.nextBytes(value);
      Network.Host host = members.get(random.nextInt(members.size()));
      Id subcluster = host.peer.join(KEY, network.now);
      published.put(
          host.peer.publish(subcluster, EVENT, value, MessageOptions.DEFAULT, network.now), value);
      host.wake();
    }
  }

  private void assertThatNobodyGotAnythingTwiceOrAltered() {
    for (Network.Host host : members) {
      List<RelayEvent.Message> messages = host.all(RelayEvent.Message.class);
      assertThat(messages)
          .extracting(RelayEvent.Message::packetId)
          .doesNotHaveDuplicates()
          .isSubsetOf(published.keySet());
      for (RelayEvent.Message message : messages) {
        byte[] value = new byte[message.value().remaining()];
        message.value().duplicate().get(value);
        assertThat(value).isEqualTo(published.get(message.packetId()));
        if (message.verified() == Verified.STRONG) {
          assertThat(message.eventId()).isEqualTo(Names.of(EVENT));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void shouldHaveTheSameEverywhereOnceLossStops(long seed) {
    Network network = new Network(seed);
    Network.Host outsider = start(network);
    network.loss = 0.3;
    network.duplicates = 0.2;
    network.maxDelay = 800;

    publishAtRandom(network, 30);
    network.loss = 0;
    network.run(120_000);

    assertThatNobodyGotAnythingTwiceOrAltered();
    int packets = members.getFirst().peer.info().cachedPackets();
    assertThat(packets).isGreaterThanOrEqualTo(published.size());
    for (Network.Host host : members) {
      assertThat(host.peer.info().cachedPackets()).isEqualTo(packets);
      assertThat(host.all(RelayEvent.Message.class))
          .extracting(RelayEvent.Message::packetId)
          .containsExactlyInAnyOrderElementsOf(published.keySet());
    }
    assertThat(outsider.all(RelayEvent.Message.class)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 8, 9, 10})
  void shouldDeliverNothingTwiceOrAlteredOnANetworkThatDamagesDatagrams(long seed) {
    Network network = new Network(seed);
    Network.Host outsider = start(network);
    network.run(5000);
    network.damage = 0.3;
    network.duplicates = 0.3;
    network.maxDelay = 800;

    publishAtRandom(network, 30);
    network.run(60_000);

    assertThatNobodyGotAnythingTwiceOrAltered();
    assertThat(members)
        .allSatisfy(host ->
            assertThat(host.all(RelayEvent.Message.class))
                .hasSizeGreaterThan(published.size() / 2));
    assertThat(outsider.all(RelayEvent.Message.class)).isEmpty();
  }
}

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
import org.socketplatform.relay.protocol.crypto.SharedKeys;

/** Whatever a network loses, doubles and mixes up: in the end all have the same, once. */
class ConvergenceTest {
  private static final byte[] KEY = SharedKeys.ofText("SHARED");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void shouldHaveTheSameEverywhereOnceLossStops(long seed) {
    Network network = new Network(seed);
    SplittableRandom random = new SplittableRandom(seed);
    PeerOptions options = PeerOptions.of(Network.CLUSTER);
    for (int i = 0; i < 2; i++) {
      network.introducer(options);
    }
    List<Network.Nat> nats = List.of(Network.Nat.values());
    List<Network.Host> members = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Network.Host host = network.add(nats.get(i % 3), options);
      host.peer.join(KEY, network.now);
      members.add(host);
    }
    Network.Host outsider = network.add(Network.Nat.NONE, options);
    outsider.peer.join(SharedKeys.ofText("OTHER"), network.now);
    members.forEach(Network.Host::start);
    outsider.start();
    network.loss = 0.3;
    network.duplicates = 0.2;
    network.maxDelay = 800;
    Map<Id, byte[]> published = new HashMap<>();

    for (int i = 0; i < 30; i++) {
      network.run(random.nextInt(600));
      byte[] value = new byte[random.nextInt(5) == 0 ? 6000 : random.nextInt(100)];
      random.nextBytes(value);
      Network.Host host = members.get(random.nextInt(members.size()));
      Id subcluster = host.peer.join(KEY, network.now);
      published.put(
          host.peer.publish(subcluster, "event", value, MessageOptions.DEFAULT, network.now),
          value);
      host.wake();
    }
    network.loss = 0;
    network.run(120_000);

    int packets = members.getFirst().peer.info().cachedPackets();
    assertThat(packets).isGreaterThanOrEqualTo(published.size());
    for (Network.Host host : members) {
      assertThat(host.peer.info().cachedPackets()).isEqualTo(packets);
      List<RelayEvent.Message> messages = host.all(RelayEvent.Message.class);
      assertThat(messages)
          .extracting(RelayEvent.Message::packetId)
          .containsExactlyInAnyOrderElementsOf(published.keySet());
      for (RelayEvent.Message message : messages) {
        byte[] value = new byte[message.value().remaining()];
        message.value().duplicate().get(value);
        assertThat(value).isEqualTo(published.get(message.packetId()));
      }
    }
    assertThat(outsider.all(RelayEvent.Message.class)).isEmpty();
  }
}

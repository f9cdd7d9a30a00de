package org.socketplatform.relay.protocol.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Feature;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.MessageOptions;
import org.socketplatform.relay.protocol.Peer;
import org.socketplatform.relay.protocol.PeerOptions;
import org.socketplatform.relay.protocol.RelayEvent;
import org.socketplatform.relay.protocol.crypto.SharedKeys;
import org.socketplatform.relay.protocol.wire.Digests;
import org.socketplatform.relay.protocol.wire.Field;
import org.socketplatform.relay.protocol.wire.Packet;
import org.socketplatform.relay.protocol.wire.PacketType;

/** What peers do for others, while somebody tries to make them do too much. */
class QuotasTest {
  private static final byte[] KEY = SharedKeys.ofText("SHARED");
  private static final int FLOOD = 900; // below what is taken of a sender at all
  private static final int MOST_OF_ONE = 128;
  private static final int MOST_OF_A_SUBCLUSTER = 1024;
  private static final int MOST_IN_A_NETWORK = 64;

  private final Network network = new Network(1);
  private final SplittableRandom random = new SplittableRandom(1);
  private final Digests digests = new Digests();
  private final List<Network.Host> introducers = new ArrayList<>();
  private final List<Network.Host> members = new ArrayList<>();

  private void start(int count, Set<Feature> features) {
    PeerOptions options = PeerOptions.of(Network.CLUSTER).withFeatures(features);
    for (int i = 0; i < 3; i++) {
      introducers.add(network.introducer(options));
    }
    for (int i = 0; i < count; i++) {
      Network.Host host = network.add(Network.Nat.NONE, options);
      host.peer.join(KEY, network.now);
      host.start();
      members.add(host);
    }
    network.run(10_000);
  }

  private Id randomId() {
    byte[] bytes = new byte[Id.BYTES];
    random.nextBytes(bytes);
    return Id.of(bytes);
  }

  /** A packet that is what it says, which nobody can open. */
  private byte[] junk(Optional<Id> subcluster) {
    byte[] message = new byte[300];
    random.nextBytes(message);
    return new Packet(PacketType.PUBLISH)
        .hops(1)
        .set(Field.CLUSTER_ID, Network.CLUSTER)
        .set(Field.SUBCLUSTER_ID, subcluster.orElseGet(this::randomId))
        .set(Field.PACKET_ID, digests.sha256(message))
        .set(Field.MESSAGE, message)
        .toBytes(digests);
  }

  private void flood(Network.Host victim, long from, Optional<Id> subcluster) {
    for (int i = 0; i < FLOOD; i++) {
      victim.peer.receive(Peer.MAIN, from, ByteBuffer.wrap(junk(subcluster)), network.now);
      victim.wake();
      network.run(1);
    }
  }

  private Id publish(Network.Host host, String text) {
    Id subcluster = host.peer.join(KEY, network.now);
    byte[] value = text.getBytes(StandardCharsets.UTF_8);
    host.peer.publish(subcluster, "event", value, MessageOptions.DEFAULT, network.now);
    host.wake();
    return subcluster;
  }

  private void assertThatAllGet(String text) {
    publish(members.getFirst(), text);
    network.run(2000);
    assertThat(members)
        .allSatisfy(host ->
            assertThat(host.all(RelayEvent.Message.class))
                .extracting(message ->
                    StandardCharsets.UTF_8.decode(message.value().duplicate()).toString())
                .containsExactly(text));
  }

  @Test
  void shouldPassOnLittleOfWhatNobodyAskedFor() {
    start(6, EnumSet.allOf(Feature.class));

    flood(members.getLast(), Endpoint.of(0x01020304, 1000), Optional.empty());

    assertThat(members)
        .allSatisfy(host -> assertThat(host.peer.info().cachedPackets()).isBetween(1, MOST_OF_ONE));
    assertThatAllGet("still here");
  }

  @Test
  void shouldPassOnAllOfItWithoutQuotas() {
    start(6, EnumSet.complementOf(EnumSet.of(Feature.QUOTAS)));

    flood(members.getLast(), Endpoint.of(0x01020304, 1000), Optional.empty());

    assertThat(members.getLast().peer.info().cachedPackets()).isEqualTo(FLOOD);
  }

  @Test
  void shouldNotLetAWholeNetworkOfAddressesHaveMoreThanFourOfThem() {
    start(2, EnumSet.allOf(Feature.class));

    for (int i = 0; i < FLOOD; i++) {
      long from = Endpoint.of(0x01020300 + (i & 255), 1000 + i);
      members
          .getLast()
          .peer
          .receive(Peer.MAIN, from, ByteBuffer.wrap(junk(Optional.empty())), network.now);
    }

    assertThat(members.getLast().peer.info().cachedPackets())
        .isBetween(MOST_OF_ONE, 4 * MOST_OF_ONE);
  }

  @Test
  void shouldNotHoldWhatIsMeantForItAndDoesNotOpen() {
    start(6, EnumSet.allOf(Feature.class));
    Id subcluster = members.getFirst().peer.join(KEY, network.now);

    flood(members.getLast(), Endpoint.of(0x01020304, 1000), Optional.of(subcluster));

    assertThat(members).allSatisfy(host -> assertThat(host.peer.info().cachedPackets()).isZero());
    assertThat(members.getLast().all(RelayEvent.Unopened.class)).hasSize(64);
    assertThatAllGet("still here");
  }

  @Test
  void shouldPassOnOnlySoMuchOfASubclusterThatOthersAreIn() {
    start(4, EnumSet.allOf(Feature.class));
    Network.Host bystander = introducers.getFirst();
    Id subcluster = members.getFirst().peer.join(KEY, network.now);

    flood(bystander, Endpoint.of(0x01020304, 1000), Optional.of(subcluster));
    flood(bystander, Endpoint.of(0x01030304, 1000), Optional.of(subcluster));

    assertThat(bystander.peer.info().cachedPackets()).isEqualTo(MOST_OF_A_SUBCLUSTER);
    assertThat(members).allSatisfy(host -> assertThat(host.peer.info().cachedPackets()).isZero());
    assertThatAllGet("still here");
  }

  @Test
  void shouldWriteToANetworkOnlySoOftenBecauseOthersNameIt() {
    byte[] seed = new byte[32];
    Engine engine =
        new Engine(
            PeerOptions.of(Network.CLUSTER),
            seed,
            somewhere(),
            new SplittableRandom(1),
            new Workspace());
    int tries = 0;

    for (int port = 1; port <= 500; port++) {
      tries += engine.quotas.mayTry(Endpoint.of(0x01020300 + port % 256, port)) ? 1 : 0;
    }

    assertThat(tries).isEqualTo(MOST_IN_A_NETWORK);
    assertThat(engine.quotas.mayTry(Endpoint.of(0x01020400, 1))).isTrue();
  }

  private Network.Host somewhere() {
    return network.add(Network.Nat.NONE, PeerOptions.of(Network.CLUSTER));
  }
}

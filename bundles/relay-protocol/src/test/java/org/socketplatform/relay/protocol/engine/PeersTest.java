package org.socketplatform.relay.protocol.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Feature;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.MessageOptions;
import org.socketplatform.relay.protocol.NatType;
import org.socketplatform.relay.protocol.PeerOptions;
import org.socketplatform.relay.protocol.RelayEvent;
import org.socketplatform.relay.protocol.Verified;
import org.socketplatform.relay.protocol.crypto.SharedKeys;
import org.socketplatform.relay.protocol.wire.PacketType;

/** Several peers and what they get to know of each other. */
class PeersTest {
  private static final byte[] KEY = SharedKeys.ofText("SHARED");
  private static final Set<Feature> ALL = EnumSet.allOf(Feature.class);

  private final Network network = new Network(1);

  private static PeerOptions options(boolean modern) {
    return PeerOptions.of(Network.CLUSTER).withFeatures(modern ? ALL : Set.of());
  }

  private List<Network.Host> start(int introducers, int peers, boolean modern) {
    for (int i = 0; i < introducers; i++) {
      network.introducer(options(modern));
    }
    List<Network.Host> hosts = new ArrayList<>();
    for (int i = 0; i < peers; i++) {
      hosts.add(network.add(Network.Nat.NONE, options(modern)));
    }
    for (Network.Host host : hosts) {
      host.peer.join(KEY, network.now);
      host.start();
    }
    return hosts;
  }

  private Id publish(Network.Host host, byte[] value) {
    Id subcluster = host.peer.join(KEY, network.now);
    Id id = host.peer.publish(subcluster, "greeting", value, MessageOptions.DEFAULT, network.now);
    host.wake();
    return id;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> messages(Network.Host host) {
    return host.all(RelayEvent.Message.class).stream()
        .map(message -> StandardCharsets.UTF_8.decode(message.value().duplicate()).toString())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldFindOutHowTheyAreReached(boolean modern) {
    List<Network.Host> hosts = start(3, 1, modern);
    Network.Host open = hosts.getFirst();
    Network.Host restricted = network.add(Network.Nat.PORT_RESTRICTED, options(modern));
    Network.Host hard = network.add(Network.Nat.HARD, options(modern));
    restricted.start();
    hard.start();

    network.run(8000);

    assertThat(open.peer.info().natType()).isEqualTo(NatType.UNRESTRICTED);
    assertThat(restricted.peer.info().natType()).isEqualTo(NatType.PORT_RESTRICTED);
    assertThat(hard.peer.info().natType()).isEqualTo(NatType.ENDPOINT_RESTRICTED);
    assertThat(List.of(open, restricted, hard)).allMatch(Network.Host::isReady);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldDeliverWhatOneOfThemPublishes(boolean modern) {
    List<Network.Host> hosts = start(3, 8, modern);
    network.run(10_000);

    Id id = publish(hosts.getFirst(), text("hello"));
    network.run(3000);

    for (Network.Host host : hosts) {
      assertThat(messages(host)).containsExactly("hello");
      RelayEvent.Message message = host.all(RelayEvent.Message.class).getFirst();
      assertThat(message.packetId()).isEqualTo(id);
      assertThat(message.verified()).isEqualTo(modern ? Verified.STRONG : Verified.LEGACY);
    }
  }

  @Test
  void shouldDeliverAMessageOfManyPacketsWhereSomeAreLost() {
    List<Network.Host> hosts = start(3, 6, true);
    network.run(10_000);
    network.loss = 0.1;
    network.duplicates = 0.1;
    String large = "0123456789".repeat(2000);

    publish(hosts.getFirst(), text(large));
    network.run(10_000);

    assertThat(hosts).allSatisfy(host -> assertThat(messages(host)).containsExactly(large));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldGiveNewcomersWhatWasPublishedBefore(boolean modern) {
    List<Network.Host> hosts = start(3, 6, modern);
    network.run(10_000);
    publish(hosts.getFirst(), text("early"));
    network.run(5000);

    Network.Host late = network.add(Network.Nat.NONE, options(modern));
    late.peer.join(KEY, network.now);
    late.start();
    network.run(modern ? 500 : 12_000);

    assertThat(messages(late)).containsExactly("early");
  }

  private Network.Host comeAfter(byte[] message) {
    List<Network.Host> hosts = start(3, 6, true);
    network.run(10_000);
    publish(hosts.getFirst(), message);
    network.run(5000);
    network.minDelay = 50;
    network.maxDelay = 50;
    Network.Host late = network.add(Network.Nat.NONE, options(true));
    late.peer.join(KEY, network.now);
    late.start();
    return late;
  }

  @Test
  void shouldGiveANewcomerASmallMessageOnceAndInOneRoundTrip() {
    Network.Host late = comeAfter(text("early"));
    long before = network.payloads();

    network.run(120);
    assertThat(messages(late)).containsExactly("early");

    network.run(2000);
    assertThat(network.payloads() - before).isEqualTo(1);
  }

  @Test
  void shouldGiveNothingLargeToAnAddressThatHasNotAnswered() {
    String large = "0123456789".repeat(70);
    Network.Host late = comeAfter(text(large));
    long before = network.payloads();

    network.run(120);
    assertThat(network.payloads()).isEqualTo(before);

    network.run(500);
    assertThat(messages(late)).containsExactly(large);
  }

  @Test
  void shouldTellWhoIsInASubcluster() {
    List<Network.Host> hosts = start(3, 2, true);

    network.run(5000);

    assertThat(hosts.getFirst().all(RelayEvent.MemberJoined.class))
        .extracting(RelayEvent.MemberJoined::peer)
        .containsExactly(hosts.get(1).peer.info().peerId());
  }

  @Test
  void shouldTellThoseThatAreConnectedWhenOneOfThemJoins() {
    List<Network.Host> hosts = start(2, 3, true);
    network.run(5000);
    byte[] another = SharedKeys.ofText("another");
    for (Network.Host host : hosts) {
      host.peer.join(another, network.now);
      host.wake();
      network.run(1000);
    }

    Id subcluster = hosts.getFirst().peer.join(another, network.now);
    for (Network.Host host : hosts) {
      assertThat(host.all(RelayEvent.MemberJoined.class))
          .filteredOn(joined -> joined.subcluster().equals(subcluster))
          .hasSize(hosts.size() - 1);
    }
  }

  @Test
  void shouldTakePartAsAssumedUntilTheNetworkAnswers() {
    Network.Host alone = network.add(Network.Nat.NONE, options(true));
    alone.start();
    network.run(3000);
    assertThat(alone.all(RelayEvent.Ready.class)).isEmpty();

    alone.peer.assume(Endpoint.of(0xf000_0001, 1), NatType.PORT_RESTRICTED, network.now);
    assertThat(alone.all(RelayEvent.Ready.class)).hasSize(1);
    network.introducer(options(true));
    network.introducer(options(true));
    network.introducers.forEach(each -> alone.peer.addContact(each, network.now));
    network.run(10_000);

    assertThat(Endpoint.address(alone.peer.info().endpoint())).isEqualTo(alone.address);
    alone.peer.assume(Endpoint.of(0xf000_0001, 1), NatType.PORT_RESTRICTED, network.now);
    assertThat(Endpoint.address(alone.peer.info().endpoint())).isEqualTo(alone.address);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldStreamToAMember(boolean modern) {
    List<Network.Host> hosts = start(3, 2, modern);
    network.run(10_000);
    Network.Host alice = hosts.getFirst();
    Network.Host bob = hosts.getLast();
    Id subcluster = alice.peer.join(KEY, network.now);

    int sent =
        alice.peer.stream(
            subcluster,
            Optional.of(bob.peer.info().peerId()),
            "whisper",
            text("x".repeat(5000)),
            MessageOptions.DEFAULT,
            network.now);
    network.run(1000);

    assertThat(sent).isEqualTo(1);
    RelayEvent.Streamed streamed = bob.all(RelayEvent.Streamed.class).getFirst();
    assertThat(streamed.from()).isEqualTo(alice.peer.info().peerId());
    assertThat(streamed.value().remaining()).isEqualTo(5000);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldAnswerAQueryForAPacket(boolean modern) {
    List<Network.Host> hosts = start(3, 3, modern);
    network.run(10_000);
    Id id = publish(hosts.getFirst(), text("wanted"));
    network.run(3000);
    Network.Host asking = network.add(Network.Nat.NONE, options(modern).withCacheBytes(0));
    asking.start();
    network.run(8000);

    Id query = asking.peer.query(id, network.now);
    network.run(1500);

    assertThat(asking.all(RelayEvent.Answer.class))
        .isNotEmpty()
        .allSatisfy(answer -> assertThat(answer.queryId()).isEqualTo(query))
        .extracting(RelayEvent.Answer::packetId)
        .contains(id);
  }

  @Test
  void shouldLetAnAppAnswerAQuestion() {
    List<Network.Host> hosts = start(3, 3, true);
    network.run(10_000);
    Id id = publish(hosts.getFirst(), text("answer"));
    network.run(3000);
    Network.Host asking = hosts.getLast();
    Network.Host asked = hosts.getFirst();

    asking.peer.ask("{\"topic\":\"weather\"}", network.now);
    network.run(1000);
    RelayEvent.Question question = asked.all(RelayEvent.Question.class).getFirst();
    asked.peer.answer(question.queryId(), List.of(id), network.now);
    network.run(1000);

    assertThat(question.json()).isEqualTo("{\"topic\":\"weather\"}");
    assertThat(asking.all(RelayEvent.Answer.class))
        .extracting(RelayEvent.Answer::packetId)
        .contains(id);
  }

  @Test
  void shouldConnectAnEasyAndAHardNetwork() {
    start(3, 4, true);
    network.run(3000);
    Network.Host easy = network.add(Network.Nat.PORT_RESTRICTED, options(true));
    Network.Host hard = network.add(Network.Nat.HARD, options(true));
    for (Network.Host host : List.of(easy, hard)) {
      host.peer.join(KEY, network.now);
      host.start();
    }

    network.run(60_000);

    assertThat(easy.peer.peers())
        .filteredOn(peer -> peer.peerId().equals(hard.peer.info().peerId()))
        .singleElement()
        .matches(peer -> peer.connected() || peer.proxied());
    assertThat(hard.openSockets).isLessThanOrEqualTo(2);
  }

  @Test
  void shouldNotTakeAPeerForAnotherThatHasShownWhoItIs() {
    List<Network.Host> hosts = start(3, 2, true);
    network.run(5000);
    Network.Host alice = hosts.getFirst();
    Id bob = hosts.getLast().peer.info().peerId();
    Network.Host mallory = network.add(Network.Nat.NONE, options(true).withPeerId(bob));
    mallory.peer.join(KEY, network.now);
    mallory.start();

    network.run(20_000);

    assertThat(alice.peer.peers())
        .filteredOn(peer -> peer.peerId().equals(bob))
        .singleElement()
        .satisfies(peer -> {
          assertThat(peer.proven()).isTrue();
          assertThat(peer.endpoint()).isEqualTo(hosts.getLast().peer.info().endpoint());
        });
  }

  @Test
  void shouldNoticeThatAPeerSaidGoodbye() {
    List<Network.Host> hosts = start(3, 2, true);
    network.run(5000);
    Id gone = hosts.getLast().peer.info().peerId();

    hosts.getLast().peer.close(network.now);
    network.run(500);

    assertThat(hosts.getFirst().all(RelayEvent.Disconnected.class))
        .extracting(RelayEvent.Disconnected::peer)
        .containsExactly(gone);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldForgetAPeerThatIsSilent(boolean modern) {
    List<Network.Host> hosts = start(3, 2, modern);
    network.run(10_000);
    hosts.getLast().isGone = true;

    network.run(150_000);

    assertThat(hosts.getFirst().all(RelayEvent.MemberLeft.class)).hasSize(1);
  }

  @Test
  void shouldDoTheSameForTheSameSeed() {
    List<Long> bytes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      PeersTest run = new PeersTest();
      List<Network.Host> hosts = run.start(3, 5, true);
      run.network.run(3000);
      hosts.getFirst().peer.info();
      bytes.add(run.network.controlBytes());
    }

    assertThat(bytes.getFirst()).isEqualTo(bytes.getLast()).isPositive();
  }

  @Test
  void shouldNotJoinAgainBecauseSomebodyElseJoins() {
    start(3, 20, true);
    network.run(130_000);
    long before = network.datagrams[PacketType.JOIN];

    Network.Host late = network.add(Network.Nat.NONE, options(true));
    late.peer.join(KEY, network.now);
    late.start();
    network.run(900);

    assertThat(late.peer.info().connectedPeers()).isGreaterThan(3);
    assertThat(network.datagrams[PacketType.JOIN] - before).isLessThanOrEqualTo(16);
  }
}

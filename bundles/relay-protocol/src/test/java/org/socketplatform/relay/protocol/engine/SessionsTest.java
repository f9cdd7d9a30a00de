package org.socketplatform.relay.protocol.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Feature;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.MessageOptions;
import org.socketplatform.relay.protocol.Peer;
import org.socketplatform.relay.protocol.PeerOptions;
import org.socketplatform.relay.protocol.RelayEvent;
import org.socketplatform.relay.protocol.Verified;
import org.socketplatform.relay.protocol.crypto.AgreementKeys;
import org.socketplatform.relay.protocol.crypto.GroupKeys;
import org.socketplatform.relay.protocol.crypto.Handshake;
import org.socketplatform.relay.protocol.crypto.Names;
import org.socketplatform.relay.protocol.crypto.SharedKeys;
import org.socketplatform.relay.protocol.crypto.SigningKeys;
import org.socketplatform.relay.protocol.wire.PacketType;
import org.socketplatform.relay.protocol.wire.SessionPacket;

/** What two members say to each other, and nobody else can read. */
class SessionsTest {
  private static final byte[] KEY = SharedKeys.ofText("SHARED");
  private static final PeerOptions OPTIONS = PeerOptions.of(Network.CLUSTER);
  private static final long MINUTE = 60_000;

  private Network network;
  private final GroupKeys group = new GroupKeys(KEY);
  private final Id subcluster = group.subclusterId();
  private final SplittableRandom random = new SplittableRandom(7);
  private Network.Host alice;
  private Network.Host bob;

  private static PeerOptions without(Feature feature) {
    return OPTIONS.withFeatures(EnumSet.complementOf(EnumSet.of(feature)));
  }

  private Network.Host member(Network.Nat nat, PeerOptions options) {
    Network.Host host = network.add(nat, options);
    host.peer.join(KEY, network.now);
    host.start();
    return host;
  }

  private void start(long seed, PeerOptions ofAlice, PeerOptions ofBob) {
    network = new Network(seed);
    network.introducer(OPTIONS);
    network.introducer(OPTIONS);
    alice = member(Network.Nat.NONE, ofAlice);
    bob = member(Network.Nat.NONE, ofBob);
    network.run(5000);
  }

  @BeforeEach
  void start() {
    start(1, OPTIONS, OPTIONS);
  }

  private int say(Network.Host from, Network.Host to, String text, MessageOptions options) {
    int sent =
        from.peer.stream(
            subcluster,
            Optional.of(to.peer.info().peerId()),
            "whisper",
            text.getBytes(StandardCharsets.UTF_8),
            options,
            network.now);
    from.wake();
    return sent;
  }

  private int say(Network.Host from, Network.Host to, String text) {
    return say(from, to, text, MessageOptions.DEFAULT);
  }

  private static List<String> heard(Network.Host host) {
    return host.all(RelayEvent.Streamed.class).stream()
        .map(streamed -> StandardCharsets.UTF_8.decode(streamed.value().duplicate()).toString())
        .toList();
  }

  private static int sessions(Network.Host host) {
    return ((Engine) host.peer).sessions.size();
  }

  private static Id id(Network.Host host) {
    return host.peer.info().peerId();
  }

  @Test
  void shouldTellWhoSaidSomethingAfterOneRoundTrip() {
    network.minDelay = 50;
    network.maxDelay = 50;

    assertThat(say(alice, bob, "hello")).isEqualTo(1);
    network.run(151);

    RelayEvent.Streamed streamed = bob.all(RelayEvent.Streamed.class).getFirst();
    assertThat(heard(bob)).containsExactly("hello");
    assertThat(streamed.from()).isEqualTo(id(alice));
    assertThat(streamed.verified()).isEqualTo(Verified.STRONG);
    assertThat(streamed.sender().map(Names::ofKey)).contains(id(alice));
    assertThat(streamed.eventId()).isEqualTo(Names.of("whisper"));
    assertThat(network.datagrams[PacketType.STREAM]).isZero();
  }

  @Test
  void shouldNeedNoHandshakeForTheNextMessageInEitherDirection() {
    say(alice, bob, "first");
    network.run(1000);
    long asked = network.datagrams[PacketType.SESSION_ASK];

    say(alice, bob, "second");
    say(bob, alice, "third");
    network.run(101);

    assertThat(heard(bob)).containsExactly("first", "second");
    assertThat(heard(alice)).containsExactly("third");
    assertThat(network.datagrams[PacketType.SESSION_ASK]).isEqualTo(asked);
  }

  @Test
  void shouldCarryManyMessagesAndLargeOnes() {
    List<String> said = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      said.add(i + "x".repeat(i % 5 == 0 ? 40_000 : i));
    }
    said.forEach(text -> assertThat(say(alice, bob, text)).isEqualTo(1));
    network.run(2000);

    say(alice, bob, "y".repeat(1_000_000));
    network.run(1000);

    said.add("y".repeat(1_000_000));
    assertThat(heard(bob)).containsExactlyInAnyOrderElementsOf(said);
  }

  @Test
  void shouldSayWhatIsSaidOfAMessage() {
    MessageOptions about =
        new MessageOptions(1000, Optional.empty(), Optional.empty(), "{\"a\":1}");

    say(alice, bob, "", about);
    network.run(1000);

    RelayEvent.Streamed streamed = bob.all(RelayEvent.Streamed.class).getFirst();
    assertThat(streamed.meta()).isEqualTo("{\"a\":1}");
    assertThat(streamed.value().remaining()).isZero();
    assertThatThrownBy(() -> say(alice, bob, "x".repeat(16_000_001)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void shouldBeginAllTheSameWhenDatagramsAreLostOrComeTwice(long seed) {
    start(seed, OPTIONS, OPTIONS);
    network.loss = 0.25;
    network.duplicates = 0.25;

    say(alice, bob, "hello", MessageOptions.DEFAULT.bySessionOnly());
    network.run(8000);

    assertThat(heard(bob)).containsExactly("hello");
  }

  @Test
  void shouldAgreeWhenBothAskAtOnce() {

    say(alice, bob, "from Alice");
    say(bob, alice, "from Bob");
    network.run(1000);

    assertThat(heard(bob)).containsExactly("from Alice");
    assertThat(heard(alice)).containsExactly("from Bob");
    assertThat(sessions(alice)).isEqualTo(1);
    assertThat(sessions(bob)).isEqualTo(1);
    assertThat(network.datagrams[PacketType.SESSION_ANSWER]).isEqualTo(1);
  }

  @Test
  void shouldSpeakAsEverToPeersWithoutSessions() {
    start(1, OPTIONS, without(Feature.SESSIONS));

    say(alice, bob, "hello");
    assertThat(say(alice, bob, "secret", MessageOptions.DEFAULT.bySessionOnly())).isZero();
    network.run(200);

    assertThat(heard(bob)).containsExactly("hello");
    assertThat(network.datagrams[PacketType.STREAM]).isEqualTo(1);
    assertThat(network.datagrams[PacketType.SESSION_ASK]).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldSpeakAsEverWhereAnIdIsNoHashOfAKey(boolean isAlices) {
    PeerOptions chosen = OPTIONS.withPeerId(Names.of("chosen"));
    start(1, isAlices ? chosen : OPTIONS, isAlices ? OPTIONS : chosen);

    say(alice, bob, "hello");
    network.run(200);

    assertThat(heard(bob)).containsExactly("hello");
    assertThat(network.datagrams[PacketType.SESSION_ASK]).isZero();
  }

  @Test
  void shouldSpeakAsEverWhenNobodyAnswers() {
    network.loses = datagram -> datagram[4] == PacketType.SESSION_ANSWER;

    say(alice, bob, "hello");
    say(alice, bob, "secret", MessageOptions.DEFAULT.bySessionOnly());
    network.run(2500);
    assertThat(heard(bob)).isEmpty();
    network.run(1000);
    assertThat(heard(bob)).containsExactly("hello");
    assertThat(bob.all(RelayEvent.Streamed.class).getFirst().verified()).isEqualTo(Verified.LEGACY);
    assertThat(network.datagrams[PacketType.SESSION_ASK]).isEqualTo(4);

    say(alice, bob, "at once");
    network.run(200);
    assertThat(heard(bob)).containsExactly("hello", "at once");
  }

  @Test
  void shouldReachAPeerThroughAnother() {
    Network.Host carol = member(Network.Nat.HARD, OPTIONS);
    Network.Host dave = member(Network.Nat.HARD, OPTIONS);
    network.run(20_000);
    assertThat(carol.peer.peers())
        .filteredOn(peer -> peer.peerId().equals(id(dave)))
        .singleElement()
        .matches(peer -> peer.proxied() && !peer.connected());

    say(carol, dave, "through somebody", MessageOptions.DEFAULT.bySessionOnly());
    network.run(2000);
    say(dave, carol, "and back", MessageOptions.DEFAULT.bySessionOnly());
    network.run(2000);

    assertThat(heard(dave)).containsExactly("through somebody");
    assertThat(heard(carol)).containsExactly("and back");
    assertThat(dave.all(RelayEvent.Streamed.class).getFirst().verified())
        .isEqualTo(Verified.STRONG);
  }

  @Test
  void shouldKeepAPeerThatItHearsThroughAnother() {
    Network.Host carol = member(Network.Nat.HARD, OPTIONS);
    Network.Host dave = member(Network.Nat.HARD, OPTIONS);
    network.run(20_000);

    for (int i = 0; i < 20; i++) {
      assertThat(say(carol, dave, "message " + i)).isEqualTo(1);
      network.run(10_000);
    }

    assertThat(heard(dave)).hasSize(20);
    assertThat(network.datagrams[PacketType.SESSION_ANSWER]).isLessThan(6);
  }

  @Test
  void shouldDeliverOnceWhatSomebodySendsAgain() {
    List<byte[]> recorded = new ArrayList<>();
    network.loses =
        datagram -> {
          if (PacketType.isOfSession(datagram[4])
              && id(bob).isAt(datagram, SessionPacket.TO_OFFSET)) {
            recorded.add(datagram.clone());
          }
          return false;
        };
    say(alice, bob, "once");
    network.run(1000);
    say(alice, bob, "and once");
    network.run(20_000);
    long answers = network.datagrams[PacketType.SESSION_ANSWER];

    for (byte[] datagram : List.copyOf(recorded)) {
      bob.peer.receive(
          Peer.MAIN, Endpoint.parse("198.51.100.7", 99), ByteBuffer.wrap(datagram), network.now);
    }
    bob.wake();
    network.run(1000);

    assertThat(recorded).hasSizeGreaterThanOrEqualTo(3);
    assertThat(heard(bob)).containsExactly("once", "and once");
    assertThat(network.datagrams[PacketType.SESSION_ANSWER]).isEqualTo(answers);
  }

  @Test
  void shouldMakeNewKeysFromTimeToTimeAndForgetTheOldOnes() {
    say(alice, bob, "first");
    network.run(1000);
    long asked = network.datagrams[PacketType.SESSION_ASK];
    for (int minute = 0; minute < 12; minute++) {
      network.run(MINUTE);
      say(alice, bob, "after " + minute);
    }
    network.run(1000);
    assertThat(heard(bob)).hasSize(13);
    assertThat(network.datagrams[PacketType.SESSION_ASK]).isEqualTo(asked + 2);
    assertThat(sessions(alice)).isEqualTo(2);

    network.run(Sessions.END_MILLIS);

    assertThat(sessions(alice)).isZero();
    assertThat(sessions(bob)).isZero();
  }

  @Test
  void shouldNoticeThatAPeerHasLostItsKeys() {
    say(alice, bob, "first");
    network.run(1000);
    bob.peer.reconnect(network.now);
    bob.wake();
    network.run(3000);

    say(alice, bob, "nobody can read this");
    network.run(3000);
    say(alice, bob, "hello again");
    network.run(1000);

    assertThat(heard(bob)).containsExactly("first", "hello again");
  }

  @Test
  void shouldEndWithTheSubcluster() {
    say(alice, bob, "hello");
    network.run(1000);
    assertThat(sessions(bob)).isEqualTo(1);

    bob.peer.leave(subcluster, network.now);
    say(alice, bob, "are you there?");
    network.run(1000);

    assertThat(sessions(bob)).isZero();
    assertThat(heard(bob)).containsExactly("hello");
  }

  private ByteBuffer ask(Handshake handshake, Id claimed, long number) {
    byte[] first = handshake.write(claimed.toBytes());
    assertThat(first).isNotNull();
    return SessionPacket.begin(
            PacketType.SESSION_ASK, id(bob), number, SessionPacket.HEADER + SessionPacket.FIRST)
        .put(first)
        .flip();
  }

  private Handshake handshake(GroupKeys of, byte[] seed) {
    byte[] prologue =
        ByteBuffer.allocate(14 + 64)
            .put("SRP6 session 1".getBytes(StandardCharsets.US_ASCII))
            .put(of.subclusterId().toBytes())
            .put(id(bob).toBytes())
            .array();
    return of.handshake(true, prologue, AgreementKeys.of(new SigningKeys(seed)), random);
  }

  /** The datagrams that Bob sends in answer to one. */
  private List<byte[]> answers(ByteBuffer datagram, long from) {
    List<byte[]> sent = new ArrayList<>();
    network.loses =
        each -> {
          sent.add(each);
          return true;
        };
    bob.peer.receive(Peer.MAIN, from, datagram, network.now);
    network.loses = any -> false;
    return sent;
  }

  @Test
  void shouldNotAnswerWhoIsNoMember() {
    GroupKeys others = new GroupKeys(SharedKeys.ofText("OTHER"));
    long from = Endpoint.parse("198.51.100.7", 99);

    assertThat(answers(ask(handshake(others, new byte[32]), id(alice), 1), from)).isEmpty();

    ByteBuffer asks = ask(handshake(group, new byte[32]), id(alice), 2);
    List<byte[]> answers = answers(asks.duplicate(), from);
    assertThat(answers).hasSize(1);
    assertThat(answers.getFirst().length).isLessThan(3 * asks.remaining());
    assertThat(answers(asks, from)).containsExactly(answers.getFirst());
  }

  /** Mallory says that she is Alice, and shows her own key, or Alice's. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldNotTakeAMemberForAnother(boolean showsOwn) {
    say(alice, bob, "hello");
    network.run(1000);
    Id shown =
        showsOwn
            ? new SigningKeys(new byte[32]).publicKey()
            : bob.all(RelayEvent.Streamed.class).getFirst().sender().orElseThrow();
    Handshake handshake = handshake(group, new byte[32]);
    long from = Endpoint.parse("198.51.100.7", 99);
    byte[] answer = answers(ask(handshake, id(alice), 2), from).getFirst();
    byte[] second = new byte[SessionPacket.SECOND];
    System.arraycopy(answer, SessionPacket.HEADER + 8, second, 0, second.length);
    assertThat(handshake.read(second)).isNotNull();
    byte[] third = handshake.write(shown.toBytes());
    assertThat(third).isNotNull();
    byte[] sealed = new byte[16];
    handshake.split()[0].seal(0, new byte[0], new byte[0], 0, 0, sealed, 0);
    ByteBuffer begins =
        SessionPacket.begin(
                PacketType.SESSION_BEGIN,
                id(bob),
                SessionPacket.number(answer, SessionPacket.HEADER),
                SessionPacket.HEADER + SessionPacket.THIRD + 8 + sealed.length)
            .put(third)
            .putLong(0)
            .put(sealed)
            .flip();

    assertThat(answers(begins, from)).isEmpty();
    assertThat(sessions(bob)).isEqualTo(1);
  }

  @Test
  void shouldAnswerOnlySoManyQuestions() {
    int answers = 0;
    for (int i = 0; i < 200; i++) {
      Handshake handshake = handshake(group, SharedKeys.ofText("member " + i));
      ByteBuffer asks = ask(handshake, Names.of("peer " + i), i);
      answers += answers(asks, Endpoint.parse("198.51.100.7", 99)).size();
    }

    assertThat(answers).isEqualTo(64);
  }

  @Test
  void shouldRefuseMessagesWhenTooManyWait() {
    network.loses = datagram -> datagram[4] == PacketType.SESSION_ANSWER;

    int taken = 0;
    for (int i = 0; i < 100; i++) {
      taken += say(alice, bob, "message " + i);
    }

    assertThat(taken).isEqualTo(64);
  }

  @Test
  void shouldDoTheSameForTheSameSeed() {
    List<Long> bytes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      SessionsTest run = new SessionsTest();
      run.start();
      run.say(run.alice, run.bob, "hello");
      run.network.run(1000);
      bytes.add(run.network.bytes[PacketType.SESSION_BEGIN] + run.network.controlBytes());
      assertThat(heard(run.bob)).containsExactly("hello");
    }

    assertThat(bytes.getFirst()).isEqualTo(bytes.getLast()).isPositive();
    assertThat(Set.copyOf(bytes)).hasSize(1);
  }
}

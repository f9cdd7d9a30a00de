package org.socketplatform.relay.protocol.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.socketplatform.relay.protocol.Feature;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.MessageOptions;
import org.socketplatform.relay.protocol.PeerOptions;
import org.socketplatform.relay.protocol.RelayEvent;
import org.socketplatform.relay.protocol.Verified;
import org.socketplatform.relay.protocol.crypto.GroupKeys;
import org.socketplatform.relay.protocol.crypto.Names;
import org.socketplatform.relay.protocol.crypto.SharedKeys;
import org.socketplatform.relay.protocol.wire.PacketType;

/** A subcluster whose key is to be replaced, with a member that should not learn the next one. */
class RotationTest {
  private static final byte[] KEY = SharedKeys.ofText("OLD");
  private static final byte[] NEXT = SharedKeys.ofText("NEXT");
  private static final PeerOptions OPTIONS = PeerOptions.of(Network.CLUSTER);

  private final Network network = new Network(1);
  private final Id subcluster = new GroupKeys(KEY).subclusterId();
  private final Id next = new GroupKeys(NEXT).subclusterId();
  private Network.Host alice;
  private Network.Host bob;
  private Network.Host eve;

  private Network.Host member(PeerOptions options) {
    Network.Host host = network.add(Network.Nat.NONE, options);
    host.peer.join(KEY, network.now);
    host.start();
    return host;
  }

  @BeforeEach
  void start() {
    network.introducer(OPTIONS);
    network.introducer(OPTIONS);
    alice = member(OPTIONS);
    bob = member(OPTIONS);
    eve = member(OPTIONS);
    network.run(5000);
  }

  private static Id id(Network.Host host) {
    return host.peer.info().peerId();
  }

  private static List<RelayEvent.KeyOffered> offers(Network.Host host) {
    return host.all(RelayEvent.KeyOffered.class);
  }

  @Test
  void shouldOfferTheNextKeyToAllMembers() {
    alice.peer.offerKey(subcluster, NEXT, network.now);
    network.run(2000);

    for (Network.Host host : List.of(bob, eve)) {
      RelayEvent.KeyOffered offer = offers(host).getFirst();
      byte[] key = new byte[32];
      offer.sharedKey().get(key);
      assertThat(key).isEqualTo(NEXT);
      assertThat(offer.next()).isEqualTo(next);
      assertThat(offer.subcluster()).isEqualTo(subcluster);
      assertThat(Names.ofKey(offer.sender())).isEqualTo(id(alice));
      assertThat(offer.verified()).isEqualTo(Verified.STRONG);
      assertThat(offer.from()).isEmpty();
      assertThat(host.all(RelayEvent.Message.class)).isEmpty();
    }
    assertThat(offers(alice)).isEmpty();
  }

  @Test
  void shouldBeAnOrdinaryMessageToOtherPeersAndWhenNobodySignedIt() {
    Network.Host old =
        member(OPTIONS.withFeatures(EnumSet.complementOf(EnumSet.of(Feature.KEY_OFFERS))));
    Network.Host unsigned =
        member(OPTIONS.withFeatures(EnumSet.complementOf(EnumSet.of(Feature.SIGNED_MESSAGES))));
    network.run(5000);

    alice.peer.offerKey(subcluster, NEXT, network.now);
    network.run(2000);
    assertThat(old.all(RelayEvent.Message.class))
        .extracting(RelayEvent.Message::eventId)
        .containsExactly(Names.of("SRP6 next key"));

    unsigned.peer.offerKey(subcluster, NEXT, network.now);
    network.run(2000);
    assertThat(offers(bob)).hasSize(1);
    assertThat(bob.all(RelayEvent.Message.class)).hasSize(1);
  }

  @Test
  void shouldLeaveOutAMemberThatIsNotToFollow() {
    List<byte[]> seen = new ArrayList<>();
    network.loses =
        datagram -> {
          seen.add(datagram.clone());
          return false;
        };

    int given = alice.peer.offerKey(subcluster, NEXT, List.of(id(bob)), network.now);
    alice.wake();
    network.run(2000);

    assertThat(given).isEqualTo(1);
    assertThat(offers(bob))
        .singleElement()
        .satisfies(offer -> {
          assertThat(offer.next()).isEqualTo(next);
          assertThat(offer.from()).contains(id(alice));
          assertThat(Names.ofKey(offer.sender())).isEqualTo(id(alice));
        });
    assertThat(alice.all(RelayEvent.KeyReceived.class))
        .containsExactly(new RelayEvent.KeyReceived(subcluster, next, id(bob)));
    assertThat(offers(eve)).isEmpty();
    assertThat(seen)
        .noneMatch(
            datagram -> datagram[4] == PacketType.STREAM || datagram[4] == PacketType.PUBLISH);

    for (Network.Host host : List.of(alice, bob)) {
      host.peer.join(NEXT, network.now);
      host.peer.leave(subcluster, network.now);
      host.wake();
    }
    network.run(2000);
    alice.peer.publish(next, "greeting", new byte[1], MessageOptions.DEFAULT, network.now);
    alice.wake();
    network.run(2000);
    assertThat(bob.all(RelayEvent.Message.class)).hasSize(1);
    assertThat(eve.all(RelayEvent.Message.class)).isEmpty();
  }

  @Test
  void shouldOfferAgainUntilItIsReceivedAndTellOnce() {
    network.loses = datagram -> datagram[4] == PacketType.SESSION_DATA;
    alice.peer.stream(
        subcluster, Optional.empty(), "hello", new byte[1], MessageOptions.DEFAULT, network.now);
    alice.peer.offerKey(subcluster, NEXT, List.of(id(bob)), network.now);
    alice.wake();
    network.run(2500);
    assertThat(alice.all(RelayEvent.KeyReceived.class)).isEmpty();

    network.loses = any -> false;
    network.run(20_000);

    assertThat(alice.all(RelayEvent.KeyReceived.class)).hasSize(1);
    assertThat(offers(bob)).hasSize(1);
  }

  @Test
  void shouldGiveNothingToWhoHasNoSessions() {
    Network.Host old =
        member(OPTIONS.withFeatures(EnumSet.complementOf(EnumSet.of(Feature.SESSIONS))));
    network.run(5000);

    List<Id> members = List.of(id(old), Names.of("nobody"));
    assertThat(alice.peer.offerKey(subcluster, NEXT, members, network.now)).isZero();
    alice.wake();
    network.run(20_000);

    assertThat(old.all(RelayEvent.Streamed.class)).isEmpty();
    assertThat(offers(old)).isEmpty();
  }

  @Test
  void shouldNotOfferTheKeyThatThereIs() {
    assertThatThrownBy(() -> alice.peer.offerKey(subcluster, KEY, network.now))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> alice.peer.offerKey(subcluster, KEY, List.of(), network.now))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> alice.peer.offerKey(next, NEXT, network.now))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

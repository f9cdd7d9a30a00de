package org.socketplatform.relay.protocol.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.Peer;
import org.socketplatform.relay.protocol.PeerOptions;
import org.socketplatform.relay.protocol.RelayEvent;
import org.socketplatform.relay.protocol.crypto.GroupKeys;
import org.socketplatform.relay.protocol.crypto.Names;
import org.socketplatform.relay.protocol.crypto.SharedKeys;
import org.socketplatform.relay.protocol.wire.Digests;
import org.socketplatform.relay.protocol.wire.Field;
import org.socketplatform.relay.protocol.wire.Fragments;
import org.socketplatform.relay.protocol.wire.Packet;
import org.socketplatform.relay.protocol.wire.PacketType;

/** What was sealed once is delivered once, in whatever packets somebody sends it again. */
class ReplayTest {
  private static final byte[] KEY = SharedKeys.ofText("SHARED");
  private static final long LATER_MILLIS = 600_000;

  private final Network network = new Network(1);
  private final Digests digests = new Digests();
  private final GroupKeys keys = new GroupKeys(KEY);
  private Network.Host alice;
  private Network.Host bob;

  @BeforeEach
  void start() {
    PeerOptions options = PeerOptions.of(Network.CLUSTER);
    network.introducer(options);
    network.introducer(options);
    alice = network.add(Network.Nat.NONE, options);
    bob = network.add(Network.Nat.NONE, options);
    for (Network.Host host : List.of(alice, bob)) {
      host.peer.join(KEY, network.now);
      host.start();
    }
    network.run(5000);
  }

  private byte[] sealed(int length) {
    return keys.seal(new byte[length], new SplittableRandom(1));
  }

  private Packet packet(int type) {
    return new Packet(type)
        .hops(1)
        .set(Field.CLUSTER_ID, Network.CLUSTER)
        .set(Field.SUBCLUSTER_ID, keys.subclusterId())
        .set(Field.USR1, Names.of("event"))
        .set(Field.USR3, bob.peer.info().peerId())
        .set(Field.USR4, alice.peer.info().peerId());
  }

  private void send(Packet packet) {
    long from = alice.peer.info().endpoint();
    ByteBuffer datagram = ByteBuffer.wrap(packet.toBytes(digests));
    bob.peer.receive(Peer.MAIN, from, datagram, network.now);
    bob.wake();
  }

  @Test
  void shouldDeliverAStreamOnceWhateverIdItIsGiven() {
    byte[] sealed = sealed(100);
    Id first = digests.sha256(sealed);

    send(packet(PacketType.STREAM).set(Field.MESSAGE, sealed).set(Field.PACKET_ID, first));
    send(
        packet(PacketType.STREAM)
            .set(Field.MESSAGE, sealed)
            .set(Field.PACKET_ID, Names.of("another")));
    network.run(LATER_MILLIS);
    send(packet(PacketType.STREAM).set(Field.MESSAGE, sealed).set(Field.PACKET_ID, first));

    assertThat(bob.all(RelayEvent.Streamed.class)).hasSize(1);
  }

  @Test
  void shouldDeliverAMessageOnceHoweverItIsCut() {
    byte[] sealed = sealed(3000);

    for (int times = 0; times < 2; times++) {
      Fragments.cut(packet(PacketType.PUBLISH), sealed, "{}", network.now, digests)
          .forEach(this::send);
      network.run(1000);
    }

    assertThat(bob.all(RelayEvent.Message.class)).hasSize(1);
  }
}

package org.socketplatform.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.socketplatform.bluetooth.api.PacketLink;
import org.socketplatform.relay.protocol.Contact;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.crypto.Names;

class NearbyTest {
  private static final Id SELF = Names.of("self");
  private static final Id OTHER = Names.of("other");
  private static final long OTHER_END = Nearby.endpointOf(OTHER);

  private final List<Contact> met = new ArrayList<>();
  private final List<ByteBuffer> received = new ArrayList<>();
  private final Nearby nearby =
      new Nearby(
          SELF,
          (socket, from, datagram) -> {
            assertThat(from).isEqualTo(OTHER_END);
            received.add(datagram.slice());
          },
          met::add);
  private final Link link = new Link();

  /** A link with room for so many packets. */
  private static final class Link implements PacketLink {
    private final List<ByteBuffer> sent = new ArrayList<>();
    private int room = Integer.MAX_VALUE;

    @Override
    public long peer() {
      return 1;
    }

    @Override
    public boolean send(ByteBuffer packet) {
      if (sent.size() >= room) {
        return false;
      }
      sent.add(ByteBuffer.allocate(packet.remaining()).put(packet.duplicate()).flip());
      return true;
    }
  }

  private static ByteBuffer hello(Id peer) {
    return ByteBuffer.allocate(33).put((byte) 0).put(peer.toBytes()).flip();
  }

  private static ByteBuffer packet(int number) {
    return ByteBuffer.allocate(4).putInt(0, number);
  }

  @Test
  void shouldSayWhoItIsAndMeetWhoSaysSo() {
    nearby.opened(link);
    nearby.received(link, hello(OTHER));
    nearby.received(link, packet(1));
    nearby.send(OTHER_END, packet(2));

    assertThat(link.sent).containsExactly(hello(SELF), packet(2));
    assertThat(met).extracting(Contact::peerId).containsExactly(OTHER);
    assertThat(met).extracting(Contact::endpoint).containsExactly(OTHER_END);
    assertThat(received).containsExactly(packet(1));
  }

  @Test
  void shouldTakeNothingFromWhoHasNotSaidWhoItIs() {
    nearby.opened(link);
    Random random = new Random(1);
    for (int length = 1; length < 100; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      bytes[0] |= 1;
      nearby.received(link, ByteBuffer.wrap(bytes));
    }
    nearby.received(link, ByteBuffer.allocate(32));
    nearby.received(link, ByteBuffer.allocate(34));
    nearby.received(link, hello(SELF));

    assertThat(met).isEmpty();
    assertThat(received).isEmpty();
  }

  @Test
  void shouldKeepABurstUntilThereIsRoom() {
    nearby.opened(link);
    nearby.received(link, hello(OTHER));
    link.room = 3;
    for (int i = 0; i < 10; i++) {
      nearby.send(OTHER_END, packet(i));
    }
    assertThat(link.sent).hasSize(3);
    link.room = 7;
    nearby.writable(link);
    assertThat(link.sent).hasSize(7);
    link.room = Integer.MAX_VALUE;
    nearby.writable(link);
    nearby.send(OTHER_END, packet(10));

    assertThat(link.sent.subList(1, 12))
        .containsExactly(
            packet(0),
            packet(1),
            packet(2),
            packet(3),
            packet(4),
            packet(5),
            packet(6),
            packet(7),
            packet(8),
            packet(9),
            packet(10));
  }

  @Test
  void shouldLoseWhatIsBeyondItsBound() {
    nearby.opened(link);
    nearby.received(link, hello(OTHER));
    link.room = 1;
    for (int i = 0; i < 5000; i++) {
      nearby.send(OTHER_END, packet(i));
    }
    link.room = Integer.MAX_VALUE;
    nearby.writable(link);

    assertThat(link.sent).hasSize(1 + 1024);
  }

  @Test
  void shouldSendNothingToWhoIsGone() {
    nearby.opened(link);
    nearby.received(link, hello(OTHER));
    nearby.closed(link);
    nearby.send(OTHER_END, packet(1));
    nearby.writable(link);

    assertThat(link.sent).containsExactly(hello(SELF));
  }

  @Test
  void shouldReachAPeerByItsNewestLink() {
    Link newer = new Link();
    nearby.opened(link);
    nearby.received(link, hello(OTHER));
    nearby.opened(newer);
    nearby.received(newer, hello(OTHER));
    nearby.closed(link);
    nearby.send(OTHER_END, packet(1));

    assertThat(newer.sent).containsExactly(hello(SELF), packet(1));
  }

  @Test
  void shouldKnowPeersByEndpointsThatNoNetworkUses() {
    for (int i = 0; i < 1000; i++) {
      long endpoint = Nearby.endpointOf(Names.of("peer " + i));
      assertThat(Nearby.isNearby(endpoint)).isTrue();
      assertThat(Endpoint.host(endpoint)).matches("(24\\d|25[0-5])\\..*");
      assertThat(Endpoint.port(endpoint)).isPositive();
    }
    assertThat(Nearby.isNearby(Endpoint.parse("223.255.255.254", 1))).isFalse();
    assertThat(Nearby.isNearby(Endpoint.parse("127.0.0.1", 1))).isFalse();
  }
}

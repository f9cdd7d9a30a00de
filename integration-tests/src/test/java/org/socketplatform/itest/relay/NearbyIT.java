package org.socketplatform.itest.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.socketplatform.bluetooth.Lab;
import org.socketplatform.bluetooth.LoopLab;
import org.socketplatform.bluetooth.api.BluetoothException;
import org.socketplatform.bluetooth.api.PacketLinks;
import org.socketplatform.bluetooth.bluez.BluezLab;
import org.socketplatform.bluetooth.bluez.MessageBus;
import org.socketplatform.bluetooth.link.GattLinks;
import org.socketplatform.relay.LivePeer;
import org.socketplatform.relay.protocol.Contact;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.MessageOptions;
import org.socketplatform.relay.protocol.NatType;
import org.socketplatform.relay.protocol.PeerOptions;
import org.socketplatform.relay.protocol.RelayEvent;
import org.socketplatform.relay.protocol.Verified;
import org.socketplatform.relay.protocol.crypto.Names;
import org.socketplatform.relay.protocol.crypto.SharedKeys;
import org.socketplatform.udp.api.UdpOptions;
import org.socketplatform.udp.api.UdpSockets;

/** Peers of Stream Relay that have Bluetooth between them, and no network. */
@Timeout(120)
class NearbyIT {
  private static final UUID SERVICE = UUID.fromString("5f0e4b9a-7a11-4222-8333-944455566677");
  private static final Id CLUSTER = Names.of("nearby");
  private static final byte[] KEY = SharedKeys.ofText("chat");
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final List<AutoCloseable> opened = new ArrayList<>();

  /** What is between the machines. */
  enum Air {
    LOOP,
    BLUEZ;

    Lab open() throws Exception {
      if (this == LOOP) {
        return new LoopLab();
      }
      assumeTrue(MessageBus.isInstalled(), "BlueZ, as it needs dbus-daemon; install dbus");
      return new BluezLab();
    }
  }

  /** Somebody in the chat. */
  private static final class Member implements AutoCloseable {
    private final BlockingQueue<RelayEvent> events = new LinkedBlockingQueue<>();
    private final LivePeer peer;
    private final Id chat;

    private Member(Opening opening) throws Exception {
      peer = opening.open(events::add);
      chat = peer.call((engine, now) -> engine.join(KEY, now));
    }

    void say(byte[] value) {
      peer.call((engine, now) -> engine.publish(chat, "said", value, MessageOptions.DEFAULT, now));
    }

    <T extends RelayEvent> T await(Class<T> type, Predicate<T> wanted) throws Exception {
      for (; ; ) {
        RelayEvent event = events.poll(60, TimeUnit.SECONDS);
        assertThat(event).as("a " + type.getSimpleName()).isNotNull();
        if (type.isInstance(event) && wanted.test(type.cast(event))) {
          return type.cast(event);
        }
      }
    }

    RelayEvent.Message hear(byte[] value) throws Exception {
      return await(
          RelayEvent.Message.class, message -> message.value().equals(ByteBuffer.wrap(value)));
    }

    Id id() {
      return peer.call((engine, now) -> engine.info().peerId());
    }

    @Override
    public void close() {
      peer.close();
    }
  }

  private interface Opening {
    LivePeer open(Consumer<RelayEvent> events) throws Exception;
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  private <T extends AutoCloseable> T keep(T closeable) {
    opened.add(closeable);
    return closeable;
  }

  private static PacketLinks links(Lab.Machine machine) {
    return (service, listener) -> new GattLinks(machine.provider(), service, listener).start();
  }

  private static byte[] seed() {
    return SharedKeys.random(new SecureRandom());
  }

  private Member nearby(Lab.Machine machine) throws Exception {
    return keep(
        new Member(events ->
            LivePeer.openNearby(links(machine), SERVICE, PeerOptions.of(CLUSTER), seed(), events)));
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  @ParameterizedTest
  @EnumSource
  void shouldCarryAChatOverBluetoothAlone(Air air) throws Exception {
    Lab lab = keep(air.open());
    Member alice = nearby(lab.machine("alice"));
    Member bob = nearby(lab.machine("bob"));
    alice.await(RelayEvent.MemberJoined.class, joined -> joined.peer().equals(bob.id()));

    alice.say(text("is anybody there?"));
    assertThat(bob.hear(text("is anybody there?")).verified()).isEqualTo(Verified.STRONG);
    bob.say(text("I am"));
    alice.hear(text("I am"));
  }

  @ParameterizedTest
  @EnumSource
  void shouldDeliverWhatWasSaidBeforeTheyMet(Air air) throws Exception {
    Lab lab = keep(air.open());
    Lab.Machine away = lab.machine("alice");
    away.near(false);
    Member alice = nearby(away);
    Member bob = nearby(lab.machine("bob"));
    alice.say(text("written on the way"));

    away.near(true);

    bob.hear(text("written on the way"));
  }

  @ParameterizedTest
  @EnumSource
  void shouldCarryAMessageOfManyPackets(Air air) throws Exception {
    Lab lab = keep(air.open());
    Member alice = nearby(lab.machine("alice"));
    Member bob = nearby(lab.machine("bob"));
    alice.await(RelayEvent.Connected.class, _ -> true);
    byte[] picture = new byte[200_000];
    new SecureRandom().nextBytes(picture);

    alice.say(picture);

    bob.hear(picture);
  }

  @Test
  void shouldGoOnWhenTheyMeetAgain() throws Exception {
    Lab lab = keep(Air.LOOP.open());
    Lab.Machine walker = lab.machine("alice");
    Member alice = nearby(walker);
    Member bob = nearby(lab.machine("bob"));
    alice.say(text("hello"));
    bob.hear(text("hello"));

    walker.near(false);
    alice.say(text("far away"));
    walker.near(true);

    bob.hear(text("far away"));
  }

  @Test
  void shouldPassOnBetweenBluetoothAndANetwork() throws Exception {
    Lab lab = keep(Air.LOOP.open());
    UdpSockets udp = ServiceLoader.load(UdpSockets.class).findFirst().orElseThrow();
    int port = freePort(udp);
    long seenAt = Endpoint.of(new InetSocketAddress(LOOPBACK, port));
    PeerOptions options = PeerOptions.of(CLUSTER);
    Member gateway =
        keep(
            new Member(events ->
                LivePeer.open(
                    udp, LOOPBACK, port, 0, options.asIntroducer(seenAt), seed(), events)));
    gateway.peer.meetNearby(links(lab.machine("gateway")), SERVICE);
    Member online =
        keep(
            new Member(events -> {
              int own = freePort(udp);
              PeerOptions seen =
                  options.seenAt(
                      Endpoint.of(new InetSocketAddress(LOOPBACK, own)), NatType.UNRESTRICTED);
              return LivePeer.open(udp, LOOPBACK, own, 0, seen, seed(), events);
            }));
    Contact contact = new Contact(gateway.id(), seenAt, NatType.UNRESTRICTED, true);
    online.peer.call((engine, now) -> {
      engine.addContact(contact, now);
      return true;
    });
    Member walker = nearby(lab.machine("walker"));

    walker.say(text("from the woods"));
    online.hear(text("from the woods"));
    online.say(text("to the woods"));
    walker.hear(text("to the woods"));
  }

  @Test
  void shouldChatNearbyWhereTheNetworkDoesNotAnswer() throws Exception {
    Lab lab = keep(Air.LOOP.open());
    Member alice = nearbyToo(lab.machine("alice"));
    Member bob = nearbyToo(lab.machine("bob"));

    alice.say(text("is the network down?"));
    bob.hear(text("is the network down?"));
  }

  /** Somebody with a network in which nobody is known. */
  private Member nearbyToo(Lab.Machine machine) throws Exception {
    UdpSockets udp = ServiceLoader.load(UdpSockets.class).findFirst().orElseThrow();
    Member member =
        keep(
            new Member(events ->
                LivePeer.open(udp, LOOPBACK, 0, 0, PeerOptions.of(CLUSTER), seed(), events)));
    member.peer.meetNearby(links(machine), SERVICE);
    return member;
  }

  private static int freePort(UdpSockets udp) throws Exception {
    try (var socket = udp.open(UdpOptions.bind(new InetSocketAddress(LOOPBACK, 0)))) {
      return socket.localAddress().getPort();
    }
  }

  @Test
  void shouldSayWhereThereIsNoBluetooth() {
    BluetoothException none =
        new BluetoothException(BluetoothException.Code.UNSUPPORTED, "no Bluetooth");
    PacketLinks nothing =
        (service, listener) -> {
          throw none;
        };

    assertThat(
            catchThrowable(() ->
                LivePeer.openNearby(nothing, SERVICE, PeerOptions.of(CLUSTER), seed(), _ -> {})))
        .isSameAs(none);
  }
}

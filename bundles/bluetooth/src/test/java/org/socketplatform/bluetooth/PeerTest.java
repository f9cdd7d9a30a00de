package org.socketplatform.bluetooth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.socketplatform.bluetooth.bluez.BluezLab;
import org.socketplatform.bluetooth.bluez.MessageBus;

/** Two equal peers, and what comes between them. */
@Timeout(180)
class PeerTest {
  private static final UUID SERVICE = UUID.fromString("56702d92-69f9-4400-baf8-d5c89ee15d68");
  private static final UUID VALUE = UUID.fromString("5f0e4b9a-1111-4222-8333-944455566677");

  private Lab lab = new LoopLab();
  private final List<Member> members = new ArrayList<>();

  /** A peer that remembers what it was told. */
  private static final class Member {
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Peer peer;

    Member(Lab.Machine machine) {
      peer = new Peer(machine.provider(), SERVICE, events::add);
      peer.subscribe(VALUE);
      peer.start();
    }

    void publish(String text) {
      peer.publish(VALUE, text.getBytes(UTF_8));
    }

    Event await(Predicate<Event> wanted) throws InterruptedException {
      Event event;
      do {
        event = events.poll(30, TimeUnit.SECONDS);
        assertThat(event).as("what was waited for").isNotNull();
      } while (!wanted.test(event));
      return event;
    }

    void hear(String text) throws InterruptedException {
      String value = Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
      await(event -> event instanceof Event.Data data && data.value().equals(value));
    }
  }

  private Member join(Lab.Machine machine) {
    Member member = new Member(machine);
    members.add(member);
    return member;
  }

  private static void meet(Member one, Member other) throws InterruptedException {
    one.await(Event.Connect.class::isInstance);
    other.await(Event.Connect.class::isInstance);
  }

  @AfterEach
  void end() {
    members.forEach(member -> member.peer.close());
    lab.close();
  }

  @ParameterizedTest
  @CsvSource({
    "loop, carried away",
    "loop, switched off",
    "loop, pulled out",
    "loop, restarted",
    "bluez, carried away",
    "bluez, switched off",
    "bluez, pulled out",
    "bluez, restarted"
  })
  void shouldHearEachOtherAgain(String provider, String how) throws Exception {
    if (provider.equals("bluez")) {
      assumeTrue(MessageBus.isInstalled(), "BlueZ, as it needs dbus-daemon; install dbus");
      lab.close();
      lab = new BluezLab();
    }
    Lab.Machine machine = lab.machine("alice");
    Member alice = join(machine);
    Member bob = join(lab.machine("bob"));
    meet(alice, bob);
    alice.publish("before");
    bob.hear("before");

    switch (how) {
      case "carried away" -> machine.near(false);
      case "switched off" -> machine.power(false);
      case "pulled out" -> machine.plug(false);
      default -> machine.restart();
    }
    bob.await(Event.Disconnect.class::isInstance);
    alice.publish("meanwhile");
    bob.publish("meanwhile, too");
    machine.near(true);
    machine.power(true);
    machine.plug(true);

    bob.hear("meanwhile");
    alice.hear("meanwhile, too");
    alice.publish("after");
    bob.hear("after");
    bob.publish("after, too");
    alice.hear("after, too");
  }

  @Test
  void shouldHearEachOtherAgainWhenDBusIsBack() throws Exception {
    assumeTrue(MessageBus.isInstalled(), "BlueZ, as it needs dbus-daemon; install dbus");
    lab.close();
    BluezLab bluez = new BluezLab();
    lab = bluez;
    BluezLab.BluezMachine machine = bluez.machine("alice");
    Member alice = join(machine);
    Member bob = join(bluez.machine("bob"));
    meet(alice, bob);

    machine.stopBluez();
    machine.bus().stop();
    bob.await(Event.Disconnect.class::isInstance);
    alice.publish("meanwhile");
    machine.bus().resume();
    machine.startBluez();

    bob.hear("meanwhile");
    bob.publish("after");
    alice.hear("after");
  }
}

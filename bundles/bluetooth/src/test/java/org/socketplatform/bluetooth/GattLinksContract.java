package org.socketplatform.bluetooth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.socketplatform.bluetooth.api.PacketLink;
import org.socketplatform.bluetooth.api.PacketLinks;
import org.socketplatform.bluetooth.api.PacketListener;
import org.socketplatform.bluetooth.link.GattLinks;

/** Packets between machines. */
@Timeout(120)
public abstract class GattLinksContract {
  private static final UUID SERVICE = UUID.fromString("7d1c9a10-0f4e-4f0a-8a55-0d8f6c2b9e01");

  private Lab lab;

  protected abstract Lab open() throws Exception;

  @BeforeEach
  void setUp() throws Exception {
    lab = open();
  }

  @AfterEach
  void tearDown() {
    lab.close();
  }

  /** A program that remembers what came. */
  private static final class Node implements PacketListener {
    private final BlockingQueue<PacketLink> opened = new LinkedBlockingQueue<>();
    private final BlockingQueue<PacketLink> closed = new LinkedBlockingQueue<>();
    private final BlockingQueue<ByteBuffer> packets = new LinkedBlockingQueue<>();
    private final BlockingQueue<PacketLink> writable = new LinkedBlockingQueue<>();
    private final GattLinks links;
    private @Nullable PacketLink latest;

    Node(Lab.Machine machine) {
      links = new GattLinks(machine.provider(), SERVICE, this).start();
    }

    @Override
    public void opened(PacketLink link) {
      opened.add(link);
    }

    @Override
    public void received(PacketLink link, ByteBuffer packet) {
      packets.add(packet);
    }

    @Override
    public void writable(PacketLink link) {
      writable.add(link);
    }

    @Override
    public void closed(PacketLink link) {
      closed.add(link);
    }

    /** Sends by the newest link, when there is room. */
    void send(ByteBuffer packet) throws InterruptedException {
      for (; ; ) {
        for (PacketLink link = opened.poll(); link != null; link = opened.poll()) {
          latest = link;
        }
        if (latest == null) {
          latest = take(opened);
        }
        if (latest.send(packet)) {
          return;
        }
        writable.poll(100, TimeUnit.MILLISECONDS);
      }
    }
  }

  private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
    T taken = queue.poll(30, TimeUnit.SECONDS);
    assertThat(taken).as("what was waited for").isNotNull();
    return taken;
  }

  private static ByteBuffer packet(int number) {
    return ByteBuffer.allocate(PacketLinks.LONGEST_PACKET).putInt(0, number);
  }

  @Test
  void shouldCarryPacketsBothWaysInOrder() throws Exception {
    Node alice = new Node(lab.machine("alice"));
    Node bob = new Node(lab.machine("bob"));
    for (int i = 0; i < 300; i++) {
      alice.send(packet(i));
      bob.send(packet(i));
    }
    for (int i = 0; i < 300; i++) {
      assertThat(take(bob.packets)).isEqualTo(packet(i));
      assertThat(take(alice.packets)).isEqualTo(packet(i));
    }
    alice.links.close();
    bob.links.close();
  }

  @Test
  void shouldTellWhenAPeerIsGoneAndFindItAgain() throws Exception {
    Lab.Machine away = lab.machine("alice");
    Node alice = new Node(away);
    Node bob = new Node(lab.machine("bob"));
    take(alice.opened);
    take(bob.opened);
    away.near(false);
    take(alice.closed);
    take(bob.closed);
    away.near(true);
    take(bob.opened);
    alice.links.close();
    bob.links.close();
  }
}

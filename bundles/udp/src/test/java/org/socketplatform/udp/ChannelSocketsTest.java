package org.socketplatform.udp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.socketplatform.plugin.Errno;
import org.socketplatform.udp.api.UdpOptions;
import org.socketplatform.udp.api.UdpReceiver;
import org.socketplatform.udp.api.UdpSocket;

class ChannelSocketsTest {
  private static final int PATIENCE_SECONDS = 20;

  private final ChannelSockets sockets = new ChannelSockets();

  @AfterEach
  void close() {
    sockets.close();
  }

  private UdpSocket open(String address) throws IOException {
    return sockets.open(UdpOptions.bind(at(address, 0)));
  }

  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void shouldDeliverAPacketWithItsSender(String address) throws Exception {
    UdpSocket sender = open(address);
    UdpSocket receiver = open(address);
    Collected packets = new Collected();
    receiver.receive(packets);

    assertThat(sender.send(bytes("hello"), receiver.localAddress())).isTrue();
    assertThat(sender.send(bytes(""), receiver.localAddress())).isTrue();

    assertThat(packets.next()).isEqualTo(new Collected.Packet("hello", 5, sender.localAddress()));
    assertThat(packets.next().size()).isZero();
    assertThat(sender.counters().sent()).isEqualTo(2);
    assertThat(sender.counters().sentBytes()).isEqualTo(5);
    assertThat(receiver.counters().received()).isEqualTo(2);
  }

  @Test
  void shouldDeliverWhatCameBeforeSomebodyReceived() throws Exception {
    UdpSocket receiver = open("127.0.0.1");
    assertThat(open("127.0.0.1").send(bytes("early"), receiver.localAddress())).isTrue();

    Collected packets = new Collected();
    receiver.receive(packets);

    assertThat(packets.next().text()).isEqualTo("early");
    assertThatThrownBy(() -> receiver.receive(packets)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldRefuseAPortThatIsTaken() throws Exception {
    UdpSocket first = open("127.0.0.1");

    assertThatThrownBy(() -> sockets.open(UdpOptions.bind(first.localAddress())))
        .isInstanceOfSatisfying(
            BindException.class, e -> assertThat(Errno.of(e)).contains(Errno.EADDRINUSE));
    assertThatThrownBy(() -> sockets.open(UdpOptions.bind(at("192.0.2.1", 0))))
        .isInstanceOfSatisfying(
            BindException.class, e -> assertThat(Errno.of(e)).contains(Errno.EADDRNOTAVAIL));
  }

  @Test
  void shouldShareAPortWithWhoeverSaysSoToo() throws Exception {
    UdpSocket first = sockets.open(UdpOptions.bind(at("0.0.0.0", 0)).reusingAddress());

    UdpSocket second = sockets.open(UdpOptions.bind(first.localAddress()).reusingAddress());

    assertThat(second.localAddress()).isEqualTo(first.localAddress());
  }

  @Test
  void shouldLeaveIpv4ToOthersWhenItIsIpv6Only() throws Exception {
    assumeTrue(Libc.isSupported(), "IPV6_V6ONLY is for Linux");
    UdpSocket four = open("0.0.0.0");
    InetSocketAddress six = at("::", four.localAddress().getPort());

    assertThatThrownBy(() -> sockets.open(UdpOptions.bind(six))).isInstanceOf(BindException.class);
    UdpSocket only = sockets.open(new UdpOptions(six, false, false, true, 0, 0));

    assertThat(only.localAddress().getPort()).isEqualTo(six.getPort());
  }

  @Test
  void shouldTellThatNobodyListensAtTheOtherEnd() throws Exception {
    UdpSocket gone = open("127.0.0.1");
    gone.close();
    UdpSocket socket = open("127.0.0.1");
    Collected packets = new Collected();
    socket.receive(packets);
    socket.connect(gone.localAddress());
    assertThat(socket.remoteAddress()).contains(gone.localAddress());

    assertThat(socket.send(bytes("hello?"))).isTrue();

    assertThat(packets.failures.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .isInstanceOf(PortUnreachableException.class);
    socket.disconnect();
    assertThat(socket.remoteAddress()).isEmpty();
  }

  @Test
  void shouldRefuseAPacketThatIsTooLarge() throws Exception {
    UdpSocket socket = open("127.0.0.1");
    Collected packets = new Collected();
    socket.receive(packets);

    assertThat(socket.send(ByteBuffer.allocate(65507), socket.localAddress())).isTrue();
    assertThat(packets.next().size()).isEqualTo(65507);
    assertThatThrownBy(() -> socket.send(ByteBuffer.allocate(65508), socket.localAddress()))
        .isInstanceOfSatisfying(
            IOException.class, e -> assertThat(Errno.of(e)).contains(Errno.EMSGSIZE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "::"})
  void shouldSendManyPacketsToOnePeerAtOnce(String address) throws Exception {
    boolean isDual = address.equals("::");
    UdpSocket sender = open(address);
    UdpSocket receiver = open(isDual ? "127.0.0.1" : address);
    Collected packets = new Collected();
    receiver.receive(packets);
    ByteBuffer all = ByteBuffer.allocateDirect(4 * 150 + 3);
    for (int i = 0; i < 150; i++) {
      all.put("%04d".formatted(i).getBytes(UTF_8));
    }
    all.put("end".getBytes(UTF_8)).flip();

    int sent = sender.sendAll(all, 4, receiver.localAddress());

    assertThat(sent).isEqualTo(151);
    assertThat(all.hasRemaining()).isFalse();
    List<Collected.Packet> taken = packets.take(151);
    assertThat(taken.get(149).text()).isEqualTo("0149");
    assertThat(taken.getLast().text()).isEqualTo("end");
    assertThat(taken.getFirst().from().getPort()).isEqualTo(sender.localAddress().getPort());
    assertThat(sender.counters().sent()).isEqualTo(151);
  }

  @Test
  void shouldSendManyPacketsFromTheHeapAndOfAnySize() throws Exception {
    UdpSocket sender = open("127.0.0.1");
    UdpSocket receiver = open("127.0.0.1");
    Collected packets = new Collected();
    receiver.receive(packets);

    assertThat(sender.sendAll(ByteBuffer.allocate(130_000), 65_000, receiver.localAddress()))
        .isEqualTo(2);
    assertThat(sender.sendAll(ByteBuffer.allocate(3000), 1000, receiver.localAddress()))
        .isEqualTo(3);

    assertThat(packets.take(5))
        .extracting(Collected.Packet::size)
        .containsExactly(65_000, 65_000, 1000, 1000, 1000);
    for (int size : new int[] {0, -1, 65508}) {
      assertThatThrownBy(
              () -> sender.sendAll(ByteBuffer.allocate(9), size, receiver.localAddress()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void shouldServeAThousandSockets() throws Exception {
    UdpSocket sender = open("127.0.0.1");
    List<Collected> all = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      UdpSocket receiver = open("127.0.0.1");
      Collected packets = new Collected();
      receiver.receive(packets);
      all.add(packets);
      assertThat(sender.send(bytes("to " + i), receiver.localAddress())).isTrue();
    }

    for (int i = 0; i < 1000; i++) {
      assertThat(all.get(i).next().text()).isEqualTo("to " + i);
    }
  }

  @Test
  void shouldAllocateNothingForEachPacketOfASender() throws Exception {
    UdpSocket sender = open("127.0.0.1");
    UdpSocket receiver = open("127.0.0.1");
    AllocationMeter meter = new AllocationMeter(1_000, 5_000);
    receiver.receive(meter);
    ByteBuffer packet = ByteBuffer.allocateDirect(64);

    while (meter.isMeasuring()) {
      for (int i = 0; i < 100; i++) {
        assertThat(sender.send(packet.clear(), receiver.localAddress())).isTrue();
      }
      meter.awaitPackets(100);
    }

    // Less than the smallest object: what is left is of waking up, once for many packets.
    assertThat(meter.bytesPerPacket()).isLessThan(16);
  }

  /** Counts what the receiving thread allocates. */
  private static final class AllocationMeter implements UdpReceiver {
    private final com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    private final java.util.concurrent.Semaphore arrived = new java.util.concurrent.Semaphore(0);
    private final int warmUp;
    private final int end;
    private volatile int count;
    private long start;
    private volatile long allocated;

    AllocationMeter(int warmUp, int end) {
      this.warmUp = warmUp;
      this.end = end;
    }

    @Override
    public void packet(ByteBuffer packet, InetSocketAddress from) {
      int now = count + 1;
      count = now;
      if (now == warmUp) {
        start = threads.getCurrentThreadAllocatedBytes();
      } else if (now == end) {
        allocated = threads.getCurrentThreadAllocatedBytes() - start;
      }
      arrived.release();
    }

    void awaitPackets(int packets) throws InterruptedException {
      assertThat(arrived.tryAcquire(packets, PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    boolean isMeasuring() {
      return count < end;
    }

    double bytesPerPacket() {
      return (double) allocated / (end - warmUp);
    }
  }

  @Test
  void shouldReceiveWhatIsSentToAGroup() throws Exception {
    NetworkInterface loopback =
        NetworkInterface.getByInetAddress(InetAddress.ofLiteral("127.0.0.1"));
    InetAddress group = InetAddress.ofLiteral("239.83.79.67");
    UdpSocket member = open("0.0.0.0");
    Collected packets = new Collected();
    member.receive(packets);
    UdpSocket sender = open("127.0.0.1");
    sender.multicastInterface(loopback);
    sender.multicastTimeToLive(1);
    sender.multicastLoopback(true);
    InetSocketAddress target = new InetSocketAddress(group, member.localAddress().getPort());

    member.join(group, loopback, Optional.empty());
    assertThat(sender.send(bytes("to all"), target)).isTrue();
    assertThat(packets.next().text()).isEqualTo("to all");

    assertThat(member.leave(group, loopback, Optional.empty())).isTrue();
    assertThat(member.leave(group, loopback, Optional.empty())).isFalse();
    member.join(group, loopback, Optional.of(InetAddress.ofLiteral("127.0.0.1")));
    assertThat(sender.send(bytes("from one"), target)).isTrue();
    assertThat(packets.next().text()).isEqualTo("from one");
  }

  @Test
  void shouldSetWhatTheJdkCannot() throws Exception {
    assumeTrue(Libc.isSupported(), "IP_TTL is set on Linux");
    ChannelSocket socket = sockets.openChannel(UdpOptions.bind(at("127.0.0.1", 0)));

    socket.timeToLive(42);

    int number = Descriptor.of(socket.channel(), false).number();
    assertThat(Libc.option(number, Descriptor.IP_TTL.level(), Descriptor.IP_TTL.name()))
        .isEqualTo(42);
    open("::1").timeToLive(3);
    assertThatThrownBy(() -> socket.timeToLive(300))
        .isInstanceOfSatisfying(
            IOException.class, e -> assertThat(Errno.of(e)).contains(Errno.EINVAL));
  }

  @Test
  void shouldTellItsReceiverWhenItIsClosed() throws Exception {
    UdpSocket socket = open("127.0.0.1");
    Collected packets = new Collected();
    socket.receive(packets);
    assertThat(socket.awaitRoom(Duration.ofSeconds(PATIENCE_SECONDS))).isTrue();

    socket.close();
    socket.close();

    assertThat(packets.closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(() -> socket.send(bytes("late"), at("127.0.0.1", 9)))
        .isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> socket.sendAll(bytes("late"), 1, at("127.0.0.1", 9)))
        .isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> socket.connect(at("127.0.0.1", 9)))
        .isInstanceOf(ClosedChannelException.class);
    assertThat(socket.counters().sent()).isZero();
  }

  @Test
  void shouldTellReceiversWhenTheServiceGoes() throws Exception {
    UdpSocket socket = open("127.0.0.1");
    Collected packets = new Collected();
    socket.receive(packets);

    sockets.close();

    assertThat(packets.closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(() -> open("127.0.0.1")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldGoOnWhenAReceiverFails() throws Exception {
    UdpSocket broken = open("127.0.0.1");
    broken.receive((packet, from) -> {
      throw new IllegalArgumentException("as the test wants it");
    });
    UdpSocket sound = open("127.0.0.1");
    Collected packets = new Collected();
    sound.receive(packets);

    assertThat(sound.send(bytes("a"), broken.localAddress())).isTrue();
    assertThat(sound.send(bytes("b"), sound.localAddress())).isTrue();

    assertThat(packets.next().text()).isEqualTo("b");
  }
}

package org.socketplatform.udp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.socketplatform.udp.api.UdpReceiver;

/** What a socket has received, to be waited for. */
final class Collected implements UdpReceiver {
  private static final int PATIENCE_SECONDS = 20;

  final BlockingQueue<IOException> failures = new LinkedBlockingQueue<>();
  final CountDownLatch closed = new CountDownLatch(1);
  private final BlockingQueue<Packet> packets = new LinkedBlockingQueue<>();

  record Packet(String text, int size, InetSocketAddress from) {}

  @Override
  public void packet(ByteBuffer packet, InetSocketAddress from) {
    int size = packet.remaining();
    packets.add(new Packet(UTF_8.decode(packet).toString(), size, from));
  }

  @Override
  public void failed(IOException error) {
    failures.add(error);
  }

  @Override
  public void closed() {
    closed.countDown();
  }

  Packet next() throws InterruptedException {
    Packet packet = packets.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (packet == null) {
      throw new AssertionError("No packet came");
    }
    return packet;
  }

  List<Packet> take(int count) throws InterruptedException {
    List<Packet> taken = new ArrayList<>();
    while (taken.size() < count) {
      taken.add(next());
    }
    return taken;
  }
}

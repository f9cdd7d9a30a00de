package org.socketplatform.udp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.socketplatform.udp.api.UdpCounters;
import org.socketplatform.udp.api.UdpReceiver;
import org.socketplatform.udp.api.UdpSocket;

/** A socket that is a channel of the JDK, and on Linux a descriptor for what the JDK lacks. */
final class ChannelSocket implements UdpSocket {
  /** Packets of one socket before another one has its turn. */
  private static final int TURN = 256;

  private final DatagramChannel channel;
  private final boolean isIpv6;
  private final InetSocketAddress local;
  private final ReceiveLoop loop;
  private final Consumer<ChannelSocket> onClose;

  private final LongAdder sent = new LongAdder();
  private final LongAdder sentBytes = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder received = new LongAdder();
  private final LongAdder receivedBytes = new LongAdder();

  /** Written when the lock is held. */
  private volatile @Nullable UdpReceiver receiver;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  // Guarded by lock.
  private final List<MembershipKey> memberships = new ArrayList<>();
  private @Nullable SelectionKey key;
  private @Nullable SegmentedSender segments;
  private boolean closed;

  ChannelSocket(
      DatagramChannel channel, boolean isIpv6, ReceiveLoop loop, Consumer<ChannelSocket> onClose)
      throws IOException {
    this.channel = channel;
    this.isIpv6 = isIpv6;
    this.local = (InetSocketAddress) channel.getLocalAddress();
    this.loop = loop;
    this.onClose = onClose;
  }

  DatagramChannel channel() {
    return channel;
  }

  /** True for a socket of IPv6, which may take IPv4 as well. */
  boolean isIpv6() {
    return isIpv6;
  }

  @Override
  public InetSocketAddress localAddress() {
    return local;
  }

  @Override
  public Optional<InetSocketAddress> remoteAddress() throws IOException {
    return Optional.ofNullable((InetSocketAddress) channel.getRemoteAddress());
  }

  @Override
  public void receive(UdpReceiver newReceiver) throws IOException {
    lock.lock();
    try {
      if (receiver != null) {
        throw new IllegalStateException("The socket receives already");
      }
      receiver = newReceiver;
      key = loop.register(this);
    } finally {
      lock.unlock();
    }
  }

  /** Called by the loop: there is something to read, or room to write. */
  void ready(SelectionKey selected, ByteBuffer buffer) {
    if (!selected.isValid()) {
      return;
    }
    if (selected.isWritable()) {
      selected.interestOpsAnd(~SelectionKey.OP_WRITE);
      lock.lock();
      try {
        room.signalAll();
      } finally {
        lock.unlock();
      }
    }
    UdpReceiver target = receiver;
    if (selected.isReadable() && target != null) {
      read(target, buffer);
    }
  }

  private void read(UdpReceiver target, ByteBuffer buffer) {
    for (int turn = 0; turn < TURN; turn++) {
      try {
        InetSocketAddress from = (InetSocketAddress) channel.receive(buffer.clear());
        if (from == null) {
          break;
        }
        buffer.flip();
        received.increment();
        receivedBytes.add(buffer.remaining());
        target.packet(buffer, from);
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        target.failed(e);
      }
    }
    target.batchEnd();
  }

  @Override
  public boolean send(ByteBuffer packet, InetSocketAddress to) throws IOException {
    int size = packet.remaining();
    return counted(channel.send(packet, to), size);
  }

  @Override
  public boolean send(ByteBuffer packet) throws IOException {
    int size = packet.remaining();
    return counted(channel.write(packet), size);
  }

  private boolean counted(int taken, int size) {
    if (taken == 0 && size > 0) {
      refused.increment();
      return false;
    }
    sent.increment();
    sentBytes.add(size);
    return true;
  }

  @Override
  public int sendAll(ByteBuffer packets, int size, InetSocketAddress to) throws IOException {
    if (size < 1 || size > SegmentedSender.LARGEST) {
      throw new IllegalArgumentException("A packet has 1 to 65507 bytes, not " + size);
    }
    lock.lock();
    try {
      if (closed) {
        throw new ClosedChannelException();
      }
      if (segments == null) {
        segments = SegmentedSender.of(channel, isIpv6);
      }
      int start = packets.position();
      int count = segments.send(packets, size, to);
      sent.add(count);
      sentBytes.add(packets.position() - start);
      return count;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean awaitRoom(Duration most) throws IOException, InterruptedException {
    long left = most.toNanos();
    lock.lock();
    try {
      if (key == null) {
        key = loop.register(this);
        key.interestOps(0);
      }
      key.interestOpsOr(SelectionKey.OP_WRITE);
      key.selector().wakeup();
      while (key.isValid() && (key.interestOps() & SelectionKey.OP_WRITE) != 0) {
        if (left <= 0) {
          return false;
        }
        left = room.awaitNanos(left);
      }
      if (closed) {
        throw new ClosedChannelException();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void connect(InetSocketAddress peer) throws IOException {
    channel.connect(peer);
  }

  @Override
  public void disconnect() throws IOException {
    channel.disconnect();
  }

  @Override
  public void broadcast(boolean allowed) throws IOException {
    channel.setOption(StandardSocketOptions.SO_BROADCAST, allowed);
  }

  @Override
  public void timeToLive(int hops) throws IOException {
    lock.lock();
    try {
      Descriptor descriptor = Descriptor.of(channel, isIpv6);
      if (isIpv6) {
        descriptor.set(Descriptor.IPV6_UNICAST_HOPS, hops);
      }
      descriptor.set(Descriptor.IP_TTL, hops); // a socket of IPv6 may send IPv4
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void multicastTimeToLive(int hops) throws IOException {
    channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, hops);
  }

  @Override
  public void multicastLoopback(boolean loops) throws IOException {
    channel.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, loops);
  }

  @Override
  public void multicastInterface(NetworkInterface network) throws IOException {
    channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, network);
  }

  @Override
  public void join(InetAddress group, NetworkInterface network, Optional<InetAddress> source)
      throws IOException {
    lock.lock();
    try {
      MembershipKey joined =
          source.isPresent()
              ? channel.join(group, network, source.get())
              : channel.join(group, network);
      if (!memberships.contains(joined)) {
        memberships.add(joined);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean leave(InetAddress group, NetworkInterface network, Optional<InetAddress> source)
      throws IOException {
    lock.lock();
    try {
      if (closed) {
        throw new ClosedChannelException();
      }
      for (MembershipKey joined : memberships) {
        if (joined.group().equals(group)
            && joined.networkInterface().equals(network)
            && Optional.ofNullable(joined.sourceAddress()).equals(source)) {
          joined.drop();
          memberships.remove(joined);
          return true;
        }
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** The groups that were joined, to be handed over. */
  List<MembershipKey> memberships() {
    lock.lock();
    try {
      return List.copyOf(memberships);
    } finally {
      lock.unlock();
    }
  }

  /** Takes over groups that the channel has joined. */
  void adopt(List<MembershipKey> joined) {
    lock.lock();
    try {
      memberships.addAll(joined);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int receiveBuffer() throws IOException {
    return channel.getOption(StandardSocketOptions.SO_RCVBUF);
  }

  @Override
  public void receiveBuffer(int bytes) throws IOException {
    channel.setOption(StandardSocketOptions.SO_RCVBUF, bytes);
  }

  @Override
  public int sendBuffer() throws IOException {
    return channel.getOption(StandardSocketOptions.SO_SNDBUF);
  }

  @Override
  public void sendBuffer(int bytes) throws IOException {
    channel.setOption(StandardSocketOptions.SO_SNDBUF, bytes);
  }

  @Override
  public UdpCounters counters() {
    return new UdpCounters(
        sent.sum(), sentBytes.sum(), refused.sum(), received.sum(), receivedBytes.sum());
  }

  @Override
  public void close() {
    UdpReceiver told;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      told = receiver;
      channel.close();
      if (key != null) {
        key.selector().wakeup(); // so that the descriptor is given back at once
      }
      room.signalAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
    onClose.accept(this);
    if (told != null) {
      told.closed();
    }
  }
}

package org.socketplatform.udp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Errno;
import org.socketplatform.udp.api.UdpReceiver;

/**
 * A socket of a page. What it receives waits here, bounded, until the page's feed takes it; what
 * does not fit is dropped and counted, and the page is told. Safe for use by many threads.
 */
final class PageSocket implements UdpReceiver {
  /** Packets that may wait. */
  static final int MOST_PACKETS = 65_536;

  /** Bytes that may wait, with four for each packet. */
  static final int MOST_BYTES = 8 * 1024 * 1024;

  private final String id;
  private final ChannelSocket socket;
  private final Feed feed;

  // Guarded by this.
  private final Deque<Batch> batches = new ArrayDeque<>();
  private int waitingPackets;
  private int waitingBytes;
  private long dropped;
  private long untold;
  private @Nullable Errno failure;

  PageSocket(String id, ChannelSocket socket, Feed feed) {
    this.id = id;
    this.socket = socket;
    this.feed = feed;
  }

  String id() {
    return id;
  }

  ChannelSocket socket() {
    return socket;
  }

  Feed feed() {
    return feed;
  }

  @Override
  public synchronized void packet(ByteBuffer packet, InetSocketAddress from) {
    int size = packet.remaining();
    if (waitingPackets >= MOST_PACKETS || waitingBytes + size > MOST_BYTES) {
      dropped++;
      untold++;
      return;
    }
    Batch last = batches.peekLast();
    if (last == null || !last.hasRoomFor(size)) {
      last = new Batch(socket.isIpv6());
      batches.add(last);
    }
    int before = last.size();
    last.add(packet, from);
    waitingPackets++;
    waitingBytes += last.size() - before;
  }

  @Override
  public void batchEnd() {
    feed.offer(this);
  }

  @Override
  public void failed(IOException error) {
    synchronized (this) {
      failure = Errno.of(error).orElse(Errno.EIO);
    }
    feed.offer(this);
  }

  /**
   * The next thing to tell the page: {@code data} with packets, {@code lost} with a number of
   * packets that were dropped after those, or {@code code} of an error.
   */
  synchronized Optional<Map<String, Object>> next() {
    Batch batch = batches.poll();
    if (batch != null) {
      waitingPackets -= batch.packets();
      waitingBytes -= batch.size();
      return Optional.of(item("data", batch.encode()));
    }
    if (untold > 0) {
      long told = untold;
      untold = 0;
      return Optional.of(item("lost", told));
    }
    Errno failed = failure;
    if (failed != null) {
      failure = null;
      Map<String, Object> item = item("code", failed.name());
      item.put("errno", failed.failure().details().getOrDefault("errno", 0));
      return Optional.of(item);
    }
    return Optional.empty();
  }

  private Map<String, Object> item(String name, Object value) {
    Map<String, Object> item = new HashMap<>();
    item.put("id", id);
    item.put(name, value);
    return item;
  }

  /** Packets that wait for the page. */
  synchronized int waiting() {
    return waitingPackets;
  }

  /** Packets that were dropped because the page was too slow. */
  synchronized long dropped() {
    return dropped;
  }

  /** Goes on with the count of the version before. */
  synchronized void dropped(long before) {
    dropped = before;
  }
}

package org.socketplatform.udp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Errno;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;

/**
 * Sends the packets that a page has put into one body. Where the kernel has no room it waits, which
 * holds the page back. Safe for use by many threads.
 */
final class Sending {
  /** The largest body, in bytes. */
  static final int LIMIT = 512 * 1024;

  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int POOLED = 8;

  private final BlockingQueue<ByteBuffer> pool = new ArrayBlockingQueue<>(POOLED);

  /**
   * What became of the packets.
   *
   * @param sent how many the kernel took
   * @param failed the others
   */
  record Sent(int sent, List<Refused> failed) {}

  /**
   * A packet that was not sent.
   *
   * @param index which one of the body, from 0
   */
  record Refused(int index, String code, int errno) {
    static Refused of(int index, Errno error) {
      Object errno = error.failure().details().getOrDefault("errno", 0);
      return new Refused(index, error.name(), errno instanceof Integer number ? number : 0);
    }
  }

  /** Sends all packets of a body, to the peer of a connected socket if no other is named. */
  Sent send(ChannelSocket socket, Optional<InetSocketAddress> to, Body body) throws IOException {
    ByteBuffer pooled = pool.poll();
    ByteBuffer buffer = pooled == null ? ByteBuffer.allocateDirect(LIMIT) : pooled.clear();
    try {
      while (body.read(buffer) >= 0) {
        if (!buffer.hasRemaining()) {
          throw new FailureException(Failure.tooLarge(LIMIT - 1));
        }
      }
      return sendAll(socket, to, buffer.flip());
    } finally {
      boolean _ = pool.offer(buffer);
    }
  }

  private static Sent sendAll(
      ChannelSocket socket, Optional<InetSocketAddress> to, ByteBuffer packets) {
    check(packets.duplicate());
    int end = packets.limit();
    int sent = 0;
    List<Refused> failed = new ArrayList<>(0);
    for (int index = 0; packets.position() < end; index++) {
      int next = packets.getInt() + packets.position();
      packets.limit(next);
      Optional<Errno> error = send(socket, to, packets);
      if (error.isPresent()) {
        failed.add(Refused.of(index, error.get()));
      } else {
        sent++;
      }
      packets.limit(end).position(next);
    }
    return new Sent(sent, failed);
  }

  /** Nothing is sent of a body that is not well-formed to its end. */
  private static void check(ByteBuffer packets) {
    while (packets.hasRemaining()) {
      if (packets.remaining() < Integer.BYTES) {
        throw malformed();
      }
      int size = packets.getInt();
      if (size < 0 || size > packets.remaining()) {
        throw malformed();
      }
      packets.position(packets.position() + size);
    }
  }

  private static FailureException malformed() {
    return new FailureException(
        Failure.badRequest("The body must be packets, each with its length before it"));
  }

  private static Optional<Errno> send(
      ChannelSocket socket, Optional<InetSocketAddress> to, ByteBuffer packet) {
    try {
      while (!(to.isPresent() ? socket.send(packet, to.get()) : socket.send(packet))) {
        if (!socket.awaitRoom(PATIENCE)) {
          return Optional.of(Errno.ENOBUFS);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(Errno.of(e).orElse(Errno.EIO));
    } catch (IllegalStateException e) { // connected to another, or not connected any more
      return Optional.of(Errno.EINVAL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(Errno.ENOBUFS);
    }
  }
}

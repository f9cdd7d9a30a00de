package org.socketplatform.udp.api;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * Takes the packets of a socket. All methods but {@link #closed} are called by the thread that
 * reads the socket, one at a time, and that thread serves other sockets as well: they must be quick
 * and must not block. {@code closed} is called by whoever closes the socket.
 */
@FunctionalInterface
public interface UdpReceiver {
  /**
   * A packet has come.
   *
   * @param packet its bytes, 0 to 65507 of them; used again when this method returns, so what is to
   *     be kept must be copied
   * @param from who sent it; the same object for packets of one sender in a row
   */
  void packet(ByteBuffer packet, InetSocketAddress from);

  /** No more packets are there at the moment: what was put aside may be handled. */
  default void batchEnd() {}

  /**
   * Receiving failed; the socket goes on. Of a connected socket it may be that nobody listens at
   * the other end ({@link java.net.PortUnreachableException}).
   */
  default void failed(IOException error) {}

  /** The socket was closed, by whomever; nothing comes any more. */
  default void closed() {}
}

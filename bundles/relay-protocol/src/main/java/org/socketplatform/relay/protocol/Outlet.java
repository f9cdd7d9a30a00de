package org.socketplatform.relay.protocol;

import java.nio.ByteBuffer;

/**
 * What a peer needs of the world. All methods are called on the thread that called the peer, and
 * must not call it back; they do not throw.
 */
public interface Outlet {
  /**
   * Sends one datagram, or loses it: a peer expects no more of a network.
   *
   * @param socket {@link Peer#MAIN}, {@link Peer#PROBE} or what {@link #openSocket} returned
   * @param to an {@link Endpoint}, never {@link Endpoint#NONE}
   * @param datagram at most 1421 bytes from position to limit; good only until this returns
   */
  void send(int socket, long to, ByteBuffer datagram);

  /**
   * Opens one more socket, on any port.
   *
   * @return a number above {@link Peer#PROBE} that is not in use, or -1 if there are no more
   */
  int openSocket();

  /** Closes a socket that {@link #openSocket} opened. */
  void closeSocket(int socket);

  /** Something has happened. */
  void event(RelayEvent event);
}

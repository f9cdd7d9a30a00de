package org.socketplatform.net;

import java.nio.ByteBuffer;

/** What becomes of what a connection brings. Called under the lock of the loop. */
interface Receiver {
  /** How many bytes it would like to have; 0 suspends the connection until it asks for more. */
  int room();

  /** Bytes have come; they are the connection's own again afterwards. */
  void received(ByteBuffer bytes);

  /** No more will come. */
  void ended();

  /** What was kept to be sent is sent. */
  void drained();

  /** All is sent, and the peer was told that no more will come. */
  void finished();

  /** A handshake has succeeded. */
  void secured(Secured facts);

  /** The connection is lost, and closed. */
  void failed(Problem problem);
}

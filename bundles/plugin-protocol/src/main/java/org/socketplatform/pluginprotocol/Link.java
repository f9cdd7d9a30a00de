package org.socketplatform.pluginprotocol;

import java.io.IOException;

/** The way to the other side of the pipes. Safe for use by many threads. */
public interface Link {
  /**
   * Sends a frame; not to be used by the thread that reads frames.
   *
   * @return false if it is too long
   * @throws IOException if the other side is gone
   */
  boolean send(Frame frame) throws IOException;

  /** The other side cannot be written to any more. */
  void lost();

  /** The other side broke the protocol. */
  void violated(ProtocolException how);

  /** Sends a frame, unless the other side is gone: whoever reads notices that as well. */
  default boolean trySend(Frame frame) {
    try {
      return send(frame);
    } catch (IOException e) {
      lost();
      return true;
    }
  }
}

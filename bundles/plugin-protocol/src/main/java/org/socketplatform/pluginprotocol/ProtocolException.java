package org.socketplatform.pluginprotocol;

import java.io.IOException;

/** The other side sent what the protocol does not allow; nothing more can be read from it. */
public final class ProtocolException extends IOException {
  private static final long serialVersionUID = 1;

  public ProtocolException(String message) {
    super(message);
  }
}

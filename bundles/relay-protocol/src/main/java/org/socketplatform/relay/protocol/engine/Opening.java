package org.socketplatform.relay.protocol.engine;

import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.crypto.Handshake;

/** A handshake that this peer has begun, or has answered. */
final class Opening {
  final Dialog dialog;

  /** What this peer knows the session by. */
  final long number;

  final Handshake handshake;

  /** What it sent, and sends again. */
  final byte[] packet;

  /** What the other peer knows the session by, if that one has begun. */
  long remoteNumber;

  /** What its question was, by the first eight bytes of a hash. */
  long name;

  int tries;
  Timers.@Nullable Timer timer;

  Opening(Dialog dialog, long number, Handshake handshake, byte[] packet) {
    this.dialog = dialog;
    this.number = number;
    this.handshake = handshake;
    this.packet = packet;
  }

  void close() {
    if (timer != null) {
      timer.cancel();
    }
    handshake.close();
  }
}

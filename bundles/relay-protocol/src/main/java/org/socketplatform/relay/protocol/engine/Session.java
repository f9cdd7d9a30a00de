package org.socketplatform.relay.protocol.engine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.crypto.SessionCipher;
import org.socketplatform.relay.protocol.wire.PacketType;
import org.socketplatform.relay.protocol.wire.SessionPacket;

/**
 * A session after its handshake: the keys of two peers that nobody else has, and what they count.
 */
final class Session {
  private static final byte[] NOTHING = {};

  final Dialog dialog;

  /** What this peer knows the session by, and what the other does. */
  final long number;

  final long remoteNumber;

  /** The Ed25519 key that the other peer has shown. */
  final Id key;

  final long begun;
  private final SessionCipher seals;
  private final SessionCipher opens;
  private final ReplayWindow window = new ReplayWindow();

  /** The handshake's last message, until the other peer has shown that it got it. */
  private byte @Nullable [] third;

  /** What was sent along with that, to be sent again. */
  private final List<byte[]> unconfirmed = new ArrayList<>(1);

  private long counter;
  private int messages;
  long lastSent;
  long lastHeard;

  /** Where the other peer was heard last. */
  int socket;

  long endpoint;

  /** A sign of life is going to be sent, or is waited for. */
  boolean answers;

  boolean waits;

  Session(
      Dialog dialog,
      long number,
      long remoteNumber,
      Id key,
      SessionCipher[] ciphers,
      byte @Nullable [] third,
      long now) {
    this.dialog = dialog;
    this.number = number;
    this.remoteNumber = remoteNumber;
    this.key = key;
    seals = ciphers[0];
    opens = ciphers[1];
    this.third = third;
    begun = now;
  }

  /** The other peer has shown that it has the keys. */
  boolean isConfirmed() {
    return third == null;
  }

  void confirm() {
    third = null;
    unconfirmed.clear();
  }

  List<byte[]> unconfirmed() {
    return unconfirmed;
  }

  /** How many packets were sealed. */
  long sealed() {
    return counter;
  }

  int nextMessage() {
    return messages++;
  }

  /** A packet with something sealed in it; nothing is a sign of life. */
  byte[] seal(byte[] plain) {
    byte[] begin = third;
    int before = SessionPacket.HEADER + (begin == null ? 0 : begin.length) + Long.BYTES;
    int type = begin == null ? PacketType.SESSION_DATA : PacketType.SESSION_BEGIN;
    byte[] packet =
        SessionPacket.begin(
                type, dialog.peer(), remoteNumber, before + plain.length + SessionCipher.TAG)
            .put(begin == null ? NOTHING : begin)
            .putLong(counter)
            .array();
    seals.seal(counter++, NOTHING, plain, 0, plain.length, packet, before);
    if (begin != null) {
      unconfirmed.add(packet);
    }
    return packet;
  }

  /** What is sealed at the end of a packet, after its counter; null if it does not open. */
  byte @Nullable [] open(byte[] packet, int at, int length) {
    long count = ByteBuffer.wrap(packet).getLong(at);
    int from = at + Long.BYTES;
    return opens.open(count, NOTHING, packet, from, length - from);
  }

  /** Whether a counter came for the first time, which it has then. */
  boolean isFirst(long count) {
    boolean isFirst = window.isNew(count);
    if (isFirst) {
      window.add(count);
    }
    return isFirst;
  }

  void close() {
    seals.close();
    opens.close();
    confirm();
  }
}

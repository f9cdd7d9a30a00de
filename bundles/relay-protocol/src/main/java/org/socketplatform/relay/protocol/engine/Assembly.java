package org.socketplatform.relay.protocol.engine;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.wire.Digests;
import org.socketplatform.relay.protocol.wire.Field;
import org.socketplatform.relay.protocol.wire.Fragments;
import org.socketplatform.relay.protocol.wire.Frame;
import org.socketplatform.relay.protocol.wire.Packet;

/** A message of several packets that is being put together, whatever order they come in. */
final class Assembly {
  private final Id headId;
  private @Nullable Packet first;
  private Fragments.@Nullable Head head;
  private final Map<Integer, byte[]> pieces = new HashMap<>();

  Assembly(Id headId) {
    this.headId = headId;
  }

  /** Takes a packet of the message; whether it is complete now. */
  boolean add(Frame frame) {
    if (frame.index() == 0) {
      head = Fragments.head(frame.array(), frame.start(Field.MESSAGE), frame.length(Field.MESSAGE));
      first = Packet.of(frame);
    } else if (frame.index() <= Fragments.pieces(Fragments.MAX_SIZE)) {
      pieces.putIfAbsent(frame.index(), frame.copy(Field.MESSAGE));
    }
    return head != null && pieces.size() >= head.pieces();
  }

  /** The head, as the packet that stands for the whole; null if it has not come. */
  @Nullable Packet first() {
    return first;
  }

  /** What the head says; null if it has not come. */
  Fragments.@Nullable Head head() {
    return head;
  }

  /** The message; null if pieces do not belong to it, and they are given up then. */
  byte @Nullable [] message(Digests digests) {
    if (head == null || first == null) {
      return null;
    }
    byte[] message = new byte[head.size()];
    Id id = headId;
    Id next = nextId(first);
    int at = 0;
    for (int i = 1; i <= head.pieces(); i++) {
      byte[] piece = pieces.get(i);
      if (piece == null || piece.length > message.length - at) {
        return null;
      }
      id = Fragments.chain(id, digests.sha256(piece), digests);
      if (i == 1 && next != null && !next.equals(id)) {
        return null;
      }
      System.arraycopy(piece, 0, message, at, piece.length);
      at += piece.length;
    }
    return at == message.length ? message : null;
  }

  private static @Nullable Id nextId(Packet packet) {
    byte[] next = packet.get(Field.NEXT_ID);
    return next.length == Id.BYTES ? Id.of(next) : null;
  }
}

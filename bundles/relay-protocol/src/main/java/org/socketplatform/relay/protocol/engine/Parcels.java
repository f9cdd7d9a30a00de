package org.socketplatform.relay.protocol.engine;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.wire.Fragments;

/**
 * What is sealed in sessions: pieces of messages, each
 *
 * <pre>
 *   kind 1, message's number 4, message's size 4, piece's place 2, up to 1200 bytes
 * </pre>
 *
 * <p>Of those that are being put together at most 64 are kept, and 32 MiB of pieces in all: those
 * that began last.
 */
final class Parcels {
  static final int HEADER = 11;

  /** How much of a message a piece has: with all around it, it fits into most networks' packets. */
  static final int PIECE = 1200;

  private static final int MOST = 64;
  private static final int MOST_BYTES = 32 << 20;

  /** A whole message of a kind. */
  static final class Parcel {
    final int kind;
    final byte[] bytes;

    Parcel(int kind, byte[] bytes) {
      this.kind = kind;
      this.bytes = bytes;
    }
  }

  private record Name(long session, int message) {}

  private static final class Unfinished {
    final int kind;
    final int size;
    final byte[] @Nullable [] pieces;
    int missing;
    int bytes;

    Unfinished(int kind, int size) {
      this.kind = kind;
      this.size = size;
      missing = Parcels.pieces(size);
      pieces = new byte[missing][];
    }
  }

  private final Map<Name, Unfinished> unfinished = new LinkedHashMap<>(2);
  private int bytes;

  /** How many pieces a message has; at least one. */
  static int pieces(int size) {
    return Math.max(1, (size + PIECE - 1) / PIECE);
  }

  /** A piece of a message, ready to be sealed. */
  static byte[] piece(int kind, int message, byte[] whole, int place) {
    int from = place * PIECE;
    int length = Math.min(PIECE, whole.length - from);
    return ByteBuffer.allocate(HEADER + length)
        .put((byte) kind)
        .putInt(message)
        .putInt(whole.length)
        .putShort((short) place)
        .put(whole, from, length)
        .array();
  }

  /** Takes a piece that a session brought; the message if it is whole now. */
  @Nullable Parcel add(long session, byte[] opened) {
    if (opened.length < HEADER) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(opened);
    int kind = in.get();
    int message = in.getInt();
    int size = in.getInt();
    int place = in.getShort() & 0xffff;
    if (size < 0
        || size > Fragments.MAX_SIZE
        || place >= pieces(size)
        || in.remaining() != Math.min(PIECE, size - place * PIECE)) {
      return null;
    }
    byte[] piece = new byte[in.remaining()];
    in.get(piece);
    return pieces(size) == 1
        ? new Parcel(kind, piece)
        : add(new Name(session, message), kind, size, place, piece);
  }

  private @Nullable Parcel add(Name name, int kind, int size, int place, byte[] piece) {
    Unfinished parcel = unfinished.get(name);
    if (parcel == null) {
      parcel = new Unfinished(kind, size);
      unfinished.put(name, parcel);
    } else if (parcel.kind != kind || parcel.size != size || parcel.pieces[place] != null) {
      return null;
    }
    parcel.pieces[place] = piece;
    parcel.bytes += piece.length;
    bytes += piece.length;
    if (--parcel.missing == 0) {
      remove(name);
      return new Parcel(kind, whole(parcel));
    }
    while (unfinished.size() > MOST || bytes > MOST_BYTES) {
      remove(unfinished.keySet().iterator().next());
    }
    return null;
  }

  private static byte[] whole(Unfinished parcel) {
    ByteBuffer whole = ByteBuffer.allocate(parcel.size);
    for (byte[] piece : parcel.pieces) {
      if (piece != null) {
        whole.put(piece);
      }
    }
    return whole.array();
  }

  private void remove(Name name) {
    Unfinished parcel = unfinished.remove(name);
    if (parcel != null) {
      bytes -= parcel.bytes;
    }
  }

  /** A session has ended: what it did not bring as a whole is given up. */
  void forget(long session) {
    for (Name name : unfinished.keySet().toArray(Name[]::new)) {
      if (name.session() == session) {
        remove(name);
      }
    }
  }
}

package org.socketplatform.net;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What has come for a page that has not taken it. It takes bytes up to a credit, which grows as
 * long as the page keeps up, as far as the page's {@link Budget} reaches. Guarded by the lock of
 * the loop.
 */
final class Inbox {
  /** What a page that is slow from the start has to wait for it, in bytes. */
  static final int LEAST_CREDIT = 128 * 1024;

  private static final int MOST_CREDIT = 4 * 1024 * 1024;

  private final Budget budget;
  private final Deque<byte[]> pieces = new ArrayDeque<>();
  private int size;
  private int credit = LEAST_CREDIT;

  Inbox(Budget budget) {
    this.budget = budget;
  }

  /** How much more may come. */
  int room() {
    return Math.max(0, credit - size);
  }

  int size() {
    return size;
  }

  void add(byte[] piece) {
    if (piece.length > 0) {
      pieces.add(piece);
      size += piece.length;
    }
  }

  /** Takes at most so many bytes. */
  ByteBuffer take(int most) {
    if (size >= credit && most >= credit && credit < MOST_CREDIT && budget.take(credit)) {
      credit *= 2;
    }
    byte[] first = pieces.peek();
    if (first == null || most <= 0) {
      return ByteBuffer.allocate(0);
    }
    if (pieces.size() == 1 && first.length <= most) {
      pieces.clear();
      size = 0;
      return ByteBuffer.wrap(first);
    }
    ByteBuffer taken = ByteBuffer.allocateDirect(Math.min(most, size));
    while (taken.hasRemaining()) {
      byte[] piece = pieces.remove();
      int part = Math.min(piece.length, taken.remaining());
      taken.put(piece, 0, part);
      if (part < piece.length) {
        byte[] rest = new byte[piece.length - part];
        System.arraycopy(piece, part, rest, 0, rest.length);
        pieces.addFirst(rest);
      }
    }
    size -= taken.position();
    return taken.flip();
  }

  /** Gives back what it has of the budget. */
  void close() {
    budget.give(credit - LEAST_CREDIT);
    credit = LEAST_CREDIT;
    pieces.clear();
    size = 0;
  }

  List<byte[]> release() {
    return new ArrayList<>(pieces);
  }
}

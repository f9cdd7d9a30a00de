package org.socketplatform.relay.protocol.engine;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.wire.Digests;
import org.socketplatform.relay.protocol.wire.Field;
import org.socketplatform.relay.protocol.wire.Fragments;
import org.socketplatform.relay.protocol.wire.Frame;

/**
 * Checks the ids of pieces: each follows from the one before, so a piece that comes early waits for
 * those before it. Nothing that does not fit is passed on. At most 64 messages are followed, with
 * up to 8192 pieces waiting in all: 12 MB. Those of the message that was heard of longest ago make
 * room for others.
 */
final class Chains {
  private static final int MOST = 64;
  private static final int MOST_WAITING = 8192;

  /** A piece that waits for those before it. */
  private static final class Piece {
    final Id id;
    final byte[] bytes;

    Piece(Id id, byte[] bytes) {
      this.id = id;
      this.bytes = bytes;
    }
  }

  /** One message, as far as it was checked. */
  private static final class Chain {
    Id last;
    int next = 1;
    final Map<Integer, Piece> waiting = new LinkedHashMap<>(2);

    Chain(Id head) {
      last = head;
    }
  }

  private final Map<Id, Chain> chains = new LinkedHashMap<>(2);
  private final Digests digests;

  /** What waits, by the first eight bytes of its id. */
  private final Set<Long> waiting = new HashSet<>();

  Chains(Digests digests) {
    this.digests = digests;
  }

  /** Whether a piece fits on what was checked; one that may fit later waits. */
  boolean fits(Id id, Frame frame) {
    Id head = frame.id(Field.PREVIOUS_ID);
    if (head == null) {
      return false;
    }
    Chain chain = chains.remove(head);
    if (chain == null) {
      chain = new Chain(head);
      if (chains.size() >= MOST) {
        Chain oldest = chains.remove(chains.keySet().iterator().next());
        if (oldest != null) {
          giveUp(oldest);
        }
      }
    }
    chains.put(head, chain);
    if (frame.index() > chain.next) {
      await(chain, id, frame);
      return false;
    }
    if (frame.index() < chain.next) {
      return false;
    }
    Id hash =
        digests.sha256(frame.array(), frame.start(Field.MESSAGE), frame.length(Field.MESSAGE));
    if (!Fragments.chain(chain.last, hash, digests).equals(id)) {
      return false;
    }
    chain.last = id;
    chain.next++;
    return true;
  }

  private void await(Chain chain, Id id, Frame frame) {
    if (chain.waiting.containsKey(frame.index())) {
      return;
    }
    var oldest = chains.values().iterator();
    while (waiting.size() >= MOST_WAITING) {
      Chain given = oldest.next();
      if (given == chain) {
        return;
      }
      giveUp(given);
    }
    chain.waiting.put(frame.index(), new Piece(id, frame.toBytes()));
    waiting.add(id.prefix());
  }

  private void giveUp(Chain chain) {
    chain.waiting.values().forEach(piece -> waiting.remove(piece.id.prefix()));
    chain.waiting.clear();
  }

  /** Whether a piece waits, by the first eight bytes of its id. */
  boolean isWaiting(long name) {
    return waiting.contains(name);
  }

  /** The piece that waits for the one that was checked last; null if there is none. */
  byte @Nullable [] next(Id head) {
    Chain chain = chains.get(head);
    Piece next = chain == null ? null : chain.waiting.remove(chain.next);
    if (next == null) {
      return null;
    }
    waiting.remove(next.id.prefix());
    return next.bytes;
  }
}

package org.socketplatform.relay.protocol.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.wire.Digests;
import org.socketplatform.relay.protocol.wire.Field;
import org.socketplatform.relay.protocol.wire.Fragments;
import org.socketplatform.relay.protocol.wire.Frame;

/**
 * Checks the ids of pieces: each follows from the one before, so a piece that comes early waits for
 * those before it. Nothing that does not fit is passed on. At most 64 messages are followed, with
 * up to 128 pieces waiting in each.
 */
final class Chains {
  private static final int MOST = 64;
  private static final int MOST_WAITING = 128;

  /** One message, as far as it was checked. */
  private static final class Chain {
    Id last;
    int next = 1;
    final Map<Integer, byte[]> waiting = new LinkedHashMap<>(2);

    Chain(Id head) {
      last = head;
    }
  }

  private final Map<Id, Chain> chains = new LinkedHashMap<>(2);
  private final Digests digests;

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
        chains.remove(chains.keySet().iterator().next());
      }
    }
    chains.put(head, chain);
    if (frame.index() > chain.next) {
      if (chain.waiting.size() < MOST_WAITING) {
        chain.waiting.putIfAbsent(frame.index(), frame.toBytes());
      }
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

  /** The piece that waits for the one that was checked last; null if there is none. */
  byte @Nullable [] next(Id head) {
    Chain chain = chains.get(head);
    return chain == null ? null : chain.waiting.remove(chain.next);
  }
}

package org.socketplatform.relay.protocol.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Feature;
import org.socketplatform.relay.protocol.cache.Index;
import org.socketplatform.relay.protocol.wire.ComparisonReader;
import org.socketplatform.relay.protocol.wire.ComparisonWriter;

/**
 * Finds what only one of two peers holds (Meyer, "Range-Based Set Reconciliation",
 * arXiv:2212.13567). Names of packets are in order; one peer sends sums over ranges of them, the
 * other answers those that differ with sums over smaller ranges, until so few names are left that
 * they are listed. What one side lacks then is announced to it, or asked for, as anything else that
 * is announced.
 *
 * <p>Nothing is remembered from one packet to the next but which comparison was not answered yet.
 * An answer is at most a few datagrams, and goes only where somebody has shown that it receives.
 */
final class Comparing {
  private static final int PARTS = 16;

  /** How many names are listed, rather than summed up in parts. */
  private static final int FEW = 16;

  /** How many names a part has at least. */
  private static final int IN_PART = 8;

  private static final int MOST_DATAGRAMS = 16;

  /** How many names a peer is told in a minute: somewhat fewer than it takes packets. */
  private static final int MOST_TOLD = 960;

  private static final long MINUTE = 60_000;
  private static final int MOST_TRIES = 3;
  private static final int RETRY_MILLIS = 1000;

  /** How long the peer with the higher id lets the other one begin. */
  private static final int TURN_MILLIS = 500;

  private final Engine engine;
  private final boolean isOn;
  private final Index index = new Index();

  Comparing(Engine engine) {
    this.engine = engine;
    isOn = engine.has(Feature.RECONCILIATION) && engine.cache.capacity() > 0;
  }

  /** Whether this peer compares so at all. */
  boolean isOn() {
    return isOn;
  }

  /** Whether this peer and another compare so. */
  boolean isWith(Known known) {
    return isOn && known.compares;
  }

  /** Begins with a peer that has just been connected; one of both does. */
  void meet(Known known) {
    int turn = engine.id.compareTo(known.id) < 0 ? 0 : TURN_MILLIS;
    engine.timers.at(engine.now + turn, () -> begin(known));
  }

  /** Begins to compare, unless one of both has done so a moment ago. */
  void begin(Known known) {
    if (known.compared > 0 && engine.now - known.compared < RETRY_MILLIS) {
      return;
    }
    known.compared = engine.now;
    known.synced = engine.now;
    known.comparison = engine.random.nextLong() | 1;
    ask(known, known.comparison, 1);
  }

  private void ask(Known known, long nonce, int tries) {
    if (known.comparison != nonce || engine.table.at(known.endpoint) != known) {
      return;
    }
    index.update(engine.cache, nonce);
    ComparisonWriter out = writer(ComparisonReader.FIRST, known, nonce);
    describe(out, 0, 0, 0, index.size());
    send(out, known.socket, known);
    if (tries < MOST_TRIES) {
      long again = engine.now + (long) RETRY_MILLIS * tries;
      engine.timers.at(again, () -> ask(known, nonce, tries + 1));
    }
  }

  private ComparisonWriter writer(int flags, Known known, long nonce) {
    long cookie = engine.sender.cookie(known.endpoint);
    return new ComparisonWriter(flags, known.cookie, cookie, nonce, MOST_DATAGRAMS);
  }

  private void send(ComparisonWriter out, int socket, Known known) {
    out.datagrams().forEach(datagram -> engine.sender.send(socket, known.endpoint, datagram));
  }

  /** Writes what is held in a range: its names if they are few, sums over parts of it otherwise. */
  private void describe(ComparisonWriter out, long low, long high, int from, int to) {
    int count = to - from;
    if (count <= FEW) {
      out.list(low, high, index.names(from, to));
      return;
    }
    int parts = Math.min(PARTS, Math.ceilDiv(count, IN_PART));
    long lower = low;
    int start = from;
    for (int part = 1; part <= parts; part++) {
      int end = from + (int) ((long) count * part / parts);
      long upper = part == parts ? high : index.boundAt(end);
      out.sum(lower, upper, index.sum(start, end));
      lower = upper;
      start = end;
    }
  }

  /** Somebody has summed up or listed what it holds. */
  void receive(int socket, long from, byte[] bytes, int length, @Nullable Known known) {
    ComparisonReader in = ComparisonReader.of(bytes, length);
    if (!isOn
        || in == null
        || known == null
        || !known.connected
        || !(engine.sender.isCookie(in.echo(), from) || !engine.has(Feature.PROVEN_ADDRESSES))
        || !engine.quotas.takesComparison(from)) {
      return;
    }
    known.cookie = in.cookie();
    if (in.nonce() == known.comparison) {
      known.comparison = 0;
    }
    if (in.isFirst()) {
      known.compared = engine.now;
    }
    index.update(engine.cache, in.nonce());
    ComparisonWriter out = writer(0, known, in.nonce());
    List<Long> lacking = new ArrayList<>();
    while (in.next()) {
      int start = index.find(in.low());
      int end = in.high() == 0 ? index.size() : index.find(in.high());
      if (in.isSum() && in.sum() != index.sum(start, end)) {
        describe(out, in.low(), in.high(), start, end);
      } else if (in.isList()) {
        match(in, start, end, socket, known, lacking);
      }
    }
    if (in.isFirst()) {
      out.acknowledge();
    }
    send(out, socket, known);
    tell(socket, known, lacking);
  }

  /**
   * Both lists are in order: what only this peer has goes to the lacking, the rest is asked for.
   */
  private void match(
      ComparisonReader in, int from, int to, int socket, Known known, List<Long> lacking) {
    int place = from;
    for (int i = 0; i < in.count(); i++) {
      long name = in.name(i);
      while (place < to && Long.compareUnsigned(index.name(place), name) < 0) {
        lacking.add(index.name(place++));
      }
      if (place < to && index.name(place) == name) {
        place++;
      } else {
        engine.spreading.hear(name, socket, known);
      }
    }
    while (place < to) {
      lacking.add(index.name(place++));
    }
  }

  /** Tells a peer what it lacks; if that is too much for now, any part of it. */
  private void tell(int socket, Known known, List<Long> lacking) {
    if (engine.now >= known.toldUntil) {
      known.toldUntil = engine.now + MINUTE;
      known.toldNames = 0;
    }
    int count = Math.min(lacking.size(), MOST_TOLD - known.toldNames);
    int start = engine.random.nextInt(lacking.size() - count + 1);
    known.toldNames += count;
    engine.spreading.tellStored(socket, known, lacking.subList(start, start + count));
  }
}

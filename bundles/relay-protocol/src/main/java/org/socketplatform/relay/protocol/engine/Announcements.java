package org.socketplatform.relay.protocol.engine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Feature;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.cache.CachedPacket;
import org.socketplatform.relay.protocol.wire.Frame;
import org.socketplatform.relay.protocol.wire.PacketType;

/**
 * Who has what, and who wants it. Packets are named by the first eight bytes of their ids.
 *
 * <pre>
 * HAVE   magic 4, type 1, flags 1, the receiver's cookie 8, sender's cookie 8, ids 8 each
 * WANT   magic 4, type 1, flags 1, the receiver's cookie 8, ids 8 each
 * LEAVE  magic 4, type 1, flags 1, the receiver's cookie 8
 * </pre>
 *
 * Flags of HAVE: 1, they were there before; 2, in place of ids the sum of the first eight bytes of
 * all ids, modulo 2^64, by which two peers notice that they do not hold the same.
 *
 * <p>A cookie is a number that its maker gave to an endpoint; who has it can receive there.
 */
final class Announcements {
  static final int MAX_BYTES = 600;

  private static final int COOKIE_OFFSET = 6;
  private static final int HAVE_HEADER = 22;
  private static final int WANT_HEADER = 14;
  private static final int NAME = 8;
  private static final int MAX_NAMES = 64;
  private static final int FLAG_STORED = 1;
  private static final int FLAG_SUM = 2;
  private static final int FLUSH_MILLIS = 4;
  private static final int PACE_MILLIS = 50;
  private static final int PATIENCE_MILLIS = 15;
  private static final int RETRY_MILLIS = 180;

  /** As long as most ways to the other end of the world and back. */
  private static final int FIRST_MILLIS = 200;

  private static final int MAX_TRIES = 8;
  private static final int TRIES_OF_EACH = 3;
  private static final int MAX_WANTED = 20_000;
  private static final int MAX_SOURCES = 6;

  /** Where a packet can be had. */
  private record Source(int socket, long endpoint, long cookie) {}

  /** A packet that is not there. */
  private static final class Wanted {
    final List<Source> sources = new ArrayList<>(2);
    int tries;
    long due;
  }

  private final Engine engine;
  private final Map<Long, Wanted> wanted = new LinkedHashMap<>(2);
  private final Map<Known, List<Long>> outgoing = new LinkedHashMap<>(2);
  private final Generations asked = new Generations(4096, 60_000);
  private boolean flushing;
  private Timers.@Nullable Timer wanting;
  private long wantingAt = Long.MAX_VALUE;
  private long firstUntil;

  Announcements(Engine engine) {
    this.engine = engine;
  }

  /** The number that a packet gives back. */
  static long cookie(byte[] bytes, int length) {
    return length < WANT_HEADER ? 0 : ByteBuffer.wrap(bytes).getLong(COOKIE_OFFSET);
  }

  private static ByteBuffer packet(int type, int flags, long echo, int size) {
    return ByteBuffer.allocate(size)
        .put(new byte[] {3, 5, 11, 17, (byte) type, (byte) flags})
        .putLong(echo);
  }

  private void send(int socket, long to, ByteBuffer packet) {
    engine.sender.send(socket, to, packet.flip());
  }

  /** Tells a peer soon that a packet is here. */
  void announce(Known known, Id id) {
    outgoing.computeIfAbsent(known, any -> new ArrayList<>(2)).add(id.prefix());
    if (!flushing) {
      flushing = true;
      engine.timers.at(engine.now + FLUSH_MILLIS, this::flush);
    }
  }

  private void flush() {
    flushing = false;
    Map<Known, List<Long>> all = new LinkedHashMap<>(outgoing);
    outgoing.clear();
    all.forEach((known, names) -> {
      for (int i = 0; i < names.size(); i += MAX_NAMES) {
        tell(
            known.socket,
            known.endpoint,
            known.cookie,
            0,
            names.subList(i, Math.min(i + MAX_NAMES, names.size())));
      }
      known.lastSent = engine.now;
    });
  }

  private void tell(int socket, long to, long echo, int flags, List<Long> names) {
    ByteBuffer out =
        packet(PacketType.HAVE, flags, echo, HAVE_HEADER + NAME * names.size())
            .putLong(engine.sender.cookie(to));
    names.forEach(out::putLong);
    send(socket, to, out);
  }

  /** Somebody else was asked to send what is there: until that has come, nobody is asked. */
  void expectFirst() {
    firstUntil = engine.now + FIRST_MILLIS;
  }

  /** Nobody will do that: what was announced meanwhile is asked for now. */
  void expectNothing() {
    firstUntil = engine.now;
    for (Wanted want : wanted.values()) {
      if (want.tries == 0) {
        want.due = engine.now;
      }
    }
    if (!wanted.isEmpty()) {
      wake(engine.now);
    }
  }

  /** Tells somebody what is here, as far as it fits, except for what it was given. */
  void tellLatest(
      int socket,
      long to,
      @Nullable Id cluster,
      @Nullable Id subcluster,
      List<CachedPacket> given,
      int room) {
    int most = Math.min((room - HAVE_HEADER) / NAME, MAX_NAMES);
    if (most <= 0 || engine.cache.size() == 0) {
      return;
    }
    List<Long> names = new ArrayList<>();
    for (CachedPacket packet : engine.spreading.latest(cluster, subcluster, most)) {
      if (!given.contains(packet)) {
        names.add(packet.id().prefix());
      }
    }
    Known known = engine.table.at(to);
    if (!names.isEmpty()) {
      tell(socket, to, known == null ? 0 : known.cookie, FLAG_STORED, names);
    }
  }

  /**
   * Tells a peer of packets that were here before: little by little, so that not all that it asks
   * for then comes at once.
   */
  void tellStored(int socket, Known known, List<Long> names) {
    for (int i = 0; i < names.size(); i += MAX_NAMES) {
      List<Long> some = names.subList(i, Math.min(i + MAX_NAMES, names.size()));
      long due = engine.now + (long) PACE_MILLIS * (i / MAX_NAMES);
      engine.timers.at(due, () -> tell(socket, known.endpoint, known.cookie, FLAG_STORED, some));
    }
  }

  /** Keeps the way to a peer open, and tells it in one number what is here, if anything can be. */
  void beat(Known known) {
    List<Long> sum = engine.cache.capacity() == 0 ? List.of() : List.of(engine.cache.sum());
    tell(known.socket, known.endpoint, known.cookie, FLAG_SUM, sum);
  }

  /** Says to a peer that this one goes. */
  void leave(Known known) {
    send(known.socket, known.endpoint, packet(PacketType.LEAVE, 0, known.cookie, WANT_HEADER));
  }

  /** Somebody has packets. */
  void have(int socket, long from, byte[] bytes, int length, @Nullable Known known) {
    if (length < HAVE_HEADER || (length - HAVE_HEADER) % NAME != 0) {
      return;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, length).position(COOKIE_OFFSET);
    long echo = in.getLong();
    long cookie = in.getLong();
    int flags = bytes[COOKIE_OFFSET - 1];
    boolean isStored = (flags & FLAG_STORED) != 0;
    if (known == null) {
      return;
    }
    known.capable = true;
    known.cookie = cookie;
    if (engine.sender.isCookie(echo, from)) {
      known.answered = true;
    }
    if (engine.cache.capacity() == 0 && flags != 0) {
      return;
    }
    if ((flags & FLAG_SUM) != 0) {
      long sum = in.hasRemaining() ? in.getLong() : engine.cache.sum();
      if (sum != engine.cache.sum() && known.answered) {
        engine.syncing.differs(known, sum);
      }
      return;
    }
    while (in.hasRemaining()) {
      hear(in.getLong(), new Source(socket, from, cookie), isStored);
    }
  }

  /** A peer has a packet that was there before. */
  void hear(long name, int socket, Known known) {
    hear(name, new Source(socket, known.endpoint, known.cookie), true);
  }

  private void hear(long name, Source source, boolean isStored) {
    CachedPacket packet = engine.cache.get(name);
    if (packet != null) {
      packet.countCopy();
    } else if (!engine.gate.contains(name, engine.now)
        && !engine.lifetimes.isGone(name)
        && !engine.inbox.isWaiting(name)) {
      want(name, source, isStored);
    }
  }

  private void want(long name, Source source, boolean isStored) {
    Wanted want = wanted.get(name);
    if (want == null) {
      if (wanted.size() >= MAX_WANTED) {
        return;
      }
      want = new Wanted();
      want.due = isStored ? Math.max(engine.now, firstUntil) : engine.now + PATIENCE_MILLIS;
      wanted.put(name, want);
    }
    for (Source each : want.sources) {
      if (each.endpoint() == source.endpoint()) {
        return;
      }
    }
    if (want.sources.size() < MAX_SOURCES) {
      want.sources.add(source);
    }
    if (isStored && want.tries == 0) {
      want.due = Math.max(engine.now, firstUntil);
    }
    wake(want.due);
  }

  private void wake(long due) {
    if (due < wantingAt) {
      if (wanting != null) {
        wanting.cancel();
      }
      wantingAt = due;
      wanting = engine.timers.at(due, this::ask);
    }
  }

  private void ask() {
    wantingAt = Long.MAX_VALUE;
    wanting = null;
    Map<Source, List<Long>> questions = new LinkedHashMap<>();
    long next = Long.MAX_VALUE;
    var each = wanted.entrySet().iterator();
    while (each.hasNext()) {
      var entry = each.next();
      Wanted want = entry.getValue();
      if (want.due <= engine.now) {
        if (want.tries >= Math.min(MAX_TRIES, TRIES_OF_EACH * want.sources.size())) {
          each.remove();
          continue;
        }
        Source source = want.sources.get(want.tries % want.sources.size());
        questions.computeIfAbsent(source, any -> new ArrayList<>()).add(entry.getKey());
        asked.add(entry.getKey(), engine.now);
        want.tries++;
        want.due = engine.now + (long) RETRY_MILLIS * want.tries;
      }
      next = Math.min(next, want.due);
    }
    questions.forEach(this::ask);
    if (next < Long.MAX_VALUE) {
      wake(next);
    }
  }

  private void ask(Source source, List<Long> names) {
    for (int i = 0; i < names.size(); i += MAX_NAMES) {
      List<Long> some = names.subList(i, Math.min(i + MAX_NAMES, names.size()));
      ByteBuffer out =
          packet(PacketType.WANT, 0, source.cookie(), WANT_HEADER + NAME * some.size());
      some.forEach(out::putLong);
      send(source.socket(), source.endpoint(), out);
    }
  }

  /** Somebody wants packets. Only who has shown that it receives there gets them. */
  void want(int socket, long from, byte[] bytes, int length) {
    if (length < WANT_HEADER || (length - WANT_HEADER) % NAME != 0) {
      return;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, length).position(COOKIE_OFFSET);
    if (!engine.sender.isCookie(in.getLong(), from) && engine.has(Feature.PROVEN_ADDRESSES)) {
      return;
    }
    for (int i = 0; i < MAX_NAMES && in.hasRemaining(); i++) {
      CachedPacket packet = engine.cache.get(in.getLong());
      if (packet != null) {
        give(packet, socket, from);
      }
    }
  }

  /** Sends a packet to somebody who lacks it. */
  void give(CachedPacket packet, int socket, long to) {
    packet.countCopy();
    long hops = ByteBuffer.wrap(packet.bytes()).getInt(Frame.HOPS_OFFSET);
    engine.sender.pass(packet.bytes(), hops + 1, socket, to);
  }

  /** A packet is there. */
  void got(Id id) {
    wanted.remove(id.prefix());
  }

  /** Whether a packet was asked for: then it is no news to others. */
  boolean wasAsked(Id id) {
    return asked.contains(id.prefix(), engine.now);
  }

  /** Whether a peer has said that it has a packet. */
  boolean has(Known known, Id id) {
    Wanted want = wanted.get(id.prefix());
    if (want != null) {
      for (Source source : want.sources) {
        if (source.endpoint() == known.endpoint) {
          return true;
        }
      }
    }
    return false;
  }
}

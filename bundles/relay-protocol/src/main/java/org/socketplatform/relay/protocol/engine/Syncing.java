package org.socketplatform.relay.protocol.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.socketplatform.relay.protocol.Feature;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.MessageOptions;
import org.socketplatform.relay.protocol.cache.CachedPacket;
import org.socketplatform.relay.protocol.cache.Summary;
import org.socketplatform.relay.protocol.wire.Field;
import org.socketplatform.relay.protocol.wire.Frame;
import org.socketplatform.relay.protocol.wire.Packet;
import org.socketplatform.relay.protocol.wire.PacketType;

/**
 * Sees to it that two peers come to hold the same. Compares caches level by level, as original
 * peers do, and pushes what the other side lacks, unless both can do it by ranges.
 */
final class Syncing {
  private static final long WINDOW_MILLIS = 6000;
  private static final int BUCKETS = 16;
  private static final int UNPROVEN = 3;
  private static final int FEW = 64;
  private static final int MOST_TOLD = 3;
  private static final long MINUTE = 60_000;
  private static final int LONGEST_PAUSE = 6; // about an hour

  /** As long as an original peer takes to begin at most, one that is at the end of the world. */
  private static final int TURN_MILLIS = 250;

  private final Engine engine;

  Syncing(Engine engine) {
    this.engine = engine;
  }

  /** The ids of what came since a time, or in the last six hours, and is wanted; in order. */
  List<Id> ids(long since) {
    long after = Math.min(since, engine.now - MessageOptions.MAX_TTL_MILLIS);
    List<Id> ids = new ArrayList<>();
    for (CachedPacket packet : engine.cache.packets()) {
      if (packet.received() > after && !packet.isStrange()) {
        ids.add(packet.id());
      }
    }
    Collections.sort(ids);
    return ids;
  }

  /** A peer is connected for the first time. */
  void firstContact(Known known) {
    boolean both = known.capable && engine.has(Feature.LAZY_PUSH);
    if (both) {
      engine.spreading.tellLatest(known);
    }
    if (known.indexed) {
      return;
    }
    if (engine.comparing.isWith(known)) {
      if (engine.cache.size() > FEW) {
        engine.comparing.meet(known);
      }
    } else if (!both && engine.isCapable()) {
      engine.timers.at(engine.now + TURN_MILLIS, () -> beginUnlessBegun(known));
    } else if (!both || engine.cache.size() > FEW) {
      begin(known);
    }
  }

  /** One of both is enough, and an original peer always begins. */
  private void beginUnlessBegun(Known known) {
    if (known.connected && known.synced == 0) {
      begin(known);
    }
  }

  /**
   * A peer does not hold the same. What one of them does not want stays so, and is not told about
   * again and again.
   */
  void differs(Known known, long sum) {
    long both = sum * 31 + engine.cache.sum();
    if (both != known.toldOf) {
      known.toldOf = both;
      known.told = 0;
    }
    if (known.told >= MOST_TOLD && !isWorthAnotherTry(known)) {
      return;
    }
    known.told++;
    if (engine.comparing.isWith(known)) {
      engine.comparing.begin(known);
      return;
    }
    engine.spreading.tellLatest(known);
    if (engine.cache.size() > FEW) {
      begin(known);
    }
  }

  /**
   * By ranges it costs little, and perhaps it was only that more was lacking than is given at once.
   */
  private boolean isWorthAnotherTry(Known known) {
    long pause = MINUTE << Math.min(known.told - MOST_TOLD, LONGEST_PAUSE);
    return engine.comparing.isWith(known) && engine.now - known.compared >= pause;
  }

  /** Begins to compare, unless that was done a moment ago. */
  void begin(Known known) {
    if (engine.comparing.isWith(known)) {
      engine.comparing.begin(known);
      return;
    }
    if (known.synced > 0 && engine.now - known.synced < WINDOW_MILLIS && !known.capable) {
      return;
    }
    boolean isAll = known.capable && engine.has(Feature.DATED_PACKETS);
    long recent = known.synced > 0 ? known.synced : engine.now - MessageOptions.MAX_TTL_MILLIS;
    long since = isAll ? 0 : recent;
    known.synced = engine.now;
    send(known.socket, known.endpoint, summary("", since), since);
  }

  private Summary summary(String prefix, long since) {
    return Summary.of(ids(since), prefix, engine.workspace.digests.sha1());
  }

  private void send(int socket, long to, Summary summary, long since) {
    engine.sender.send(
        socket,
        to,
        new Packet(PacketType.SYNC)
            .set(Field.MESSAGE, summary.toBytes())
            .set(Field.USR4, Math.max(since, 0)));
  }

  /** Somebody has summed up what it holds. */
  void sync(Frame frame, int socket, long from) {
    Id packetId = frame.id(Field.PACKET_ID);
    Summary remote = Summary.read(frame.copy(Field.MESSAGE));
    if (packetId == null
        || remote == null
        || !engine.gate.add(packetId.prefix() ^ from, engine.now)) {
      return;
    }
    Known known = engine.table.at(from);
    if (known != null && !known.capable) {
      known.synced = engine.now;
    }
    boolean proven = !engine.has(Feature.PROVEN_ADDRESSES) || (known != null && known.answered);
    int room = proven ? Integer.MAX_VALUE : UNPROVEN;
    long asked = frame.decimal(Field.USR4);
    long since =
        Math.min(engine.now - MessageOptions.MAX_TTL_MILLIS, asked < 0 ? Long.MAX_VALUE : asked);
    List<Id> ids = ids(since);
    Summary local = Summary.of(ids, remote.prefix(), engine.workspace.digests.sha1());
    if (local.equalsAll(remote)) {
      return;
    }
    for (int bucket = 0; bucket < BUCKETS && room > 0; bucket++) {
      boolean isEqual = local.equalsIn(bucket, remote);
      if ((!local.has(bucket) && !remote.has(bucket))
          || (isEqual && engine.has(Feature.LEAN_SYNC))) {
        continue;
      }
      if (remote.has(bucket)) {
        send(
            socket,
            from,
            Summary.of(ids, remote.prefix(bucket), engine.workspace.digests.sha1()),
            since);
        room--;
      } else {
        room -= push(ids, remote.prefix(bucket), socket, from, room);
      }
    }
  }

  private int push(List<Id> ids, String prefix, int socket, long to, int most) {
    int pushed = 0;
    for (Id id : ids) {
      CachedPacket packet = engine.cache.get(id);
      if (packet != null && pushed < most && Summary.isBelow(id, prefix)) {
        Frame frame = new Frame();
        frame.read(packet.bytes(), 0, packet.bytes().length);
        engine.sender.pass(packet.bytes(), frame.hops(), socket, to);
        pushed++;
      }
    }
    return pushed;
  }
}

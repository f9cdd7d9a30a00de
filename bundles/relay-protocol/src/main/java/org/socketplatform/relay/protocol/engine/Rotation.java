package org.socketplatform.relay.protocol.engine;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.socketplatform.relay.protocol.Feature;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.MessageOptions;
import org.socketplatform.relay.protocol.RelayEvent;
import org.socketplatform.relay.protocol.Verified;
import org.socketplatform.relay.protocol.crypto.GroupKeys;
import org.socketplatform.relay.protocol.crypto.Names;
import org.socketplatform.relay.protocol.crypto.SharedKeys;
import org.socketplatform.relay.protocol.wire.Field;
import org.socketplatform.relay.protocol.wire.Packet;

/**
 * Offers of the key that comes after that of a subcluster: to all members as a published message,
 * or to some of them by sessions, until they have said that they got it. Whether to follow is for
 * the app to say: any member can make an offer.
 */
final class Rotation {
  /** The kinds of what sessions carry: a key, and the id of the subcluster of one that came. */
  static final int OFFER = 2;

  static final int TAKEN = 3;

  /** The event of a published offer. */
  static final String EVENT = "SRP6 next key";

  private static final Id EVENT_ID = Names.of(EVENT);
  private static final int MOST = 256;
  private static final int TRIES = 5;
  private static final int RETRY_MILLIS = 3000;
  private static final int MOST_TOLD = 4096;
  private static final long TOLD_MILLIS = 86_400_000;

  /** An offer to one member. */
  private record Offer(Id peer, Id subcluster, Id next) {}

  private final Engine engine;
  private final Map<Offer, byte[]> open = new LinkedHashMap<>(2);
  private final Generations told = new Generations(MOST_TOLD, TOLD_MILLIS);

  Rotation(Engine engine) {
    this.engine = engine;
  }

  private static Id next(GroupKeys group, byte[] sharedKey) {
    try (GroupKeys next = new GroupKeys(sharedKey)) {
      if (next.subclusterId().equals(group.subclusterId())) {
        throw new IllegalArgumentException("the next key is the one that the subcluster has");
      }
      return next.subclusterId();
    }
  }

  /** Publishes the next key to all members. */
  Id offer(GroupKeys group, byte[] sharedKey) {
    next(group, sharedKey);
    return engine.spreading.publish(group, EVENT, sharedKey, MessageOptions.DEFAULT);
  }

  /** Gives the next key to some members alone; to how many it can be given. */
  int offer(GroupKeys group, byte[] sharedKey, Collection<Id> members) {
    Id next = next(group, sharedKey);
    int given = 0;
    for (Id member : members) {
      Offer offer = new Offer(member, group.subclusterId(), next);
      if (open.size() < MOST && !open.containsKey(offer) && send(offer, group, sharedKey)) {
        open.put(offer, sharedKey.clone());
        insistLater(offer, 1);
        given++;
      }
    }
    return given;
  }

  private boolean send(Offer offer, GroupKeys group, byte[] sharedKey) {
    Known known = engine.table.get(offer.peer());
    return known != null
        && engine.sessions.send(known, group, OFFER, sharedKey.clone(), null)
            == Sessions.Outcome.TAKEN;
  }

  private void insistLater(Offer offer, int tries) {
    engine.timers.at(engine.now + RETRY_MILLIS, () -> insist(offer, tries));
  }

  private void insist(Offer offer, int tries) {
    byte[] sharedKey = open.get(offer);
    GroupKeys group = engine.groups.get(offer.subcluster());
    if (sharedKey == null) {
      return;
    }
    if (group == null || tries == TRIES) {
      close(offer);
      return;
    }
    send(offer, group, sharedKey);
    insistLater(offer, tries + 1);
  }

  private boolean close(Offer offer) {
    byte[] sharedKey = open.remove(offer);
    if (sharedKey != null) {
      Arrays.fill(sharedKey, (byte) 0);
    }
    return sharedKey != null;
  }

  /** A session has brought something of a kind. */
  void take(Session session, int kind, byte[] bytes) {
    if (bytes.length != SharedKeys.BYTES || !engine.has(Feature.KEY_OFFERS)) {
      return;
    }
    Id peer = session.dialog.peer();
    Id subcluster = session.dialog.group().subclusterId();
    if (kind == TAKEN) {
      Offer offer = new Offer(peer, subcluster, Id.of(bytes));
      if (close(offer)) {
        engine.outlet.event(new RelayEvent.KeyReceived(subcluster, offer.next(), peer));
      }
    } else if (kind == OFFER) {
      Id next = idOf(bytes);
      engine.sessions.answer(session, TAKEN, next.toBytes());
      long name = engine.workspace.digests.sha256(peer.toBytes(), next.toBytes()).prefix();
      if (told.add(name, engine.now)) {
        tell(subcluster, bytes, next, Optional.of(peer), session.key);
      }
    }
  }

  private static Id idOf(byte[] sharedKey) {
    try (GroupKeys keys = new GroupKeys(sharedKey)) {
      return keys.subclusterId();
    }
  }

  private void tell(Id subcluster, byte[] sharedKey, Id next, Optional<Id> from, Id sender) {
    ByteBuffer key = ByteBuffer.wrap(sharedKey).asReadOnlyBuffer();
    engine.outlet.event(
        new RelayEvent.KeyOffered(subcluster, key, next, sender, Verified.STRONG, from));
  }

  /**
   * Whether a published message is an offer, which is told about then, unless it is one of this
   * peer. What its writer has not signed as a whole is none.
   */
  boolean takes(GroupKeys group, Packet packet, byte[] value, Verified verified, boolean isLocal) {
    Optional<Id> sender = Inbox.idOf(packet, Field.USR2);
    if (!engine.has(Feature.KEY_OFFERS)
        || verified != Verified.STRONG
        || sender.isEmpty()
        || value.length != SharedKeys.BYTES
        || !Inbox.idOf(packet, Field.USR1).equals(Optional.of(EVENT_ID))) {
      return false;
    }
    if (!isLocal) {
      tell(group.subclusterId(), value, idOf(value), Optional.empty(), sender.get());
    }
    return true;
  }

  /** Gives up what is open, and wipes it. */
  void stop() {
    open.values().forEach(sharedKey -> Arrays.fill(sharedKey, (byte) 0));
    open.clear();
  }
}

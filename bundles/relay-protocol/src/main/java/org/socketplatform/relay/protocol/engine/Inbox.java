package org.socketplatform.relay.protocol.engine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Feature;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.MessageOptions;
import org.socketplatform.relay.protocol.RelayEvent;
import org.socketplatform.relay.protocol.Verified;
import org.socketplatform.relay.protocol.cache.CachedPacket;
import org.socketplatform.relay.protocol.crypto.GroupKeys;
import org.socketplatform.relay.protocol.crypto.Names;
import org.socketplatform.relay.protocol.crypto.SigningKeys;
import org.socketplatform.relay.protocol.wire.Birth;
import org.socketplatform.relay.protocol.wire.Field;
import org.socketplatform.relay.protocol.wire.Fragments;
import org.socketplatform.relay.protocol.wire.Frame;
import org.socketplatform.relay.protocol.wire.Packet;
import org.socketplatform.relay.protocol.wire.PacketType;

/** Between messages and packets: seals, signs and cuts; puts together, opens and checks. */
final class Inbox {
  private static final int MAX_VALUE = 16_000_000;
  private static final int LEGACY_SKIPS = 64;
  private static final int MOST_DELIVERED = 32_768;

  private final Engine engine;
  private final Assemblies assemblies = new Assemblies();
  private final Chains chains;
  private final Generations delivered = new Generations(MOST_DELIVERED, Birth.LIFE_MILLIS);

  Inbox(Engine engine) {
    this.engine = engine;
    chains = new Chains(engine.workspace.digests);
  }

  /** A value that is not too long. */
  static byte[] bounded(byte[] value) {
    if (value.length > MAX_VALUE) {
      throw new IllegalArgumentException(
          "a message has up to " + MAX_VALUE + " bytes, not " + value.length);
    }
    return value;
  }

  /** The packets of a message of this peer. */
  List<Packet> write(
      int type, GroupKeys group, String event, byte[] value, MessageOptions message) {
    byte[] sealed = group.seal(bounded(value), engine.random);
    int skipped = Math.min(value.length, LEGACY_SKIPS);
    Packet like =
        new Packet(type)
            .set(Field.CLUSTER_ID, engine.options.clusterId())
            .set(Field.SUBCLUSTER_ID, group.subclusterId())
            .set(Field.PREVIOUS_ID, message.previous().orElse(null))
            .set(Field.NEXT_ID, message.next().orElse(null))
            .set(Field.USR1, Names.of(event))
            .set(Field.USR2, engine.signing.publicKey())
            .set(Field.SIG, engine.signing.sign(value, skipped, value.length - skipped))
            .clock(clock(message.previous()))
            .ttl(
                type == PacketType.PUBLISH
                    ? engine.lifetimes.ttl(message.ttlMillis())
                    : message.ttlMillis());
    List<Packet> packets =
        Fragments.cut(like, sealed, message.meta(), engine.now, engine.workspace.digests);
    if (type == PacketType.PUBLISH && engine.has(Feature.SIGNED_MESSAGES)) {
      byte[] signed = StrongSignature.covers(packets.getFirst(), value, engine.workspace.digests);
      byte[] signature = engine.signing.sign(signed, 0, signed.length);
      for (Packet packet : packets) {
        packet
            .set(Field.USR3, Arrays.copyOf(signature, 32))
            .set(Field.USR4, Arrays.copyOfRange(signature, 32, 64));
      }
    }
    return packets;
  }

  /** One more than what the message follows, or than what follows that already. */
  private long clock(Optional<Id> previous) {
    if (previous.isEmpty()) {
      return 1;
    }
    CachedPacket before = engine.cache.get(previous.get());
    long clock = before == null ? 0 : before.clock();
    List<CachedPacket> siblings = engine.cache.following(previous.get());
    siblings.removeIf(sibling -> sibling.index() > 0);
    return siblings.stream()
        .map(CachedPacket::clock)
        .max(Comparator.naturalOrder())
        .map(highest -> 2 + Math.max(clock, highest))
        .orElse(1 + clock);
  }

  /** A piece of a message has come: those that fit are accepted in their order. */
  void check(Id id, Frame frame, long from) {
    Id head = frame.id(Field.PREVIOUS_ID);
    if (head == null || !chains.fits(id, frame)) {
      if (chains.isWaiting(id.prefix())) {
        engine.spreading.got(id);
      }
      return;
    }
    engine.gate.add(id.prefix(), engine.now);
    engine.spreading.accept(id, frame, from);
    byte[] next = chains.next(head);
    Frame waiting = new Frame();
    while (next != null && waiting.read(next, 0, next.length)) {
      Id nextId = waiting.id(Field.PACKET_ID);
      if (nextId == null || !chains.fits(nextId, waiting)) {
        return;
      }
      engine.gate.add(nextId.prefix(), engine.now);
      engine.spreading.accept(nextId, waiting, from);
      next = chains.next(head);
    }
  }

  /** Whether a piece has come that waits for those before it. */
  boolean isWaiting(long name) {
    return chains.isWaiting(name);
  }

  /**
   * A published packet is there: told about if it is, or completes, a message for this peer.
   *
   * @return false if it is a whole message for this peer, which does not open
   */
  boolean take(Id id, Frame frame, boolean isLocal) {
    Id subcluster = frame.id(Field.SUBCLUSTER_ID);
    GroupKeys group = subcluster == null ? null : engine.groups.get(subcluster);
    if (group == null) {
      return true;
    }
    if (frame.index() < 0) {
      return deliver(group, id, Packet.of(frame), frame.copy(Field.MESSAGE), "{}", isLocal);
    }
    Assembly whole = assemblies.add(id, frame);
    Packet first = whole == null ? null : whole.first();
    Fragments.Head head = whole == null ? null : whole.head();
    byte[] sealed = whole == null ? null : whole.message(engine.workspace.digests);
    if (first != null && head != null && sealed != null) {
      Id headId = Id.of(first.get(Field.PACKET_ID));
      deliver(group, headId, first, sealed, head.meta(), isLocal);
    }
    return true;
  }

  private boolean deliver(
      GroupKeys group, Id id, Packet packet, byte[] sealed, String meta, boolean isLocal) {
    byte[] value = group.open(sealed);
    if (value == null) {
      engine.outlet.event(new RelayEvent.Unopened(group.subclusterId(), id));
      return false;
    }
    if (!isFirst(sealed)) {
      return true;
    }
    Verified verified = verify(packet, value);
    if (engine.rotation.takes(group, packet, value, verified, isLocal)) {
      return true;
    }
    engine.outlet.event(
        new RelayEvent.Message(
            group.subclusterId(),
            id,
            idOf(packet, Field.USR1).orElse(id),
            ByteBuffer.wrap(value).asReadOnlyBuffer(),
            idOf(packet, Field.USR2),
            verified,
            (int) packet.hops(),
            packet.clock(),
            idOf(packet, Field.PREVIOUS_ID),
            meta,
            isLocal));
    return true;
  }

  /**
   * Whether a sealed message was not delivered before, in whatever packets it came. No two messages
   * are sealed alike, whatever is in them.
   */
  boolean isFirst(byte[] sealed) {
    return delivered.add(engine.workspace.digests.sha256(sealed).prefix(), engine.now);
  }

  static Optional<Id> idOf(Packet packet, Field field) {
    byte[] bytes = packet.get(field);
    return bytes.length == Id.BYTES ? Optional.of(Id.of(bytes)) : Optional.empty();
  }

  /** How well it is known who wrote a value. */
  Verified verify(Packet packet, byte[] value) {
    Optional<Id> sender = idOf(packet, Field.USR2);
    if (sender.isEmpty()) {
      return Verified.NONE;
    }
    if (packet.type() == PacketType.PUBLISH) {
      byte[] strong = StrongSignature.of(packet);
      byte[] signed = StrongSignature.covers(packet, value, engine.workspace.digests);
      if (strong != null && SigningKeys.verify(sender.get(), signed, 0, signed.length, strong)) {
        return Verified.STRONG;
      }
    }
    int skipped = Math.min(value.length, LEGACY_SKIPS);
    return SigningKeys.verify(
            sender.get(), value, skipped, value.length - skipped, packet.get(Field.SIG))
        ? Verified.LEGACY
        : Verified.NONE;
  }

  /** What was sealed, opened with the keys of its subcluster; null if there are none. */
  byte @Nullable [] open(Packet packet, byte[] sealed) {
    GroupKeys group = idOf(packet, Field.SUBCLUSTER_ID).map(engine.groups::get).orElse(null);
    return group == null ? null : group.open(sealed);
  }

  /** A subcluster was entered: what came before that can be opened now. */
  void openWhatIsHeld(Id subcluster) {
    List<CachedPacket> held = new ArrayList<>(engine.cache.packets());
    held.removeIf(packet -> !Objects.equals(packet.subcluster(), subcluster));
    held.sort(Comparator.comparingLong(CachedPacket::received));
    Frame frame = new Frame();
    for (CachedPacket packet : held) {
      if (frame.read(packet.bytes(), 0, packet.bytes().length)) {
        take(packet.id(), frame, false);
      }
    }
  }
}

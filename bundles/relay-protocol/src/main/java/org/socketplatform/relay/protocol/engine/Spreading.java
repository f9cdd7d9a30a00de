package org.socketplatform.relay.protocol.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Feature;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.MessageOptions;
import org.socketplatform.relay.protocol.cache.CachedPacket;
import org.socketplatform.relay.protocol.crypto.GroupKeys;
import org.socketplatform.relay.protocol.wire.Field;
import org.socketplatform.relay.protocol.wire.Frame;
import org.socketplatform.relay.protocol.wire.Packet;
import org.socketplatform.relay.protocol.wire.PacketType;

/**
 * How published packets get to everybody. The original sends each to three peers and more, whether
 * they have it or not. Here a packet is pushed to few and announced to the others, which ask for
 * what they lack (Plumtree's eager and lazy links, chosen anew for each packet, since peers come
 * and go faster than a tree could form).
 */
final class Spreading {
  private static final int MAX_HOPS = 16;
  private static final int CLASSIC_FAN_OUT = 3;
  private static final int CLASSIC_PUSHES = 1;
  private static final int CLASSIC_FRESH_MILLIS = 120_000;
  private static final double FRESH_KEEPALIVES = 1.5;
  private static final int FIRST_PUSHES = 8;
  private static final int PUSHES = 5;
  private static final int LATE_PUSHES = 2;
  private static final int STRANGE_PUSHES = 1;
  private static final int LATE_HOPS = 4;
  private static final int INTRODUCER_PUSHES = 16;
  private static final int FEW_TOLD = 3;
  private static final double MEMBER_WEIGHT = 8;
  private static final int MOST_DELIVERED = 32;
  private static final double STEADY_MINUTES = 30;
  private static final int LATEST = 64;
  private static final int GIVEN = 2;
  private static final int UNPROVEN_FACTOR = 3;
  private static final int PONG_BYTES = 420;

  private final Engine engine;
  private final boolean lazy;
  private final Announcements announcements;
  private final List<CachedPacket> evicted = new ArrayList<>(1);
  private List<Id> unpublished = List.of();

  Spreading(Engine engine) {
    this.engine = engine;
    lazy = engine.has(Feature.LAZY_PUSH);
    announcements = new Announcements(engine);
  }

  /** Whether a peer was heard so lately that it is probably there. */
  boolean isFresh(Known known) {
    double fresh =
        lazy ? FRESH_KEEPALIVES * engine.options.keepaliveMillis() : CLASSIC_FRESH_MILLIS;
    return engine.now - known.lastHeard <= fresh;
  }

  /**
   * Who gets a packet in the original's way: three by chance, an introducer, one of the cluster.
   */
  List<Known> classicTargets(Id requester, long from, @Nullable Id cluster) {
    List<Known> targets =
        new ArrayList<>(
            engine.table.some(CLASSIC_FAN_OUT, each -> isTarget(each, requester, from)));
    if (targets.stream().noneMatch(each -> each.indexed)) {
      targets.addAll(engine.table.some(1, each -> each.indexed && isTarget(each, requester, from)));
    }
    if (cluster != null) {
      targets.addAll(
          engine.table.some(
              1,
              each ->
                  isTarget(each, requester, from)
                      && each.isInCluster(cluster)
                      && !targets.contains(each)));
    }
    return targets;
  }

  private boolean isTarget(Known each, @Nullable Id requester, long from) {
    return each.isReachable()
        && each.endpoint != from
        && isFresh(each)
        && !Objects.equals(each.id, requester);
  }

  /** Publishes a message of this peer. */
  Id publish(GroupKeys group, String event, byte[] value, MessageOptions message) {
    List<Packet> packets = engine.inbox.write(PacketType.PUBLISH, group, event, value, message);
    Frame frame = new Frame();
    Id first = Id.of(packets.getFirst().get(Field.PACKET_ID));
    List<Known> protectedFor = engine.isReady() ? engine.parities.targets(packets) : List.of();
    for (int index = 0; index < packets.size(); index++) {
      Packet packet = packets.get(index);
      byte[] bytes = packet.toBytes(engine.workspace.digests);
      frame.read(bytes, 0, bytes.length);
      Id id = Id.of(packet.get(Field.PACKET_ID));
      hold(id, frame, true, false);
      engine.gate.add(id.prefix(), engine.now);
      engine.inbox.take(id, frame, true);
      if (engine.isReady()) {
        spread(id, frame, false, Endpoint.NONE);
        engine.parities.protect(packets, index, protectedFor);
      } else {
        if (unpublished.isEmpty()) {
          unpublished = new ArrayList<>();
        }
        unpublished.add(id);
      }
    }
    return first;
  }

  /** Sends what was published before the peer was ready. */
  void sendUnpublished() {
    List<Id> waiting = unpublished;
    unpublished = List.of();
    Frame frame = new Frame();
    for (Id id : waiting) {
      CachedPacket packet = engine.cache.get(id);
      if (packet != null && frame.read(packet.bytes(), 0, packet.bytes().length)) {
        spread(id, frame, false, Endpoint.NONE);
      }
    }
  }

  /** A published packet has come. */
  void publish(Frame frame, long from) {
    Id id = frame.id(Field.PACKET_ID);
    if (id == null) {
      return;
    }
    if (engine.cache.contains(id)) {
      announcements.got(id);
      return;
    }
    if (!engine.has(Feature.CHECKED_IDS)) {
      if (engine.gate.add(id.prefix(), engine.now)) {
        accept(id, frame, from);
      }
      return;
    }
    if (frame.index() < 1) {
      Id computed =
          engine.workspace.digests.sha256(
              frame.array(), frame.start(Field.MESSAGE), frame.length(Field.MESSAGE));
      if (computed.equals(id) && engine.gate.add(id.prefix(), engine.now)) {
        accept(id, frame, from);
      }
      return;
    }
    engine.inbox.check(id, frame, from);
    engine.parities.piece(frame, from);
  }

  /** A packet that is what it says, and that is new. */
  void accept(Id id, Frame frame, long from) {
    boolean isTaken =
        engine.lifetimes.takes(id.prefix(), frame)
            && engine.quotas.takesPacket(frame, from)
            && (engine.inbox.take(id, frame, false) || !engine.quotas.refusesSpoilt(from));
    if (isTaken) {
      score(from);
      boolean isStrange = engine.quotas.spares(frame);
      Id cluster = frame.id(Field.CLUSTER_ID);
      hold(id, frame, Objects.equals(cluster, engine.options.clusterId()), isStrange);
      if (frame.hops() < MAX_HOPS && engine.isReady()) {
        spread(id, frame, isStrange, from);
      }
    }
    announcements.got(id);
  }

  /** Who brings what is new is worth having. */
  private void score(long from) {
    Known known = engine.table.at(from);
    if (known != null && known.delivered < MOST_DELIVERED) {
      known.delivered++;
    }
  }

  /** Somebody is in a subcluster: what is held of it is not strange any more. */
  void welcome(Id subcluster) {
    if (engine.has(Feature.DATED_PACKETS)) {
      engine.cache.adopt(subcluster, Quotas.MANY);
    }
  }

  /** Holds a packet that this peer held before. */
  boolean restore(Frame frame) {
    Id id = frame.id(Field.PACKET_ID);
    if (id == null || !engine.lifetimes.takes(id.prefix(), frame)) {
      return false;
    }
    Id cluster = frame.id(Field.CLUSTER_ID);
    boolean isHeld = hold(id, frame, Objects.equals(cluster, engine.options.clusterId()), false);
    if (isHeld) {
      engine.inbox.take(id, frame, false);
    }
    return isHeld;
  }

  private boolean hold(Id id, Frame frame, boolean own, boolean isStrange) {
    boolean isHeld = engine.cache.insert(id, frame, engine.now, own, isStrange, evicted);
    for (CachedPacket packet : evicted) {
      if (!engine.has(Feature.FAIR_EVICTION)) {
        lastPush(packet, MAX_HOPS);
      }
    }
    evicted.clear();
    return isHeld;
  }

  /** Sends a packet on: pushed to some, announced to others. */
  private void spread(Id id, Frame frame, boolean isStrange, long from) {
    long hops = frame.hops() + 1;
    Id cluster = frame.id(Field.CLUSTER_ID);
    if (!lazy) {
      for (Known known : classicTargets(engine.id, from, cluster)) {
        engine.sender.pass(frame, hops, known.socket, known.endpoint);
      }
      return;
    }
    boolean late = announcements.wasAsked(id);
    int most = isStrange ? STRANGE_PUSHES : pushes(hops);
    Id subcluster = frame.id(Field.SUBCLUSTER_ID);
    List<Known> pushed = late ? List.of() : pushTargets(id, from, cluster, subcluster, most);
    for (Known known : pushed) {
      engine.sender.pass(frame, hops, known.socket, known.endpoint);
    }
    for (Known known :
        engine.table.some(
            CLASSIC_PUSHES,
            each -> each.connected && !each.capable && isTarget(each, null, from))) {
      engine.sender.pass(frame, hops, known.socket, known.endpoint);
    }
    List<Known> told =
        engine.table.some(
            isStrange ? FEW_TOLD : Table.MAX,
            known ->
                known.capable
                    && isTarget(known, null, from)
                    && isInterested(known, cluster)
                    && !pushed.contains(known));
    for (Known known : told) {
      announcements.announce(known, id);
    }
  }

  /** Who is sent the parity of a message of this peer. */
  List<Known> parityTargets(Packet head) {
    Id id = Id.of(head.get(Field.PACKET_ID));
    Id subcluster = Id.of(head.get(Field.SUBCLUSTER_ID));
    List<Known> targets =
        pushTargets(id, Endpoint.NONE, engine.options.clusterId(), subcluster, FIRST_PUSHES);
    targets.removeIf(known -> !known.parities);
    return targets;
  }

  /** Fewer on the last steps, where most have it. */
  private int pushes(long hops) {
    if (engine.options.indexed()) {
      return INTRODUCER_PUSHES;
    }
    return hops == 1 ? FIRST_PUSHES : hops < LATE_HOPS ? PUSHES : LATE_PUSHES;
  }

  private static boolean isInterested(Known known, @Nullable Id cluster) {
    return known.indexed || cluster == null || known.isInCluster(cluster);
  }

  /**
   * Some peers that do not have it: those that are near, were heard lately, have been there for
   * long and brought much with more chance, and one just by chance, so that nobody stays outside;
   * an introducer first.
   */
  private List<Known> pushTargets(
      Id id, long from, @Nullable Id cluster, @Nullable Id subcluster, int most) {
    List<Known> fitting = new ArrayList<>();
    List<Double> keys = new ArrayList<>();
    Known introducer = null;
    for (Known known : engine.table.all()) {
      if (!known.capable
          || !isTarget(known, null, from)
          || !isInterested(known, cluster)
          || announcements.has(known, id)) {
        continue;
      }
      double key = -Math.log(1 - engine.random.nextDouble()) / weight(known, subcluster);
      int place = 0;
      while (place < keys.size() && keys.get(place) < key) {
        place++;
      }
      keys.add(place, key);
      fitting.add(place, known);
      if (known.indexed && introducer == null) {
        introducer = known;
      }
    }
    List<Known> chosen = new ArrayList<>(fitting.subList(0, Math.min(most, fitting.size())));
    if (most > 1 && fitting.size() > most && engine.has(Feature.WEIGHED_CHOICE)) {
      chosen.set(most - 1, fitting.get(engine.random.nextInt(most - 1, fitting.size())));
    }
    boolean isFirst = from == Endpoint.NONE;
    if (isFirst && introducer != null && !chosen.contains(introducer)) {
      chosen.set(chosen.size() - 1, introducer);
    }
    return chosen;
  }

  private double weight(Known known, @Nullable Id subcluster) {
    if (!engine.has(Feature.WEIGHED_CHOICE)) {
      return 1;
    }
    double wants = subcluster != null && known.isIn(subcluster) ? MEMBER_WEIGHT : 1;
    double near = 100.0 / (50 + Math.max(known.roundTrip, 0));
    double lively = Math.exp(-(engine.now - known.lastHeard) / 10_000.0);
    double minutes = known.upSince < 0 ? 0 : (engine.now - known.upSince) / 60_000.0;
    double steady = 1 + minutes / (minutes + STEADY_MINUTES);
    double useful = 1 + (double) known.delivered / MOST_DELIVERED;
    return (near + 0.1) * (lively + 0.05) * wants * steady * useful;
  }

  /** A packet goes: what may be the last copy is sent on once more. */
  void lastPush(CachedPacket packet, int maxHops) {
    Frame frame = new Frame();
    if (engine.isReady()
        && frame.read(packet.bytes(), 0, packet.bytes().length)
        && frame.hops() < maxHops) {
      long hops = frame.hops() + 1;
      if (lazy) {
        for (Known known : engine.table.all()) {
          if (known.capable && isTarget(known, null, Endpoint.NONE)) {
            announcements.announce(known, packet.id());
          }
        }
      }
      for (Known known : classicTargets(engine.id, Endpoint.NONE, frame.id(Field.CLUSTER_ID))) {
        if (!lazy || !known.capable) {
          engine.sender.pass(packet.bytes(), hops, known.socket, known.endpoint);
        }
      }
    }
  }

  /** Somebody was asked to give this peer, which has just come, what is there. */
  void expectFirst() {
    announcements.expectFirst();
  }

  /** Whoever was asked for that does not do it. */
  void expectNothing() {
    announcements.expectNothing();
  }

  /**
   * Tells a peer that has come what is there, or gives it. To an address that has not answered yet
   * it is no more than a small multiple of what came from it.
   *
   * @param gives whether this peer is the one that gives
   */
  void serve(Frame ping, int socket, long to, int came, boolean gives) {
    if (!engine.has(Feature.SERVED_NEWCOMERS)) {
      return;
    }
    boolean answered = engine.sender.isCookie(Sender.number(ping, 0), to);
    Known known = engine.table.at(to);
    if (known != null && known.synced > 0 && engine.now - known.synced < 5000) {
      return;
    }
    if (known != null) {
      known.synced = engine.now;
    }
    int room = answered ? Announcements.MAX_BYTES : UNPROVEN_FACTOR * came - PONG_BYTES;
    Id subcluster = ping.id(Field.SUBCLUSTER_ID);
    List<CachedPacket> given =
        gives && subcluster != null ? give(subcluster, socket, to, room) : List.of();
    for (CachedPacket packet : given) {
      room -= packet.bytes().length;
    }
    announcements.tellLatest(socket, to, ping.id(Field.CLUSTER_ID), subcluster, given, room);
  }

  /** Sends the newest packets of a subcluster, as many as there is room for. */
  private List<CachedPacket> give(Id subcluster, int socket, long to, int room) {
    List<CachedPacket> given = new ArrayList<>(GIVEN);
    int left = room;
    for (CachedPacket packet : latest(null, subcluster, GIVEN)) {
      left -= packet.bytes().length;
      if (left < 0) {
        break;
      }
      announcements.give(packet, socket, to);
      given.add(packet);
    }
    return given;
  }

  /** Tells a peer that is connected now what is there. */
  void tellLatest(Known known) {
    Id cluster = engine.options.clusterId();
    known.synced = engine.now;
    announcements.tellLatest(
        known.socket,
        known.endpoint,
        known.indexed || known.isInCluster(cluster) ? cluster : null,
        known.subclusters().isEmpty() ? null : known.subclusters().getFirst(),
        List.of(),
        Announcements.MAX_BYTES);
  }

  /** The newest packets: of a subcluster first, then of a cluster, then others that are wanted. */
  List<CachedPacket> latest(@Nullable Id cluster, @Nullable Id subcluster, int most) {
    Set<CachedPacket> latest = new LinkedHashSet<>();
    if (subcluster != null) {
      latest.addAll(
          engine.cache.latest(most, packet -> Objects.equals(packet.subcluster(), subcluster)));
    }
    if (cluster != null && latest.size() < most) {
      latest.addAll(engine.cache.latest(most, packet -> !packet.isStrange()));
    }
    return new ArrayList<>(latest).subList(0, Math.min(most, latest.size()));
  }

  /** A packet is here, if only to wait for others. */
  void got(Id id) {
    announcements.got(id);
  }

  /** Tells a peer of packets that were here before. */
  void tellStored(int socket, Known known, List<Long> names) {
    announcements.tellStored(socket, known, names);
  }

  /** A peer has a packet that was there before. */
  void hear(long name, int socket, Known known) {
    announcements.hear(name, socket, known);
  }

  /** Keeps the way to a peer open. */
  void beat(Known known) {
    announcements.beat(known);
  }

  /** A packet of a type that only peers of this implementation send. */
  void receive(int type, int socket, long from, byte[] bytes, int length, @Nullable Known known) {
    switch (type) {
      case PacketType.HAVE -> announcements.have(socket, from, bytes, length, known);
      case PacketType.WANT -> announcements.want(socket, from, bytes, length);
      case PacketType.PARITY -> engine.parities.receive(from, bytes, length, known);
      case PacketType.COMPARE -> engine.comparing.receive(socket, from, bytes, length, known);
      case PacketType.LEAVE -> {
        if (known != null
            && Announcements.cookie(bytes, length) != 0
            && !known.indexed
            && engine.sender.isCookie(Announcements.cookie(bytes, length), from)) {
          engine.connections.forget(known);
        }
      }
      default -> {}
    }
  }

  /** Hands over what few others hold, and says that this peer goes. */
  void sayGoodbye() {
    if (!engine.isReady()) {
      return;
    }
    if (engine.has(Feature.HANDOVER)) {
      handOver();
    }
    for (Known known : engine.table.all()) {
      if (known.capable && known.connected) {
        announcements.leave(known);
      }
    }
  }

  private void handOver() {
    for (CachedPacket packet : engine.cache.latest(LATEST, packet -> !packet.isStrange())) {
      if (packet.copies() >= CLASSIC_FAN_OUT) {
        continue;
      }
      Frame frame = new Frame();
      frame.read(packet.bytes(), 0, packet.bytes().length);
      List<Known> targets =
          pushTargets(
              packet.id(),
              Endpoint.NONE,
              frame.id(Field.CLUSTER_ID),
              frame.id(Field.SUBCLUSTER_ID),
              CLASSIC_FAN_OUT);
      for (Known known : targets) {
        engine.sender.pass(packet.bytes(), frame.hops() + 1, known.socket, known.endpoint);
      }
    }
  }
}

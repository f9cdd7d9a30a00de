package org.socketplatform.relay.protocol.engine;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Feature;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.NatType;
import org.socketplatform.relay.protocol.Peer;
import org.socketplatform.relay.protocol.wire.Control;
import org.socketplatform.relay.protocol.wire.Field;
import org.socketplatform.relay.protocol.wire.Frame;
import org.socketplatform.relay.protocol.wire.JsonText;
import org.socketplatform.relay.protocol.wire.Packet;
import org.socketplatform.relay.protocol.wire.PacketType;

/**
 * Says that this peer has come into a subcluster, and makes those that come known to others.
 *
 * <p>The original passes every join through the whole network, and every peer on the way introduces
 * three others. The quiet way asks two introducers, which make three connections each; from there
 * the join walks on for a few steps, to peers that may know members, and only members answer it.
 */
final class Joining {
  private static final int MAX_HOPS = 16;
  private static final int QUIET_HOPS = 4;
  private static final int INTRODUCERS = 2;
  private static final int INTRODUCED = 3;
  private static final int ENOUGH = 4;
  private static final int MANY = 12;
  private static final long RENDEZVOUS_MILLIS = 30_000;

  private final Engine engine;
  private final Generations heard = new Generations(8192, 30_000);
  private final boolean quiet;

  Joining(Engine engine) {
    this.engine = engine;
    quiet = engine.has(Feature.QUIET_JOINS);
  }

  /** Enters all subclusters again. */
  void joinAll() {
    for (Id subcluster : new ArrayList<>(engine.groups.keySet())) {
      joinOne(subcluster);
    }
    if (quiet && engine.groups.isEmpty() && !engine.options.indexed()) {
      joinOne(null);
    }
  }

  /** Says that this peer is in a subcluster; or, without one, that it wants to know others. */
  void joinOne(@Nullable Id subcluster) {
    engine.clock++;
    Id cluster = engine.options.clusterId();
    Base64.Encoder base64 = Base64.getEncoder();
    String key =
        base64.encodeToString(cluster.toBytes())
            + ":"
            + base64.encodeToString(subcluster == null ? new byte[1] : subcluster.toBytes());
    byte[] message =
        new JsonText()
            .add("requesterPeerId", engine.id)
            .add("natType", engine.natType.bits())
            .add("address", Endpoint.host(engine.endpoint))
            .add("port", Endpoint.port(engine.endpoint))
            .add("key", key)
            .toBytes();
    Packet join =
        new Packet(PacketType.JOIN)
            .set(Field.CLUSTER_ID, cluster)
            .set(Field.SUBCLUSTER_ID, subcluster)
            .set(Field.MESSAGE, message)
            .clock(engine.clock)
            .hops(1);
    for (Known known : targets()) {
      engine.sender.announce(join, known.endpoint, known.cookie);
      known.lastSent = engine.now;
      engine.sender.send(known.socket, known.endpoint, join);
    }
  }

  private List<Known> targets() {
    if (!quiet) {
      return engine.spreading.classicTargets(engine.id, Endpoint.NONE, engine.options.clusterId());
    }
    List<Known> introducers =
        engine.table.some(INTRODUCERS, each -> each.indexed && each.endpoint != Endpoint.NONE);
    return introducers.isEmpty()
        ? engine.table.some(INTRODUCERS, each -> each.connected && each.isReachable())
        : introducers;
  }

  /** How many peers this one is connected to, introducers not counted. */
  int connections() {
    int count = 0;
    for (Known known : engine.table.all()) {
      count += known.connected && !known.indexed ? 1 : 0;
    }
    return count;
  }

  /** Whether there are too few connections. */
  boolean isLonely() {
    return connections() < ENOUGH;
  }

  /** Whether one more connection is of use; to a member of a subcluster it is longer so. */
  boolean wantsMore(@Nullable Id subcluster) {
    int limit = subcluster != null && engine.groups.containsKey(subcluster) ? 2 * MANY : MANY;
    return connections() < limit;
  }

  /**
   * Whether a join did not come before, byte by byte but for its hops. Original peers pass on each
   * to four others or more, so that most that come are not worth being taken apart.
   */
  boolean isNew(Frame frame) {
    return heard.add(frame.fingerprint(engine.secret), engine.now);
  }

  void join(Frame frame, Control join, long from) {
    Id requester = join.requester();
    Id cluster = frame.id(Field.CLUSTER_ID);
    Id subcluster = frame.id(Field.SUBCLUSTER_ID);
    Id packetId = frame.id(Field.PACKET_ID);
    long deadline = join.number("rendezvousDeadline");
    if (cluster == null || packetId == null || (deadline > 0 && deadline < engine.now)) {
      return;
    }
    long where = join.endpoint();
    long key =
        quiet
            ? requester.prefix() * 31 + where * 7 + (subcluster == null ? 7 : subcluster.prefix())
            : packetId.prefix();
    if (!engine.gate.add(key ^ 0x10, engine.now) || !engine.quotas.takesJoin(from == where, from)) {
      return;
    }
    Known known = engine.table.get(requester);
    if (known != null) {
      if (known.endpoint == from) {
        known.lastHeard = engine.now;
      }
      engine.connections.enter(known, cluster, subcluster);
    }
    long hops = frame.hops();
    boolean direct = from == where;
    boolean isMember = subcluster != null && engine.groups.containsKey(subcluster);
    Id sought = quiet ? join.id("rendezvousRequesterPeerId") : null;
    if (sought != null) {
      introduceTo(sought, requester, where, join.natType(), frame);
      return;
    }
    answerRendezvous(frame, join, deadline, isMember);
    if (!quiet) {
      introduce(requester, where, join.natType(), frame, from, INTRODUCED);
    } else if (direct && hops <= 1) {
      boolean proven = isProven(frame, known, from);
      introduce(requester, where, join.natType(), frame, from, proven ? INTRODUCED : 2);
    } else if (isMember && isWelcome(known)) {
      engine.connections.meet(requester, where, join.natType(), frame, from);
    }
    if (hops < (quiet ? QUIET_HOPS : MAX_HOPS)) {
      forward(frame, join, requester, from, deadline);
    }
  }

  private boolean isProven(Frame frame, @Nullable Known known, long from) {
    return !engine.has(Feature.PROVEN_ADDRESSES)
        || (known != null && known.answered)
        || engine.sender.isCookie(Sender.number(frame, 0), from);
  }

  /** With few connections always, with many the less often. */
  private boolean isWelcome(@Nullable Known known) {
    int connections = connections();
    return (known == null || !known.connected)
        && !engine.options.indexed()
        && (connections < ENOUGH || engine.random.nextInt(connections) < ENOUGH);
  }

  private void answerRendezvous(Frame frame, Control join, long deadline, boolean isMember) {
    if (deadline <= 0
        || engine.options.indexed()
        || !isMember
        || join.id("rendezvousRequesterPeerId") != null) {
      return;
    }
    long to = join.endpoint("rendezvousAddress", "rendezvousPort");
    byte[] message =
        new JsonText()
            .add("rendezvousType", join.natType().bits())
            .add("rendezvousRequesterPeerId", join.requester())
            .add("requesterPeerId", engine.id)
            .add("natType", engine.natType.bits())
            .add("address", Endpoint.host(engine.endpoint))
            .add("port", Endpoint.port(engine.endpoint))
            .toBytes();
    engine.sender.send(
        Peer.MAIN,
        to,
        new Packet(PacketType.JOIN)
            .set(Field.CLUSTER_ID, frame.id(Field.CLUSTER_ID))
            .set(Field.SUBCLUSTER_ID, frame.id(Field.SUBCLUSTER_ID))
            .set(Field.MESSAGE, message)
            .clock(engine.clock)
            .hops(1));
  }

  private void introduce(Id requester, long where, NatType type, Frame frame, long from, int most) {
    Id cluster = frame.id(Field.CLUSTER_ID);
    Id subcluster = frame.id(Field.SUBCLUSTER_ID);
    introduce(
        candidates(requester, where, from, cluster, subcluster, most),
        requester,
        where,
        type,
        frame);
  }

  /**
   * A member has answered the join of somebody else. The original takes that for a join of the
   * member, which all other members answer in turn; all that it is for is that these two meet.
   */
  private void introduceTo(Id sought, Id requester, long where, NatType type, Frame frame) {
    Known known = engine.table.get(sought);
    if (known != null && known.isReachable() && engine.spreading.isFresh(known)) {
      introduce(Set.of(known), requester, where, type, frame);
    }
  }

  private void introduce(Set<Known> others, Id requester, long where, NatType type, Frame frame) {
    Id cluster = frame.id(Field.CLUSTER_ID);
    Id subcluster = frame.id(Field.SUBCLUSTER_ID);
    Known about = new Known(requester, where);
    about.natType = type;
    about.sessions = engine.sender.says(frame, Field.USR1, Sender.SESSIONS);
    about.enter(cluster, subcluster);
    for (Known known : others) {
      engine.connections.introduce(
          about, known.endpoint, known.socket, cluster, subcluster, frame.hops() + 1);
      engine.connections.introduce(known, where, Peer.MAIN, cluster, subcluster, frame.hops() + 1);
    }
  }

  /** Members first, then peers of the cluster, then any: those heard lately. */
  private Set<Known> candidates(
      Id requester,
      long where,
      long from,
      @Nullable Id cluster,
      @Nullable Id subcluster,
      int most) {
    Set<Known> chosen = new LinkedHashSet<>();
    boolean wish = quiet && subcluster != null;
    for (int round = wish ? 0 : 2; round < 3 && chosen.size() < most; round++) {
      int wanted = round;
      // one place is kept for somebody else, so that subclusters do not fall apart from each other
      int places = wish && round < 2 ? most - 1 : most;
      chosen.addAll(
          engine.table.some(
              Math.max(places - chosen.size(), 0),
              each ->
                  each.connected
                      && !each.indexed
                      && each.isReachable()
                      && each.endpoint != from
                      && each.endpoint != where
                      && !each.id.equals(requester)
                      && !chosen.contains(each)
                      && engine.spreading.isFresh(each)
                      && (wanted == 2
                          || (wanted == 1 && cluster != null && each.isInCluster(cluster))
                          || (subcluster != null && each.isIn(subcluster)))));
    }
    return chosen;
  }

  private void forward(Frame frame, Control join, Id requester, long from, long deadline) {
    boolean meets = frame.hops() == 1 && engine.natType.isOpen() && deadline <= 0;
    byte[] bytes = meets ? withRendezvous(frame, join) : frame.toBytes();
    long hops = frame.hops() + 1;
    Id cluster = frame.id(Field.CLUSTER_ID);
    Id subcluster = frame.id(Field.SUBCLUSTER_ID);
    List<Known> targets;
    if (quiet) {
      targets =
          engine.table.some(
              1,
              each -> isNext(each, requester, from) && subcluster != null && each.isIn(subcluster));
      if (targets.isEmpty()) {
        targets = engine.table.some(1, each -> isNext(each, requester, from));
      }
    } else {
      targets = engine.spreading.classicTargets(requester, from, cluster);
    }
    for (Known known : targets) {
      engine.sender.pass(bytes, hops, known.socket, known.endpoint);
    }
  }

  private boolean isNext(Known each, Id requester, long from) {
    return each.connected
        && each.isReachable()
        && !each.indexed
        && each.endpoint != from
        && !each.id.equals(requester)
        && engine.spreading.isFresh(each);
  }

  /** Says where members may answer, for joins of peers that are hard to reach. */
  private byte[] withRendezvous(Frame frame, Control join) {
    JsonText message =
        new JsonText()
            .add("rendezvousAddress", Endpoint.host(engine.endpoint))
            .add("rendezvousPort", Endpoint.port(engine.endpoint))
            .add("rendezvousType", engine.natType.bits())
            .add("rendezvousPeerId", engine.id)
            .add("rendezvousDeadline", engine.now + RENDEZVOUS_MILLIS)
            .add("requesterPeerId", join.requester())
            .add("natType", join.natType().bits())
            .add("address", Endpoint.host(join.endpoint()))
            .add("port", Endpoint.port(join.endpoint()))
            .add("key", join.text("key"));
    byte[] bytes = message.toBytes();
    return bytes.length <= Frame.MESSAGE_BYTES
        ? Packet.of(frame).set(Field.MESSAGE, bytes).toBytes(engine.workspace.digests)
        : frame.toBytes();
  }
}

package org.socketplatform.relay.protocol.engine;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Feature;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.NatType;
import org.socketplatform.relay.protocol.Peer;
import org.socketplatform.relay.protocol.RelayEvent;
import org.socketplatform.relay.protocol.wire.Control;
import org.socketplatform.relay.protocol.wire.Field;
import org.socketplatform.relay.protocol.wire.Frame;
import org.socketplatform.relay.protocol.wire.JsonText;
import org.socketplatform.relay.protocol.wire.Packet;
import org.socketplatform.relay.protocol.wire.PacketType;

/** Pings, pongs and introductions: how peers come to be connected. */
final class Connections {
  private static final int INTRO_MILLIS = 30_000;
  private static final int MAX_HOPS = 16;
  private static final HexFormat HEX = HexFormat.of();

  private final Engine engine;
  private final Map<Id, Attempt> attempts = new HashMap<>(4);
  private final Birthday birthday;

  Connections(Engine engine) {
    this.engine = engine;
    birthday = new Birthday(engine);
  }

  /** Asks everybody who is known for a connection. */
  void greetAll() {
    engine.table.copy().forEach(this::greet);
  }

  void greet(Known known) {
    engine.sender.connectionPing(known, known.socket, anySubcluster());
  }

  private @Nullable Id anySubcluster() {
    return engine.groups.isEmpty() ? null : engine.groups.keySet().iterator().next();
  }

  /** A subcluster that a peer shares with this one; any if there is none. */
  private @Nullable Id subclusterWith(Known known) {
    for (Id subcluster : known.subclusters()) {
      if (engine.groups.containsKey(subcluster)) {
        return subcluster;
      }
    }
    return anySubcluster();
  }

  void ping(Frame frame, Control ping, int socket, long from) {
    Sender sender = engine.sender;
    boolean capable = sender.isCapable(frame);
    boolean isConnection = ping.flag("isConnection");
    boolean isReflection = ping.flag("isReflection");
    if (isConnection && ping.natType().isKnown()) {
      register(ping.requester(), from, ping.natType(), socket, frame);
    }
    Known known = engine.table.get(ping.requester());
    if (known != null && known.endpoint == from) {
      known.lastHeard = engine.now;
      known.saysUptime(ping.number("uptime"), engine.now);
      note(known, frame);
    }
    JsonText says =
        new JsonText()
            .add("cacheSize", engine.cache.size())
            .add("uptime", engine.uptime())
            .add("responderPeerId", engine.id)
            .add("requesterPeerId", ping.requester());
    String reflectionId = ping.text("reflectionId");
    int probePort = (int) ping.number("probeExternalPort");
    if (!isConnection) {
      says.add("port", Endpoint.port(from)).add("address", Endpoint.host(from));
    }
    if (isReflection) {
      says.add("isReflection", true);
    } else if (engine.natType.isKnown()) {
      says.add("natType", engine.natType.bits());
    }
    if (isConnection) {
      says.add("isConnection", true);
    }
    if (ping.flag("isProbe") && !isConnection) {
      says.add("isProbe", true);
    }
    says.add("reflectionId", reflectionId).add("pingId", ping.text("pingId"));
    byte[] message = says.add("cacheSummaryHash", sender.summaryHash()).toBytes();
    Packet pong = new Packet(PacketType.PONG).set(Field.MESSAGE, message);
    if (capable) {
      sender.announce(pong, from, Sender.number(frame, 1));
      Id subcluster = frame.id(Field.SUBCLUSTER_ID);
      if (subcluster != null && engine.groups.containsKey(subcluster)) {
        pong.set(Field.SUBCLUSTER_ID, subcluster);
      }
      pong.set(Field.CLUSTER_ID, engine.options.clusterId());
      if (isConnection) {
        engine.proof.sign(pong, ping.requester(), Sender.number(frame, 1));
      }
    }
    sender.send(socket, from, pong);
    if (probePort > 0) {
      JsonText probe =
          new JsonText()
              .add("cacheSize", engine.cache.size())
              .add("uptime", engine.uptime())
              .add("responderPeerId", engine.id)
              .add("requesterPeerId", ping.requester())
              .add("port", probePort)
              .add("address", Endpoint.host(from))
              .add("isReflection", true)
              .add("reflectionId", reflectionId)
              .add("pingId", ping.text("pingId"))
              .add("cacheSummaryHash", sender.summaryHash());
      sender.send(
          Peer.PROBE,
          Endpoint.of(Endpoint.address(from), probePort),
          new Packet(PacketType.PONG).set(Field.MESSAGE, probe.toBytes()));
    }
    if (capable && socket != Peer.PROBE && probePort <= 0) {
      engine.spreading.serve(frame, socket, from, frame.length(), sender.isNewcomer(frame));
    }
  }

  /** Remembers what a peer says of itself beside its message. */
  private void note(Known known, Frame frame) {
    if (engine.sender.isCapable(frame)) {
      known.capable = true;
      known.sessions |= engine.sender.says(frame, Field.USR1, Sender.SESSIONS);
      known.compares |= engine.sender.says(frame, Field.USR1, Sender.COMPARES);
      known.parities |= engine.sender.says(frame, Field.USR1, Sender.PARITIES);
      known.cookie = Sender.number(frame, 1);
      if (engine.sender.isCookie(Sender.number(frame, 0), known.endpoint)) {
        known.answered = true;
      }
    }
  }

  void pong(Frame frame, Control pong, int socket, long from) {
    Id responder = pong.id("responderPeerId");
    if (responder == null || responder.equals(engine.id) || !pong.requester().equals(engine.id)) {
      return;
    }
    Known known = engine.table.get(responder);
    if (known != null && known.endpoint == from) {
      known.lastHeard = engine.now;
      known.saysUptime(pong.number("uptime"), engine.now);
      note(known, frame);
      String pingId = pong.text("pingId");
      if (pingId != null
          && known.pingSent > 0
          && pingId.equals(HEX.toHexDigits(known.pingNonce, 12))) {
        known.answered = true;
        known.measure(engine.now - known.pingSent);
      }
    }
    if (pong.flag("isReflection")) {
      engine.reflection.pong(pong, socket, from);
    } else if (pong.flag("isConnection") && pong.natType().isKnown()) {
      register(responder, from, pong.natType(), socket, frame);
    }
  }

  /**
   * Another peer can be reached at an endpoint, as it says itself. One that has once shown who it
   * is must do so again to be somewhere else, and that it receives there.
   */
  private void register(Id id, long from, NatType type, int socket, Frame frame) {
    Known known = engine.table.get(id);
    boolean isThere = known != null && known.connected && known.endpoint == from;
    boolean isShown = isThere && known != null && known.key != null;
    boolean isProven = !isShown && engine.proof.isBy(id, frame);
    if (known != null && !isThere) {
      boolean answers = engine.sender.isCookie(Sender.number(frame, 0), from);
      boolean isElsewhere = known.connected && known.key != null;
      if ((known.indexed && known.endpoint != from)
          || (known.key != null && !isProven)
          || (isElsewhere && !answers)) {
        return;
      }
    }
    known = engine.table.add(id, from);
    if (known == null) {
      return;
    }
    boolean first = !known.connected;
    known.lastHeard = engine.now;
    known.natType = type;
    known.proxy = Endpoint.NONE;
    known.socket = socket;
    if (isProven) {
      known.key = frame.id(Field.USR2);
    }
    note(known, frame);
    enter(known, frame.id(Field.CLUSTER_ID), frame.id(Field.SUBCLUSTER_ID));
    known.connected = true;
    if (first) {
      birthday.won(socket);
    }
    Attempt attempt = attempts.remove(id);
    if (attempt != null) {
      attempt.stop();
    }
    if (first) {
      engine.outlet.event(new RelayEvent.Connected(id, from));
      for (Id subcluster : List.copyOf(known.subclusters())) {
        tellMember(known, subcluster);
      }
      engine.syncing.firstContact(known);
      if (socket > Peer.PROBE) {
        engine.sender.connectionPing(known, socket, subclusterWith(known));
      }
    }
  }

  /** A peer is in a subcluster. */
  void enter(Known known, @Nullable Id cluster, @Nullable Id subcluster) {
    if (known.enter(cluster, subcluster) && subcluster != null && known.connected) {
      tellMember(known, subcluster);
    }
  }

  /** This peer is in a subcluster: those that are connected hear of it, and say so if they are. */
  void entered(Id subcluster) {
    for (Known known : engine.table.copy()) {
      if (known.connected) {
        if (known.isIn(subcluster)) {
          tellMember(known, subcluster);
        }
        if (engine.isReady()) {
          engine.sender.connectionPing(known, known.socket, subcluster);
        }
      }
    }
  }

  private void tellMember(Known known, Id subcluster) {
    engine.spreading.welcome(subcluster);
    if (engine.groups.containsKey(subcluster)) {
      engine.outlet.event(new RelayEvent.MemberJoined(subcluster, known.id, true));
    }
  }

  /** Sends one peer what it needs to reach another. */
  void introduce(
      Known about, long to, int socket, @Nullable Id cluster, @Nullable Id subcluster, long hops) {
    byte[] message =
        new JsonText()
            .add("requesterPeerId", about.id)
            .add("responderPeerId", engine.id)
            .add("isRendezvous", false)
            .add("natType", about.natType.bits())
            .add("address", Endpoint.host(about.endpoint))
            .add("port", Endpoint.port(about.endpoint))
            .toBytes();
    boolean isMember = subcluster != null && about.isIn(subcluster);
    Packet intro =
        new Packet(PacketType.INTRO)
            .set(Field.CLUSTER_ID, cluster)
            .set(Field.SUBCLUSTER_ID, isMember || !engine.isCapable() ? subcluster : null)
            .set(Field.USR1, engine.now)
            .set(Field.MESSAGE, message)
            .hops(hops);
    if (about.sessions && engine.has(Feature.SESSIONS)) {
      engine.sender.announceSessions(intro);
    }
    engine.sender.send(socket, to, intro);
  }

  void intro(Frame frame, Control intro, long from) {
    Id introducer = intro.id("responderPeerId");
    long where = intro.endpoint();
    Id about = intro.requester();
    long written = frame.decimal(Field.USR1);
    boolean isOld = written >= 0 && written < engine.now - INTRO_MILLIS;
    if (introducer == null
        || introducer.equals(engine.id)
        || frame.hops() > MAX_HOPS
        || isOld
        || where == engine.endpoint
        || (engine.options.indexed() && engine.isCapable())
        || attempts.containsKey(about)) {
      return;
    }
    Known friend = engine.table.at(from);
    boolean isFriend = friend != null && (friend.connected || friend.indexed);
    if (engine.has(Feature.PROVEN_ADDRESSES) && !isFriend) {
      return;
    }
    Known before = engine.table.get(about);
    if (before != null && (before.connected || before.indexed)) {
      return;
    }
    long key = about.prefix() ^ where * 31 ^ 0x1d;
    if (!engine.gate.add(key, engine.now)) {
      return;
    }
    if (engine.has(Feature.QUIET_JOINS)
        && !engine.joining.wantsMore(frame.id(Field.SUBCLUSTER_ID))) {
      return;
    }
    if (!engine.quotas.mayTry(where)) {
      return;
    }
    Known known = engine.table.add(about, where);
    if (known == null) {
      return;
    }
    known.natType = intro.natType();
    known.sessions |= engine.sender.says(frame, Field.USR2, Sender.SESSIONS);
    known.lastHeard = engine.now;
    known.enter(frame.id(Field.CLUSTER_ID), frame.id(Field.SUBCLUSTER_ID));
    begin(known, frame.id(Field.SUBCLUSTER_ID), from);
  }

  private void begin(Known known, @Nullable Id subcluster, long through) {
    Attempt attempt =
        new Attempt(engine, birthday, known, through, subcluster, () -> attempts.remove(known.id));
    attempts.put(known.id, attempt);
    attempt.begin();
  }

  /** Asks a peer that has come for a connection, as if it had been introduced. */
  void meet(Id about, long where, NatType type, Frame frame, long through) {
    Known before = engine.table.get(about);
    if ((before != null && before.connected)
        || attempts.containsKey(about)
        || !engine.quotas.mayTry(where)) {
      return;
    }
    Known known = engine.table.add(about, where);
    if (known == null) {
      return;
    }
    known.natType = type;
    known.lastHeard = engine.now;
    known.enter(frame.id(Field.CLUSTER_ID), frame.id(Field.SUBCLUSTER_ID));
    begin(known, frame.id(Field.SUBCLUSTER_ID), through);
  }

  /** Forgets a peer. */
  void forget(Known known) {
    engine.table.remove(known);
    Attempt attempt = attempts.remove(known.id);
    if (attempt != null) {
      attempt.stop();
    }
    birthday.release(known.socket);
    engine.sessions.forget(known.id);
    if (known.connected) {
      engine.outlet.event(new RelayEvent.Disconnected(known.id));
      for (Id subcluster : List.copyOf(known.subclusters())) {
        if (engine.groups.containsKey(subcluster)) {
          engine.outlet.event(new RelayEvent.MemberLeft(subcluster, known.id));
        }
      }
    }
  }

  /** Gives up what is under way, and the sockets that it opened. */
  void stop() {
    attempts.values().forEach(Attempt::stop);
    attempts.clear();
    birthday.close();
  }
}

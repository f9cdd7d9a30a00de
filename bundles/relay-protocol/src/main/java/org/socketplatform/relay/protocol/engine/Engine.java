package org.socketplatform.relay.protocol.engine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Contact;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Feature;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.MessageOptions;
import org.socketplatform.relay.protocol.NatType;
import org.socketplatform.relay.protocol.Outlet;
import org.socketplatform.relay.protocol.Peer;
import org.socketplatform.relay.protocol.PeerInfo;
import org.socketplatform.relay.protocol.PeerOptions;
import org.socketplatform.relay.protocol.PeerView;
import org.socketplatform.relay.protocol.RelayEvent;
import org.socketplatform.relay.protocol.cache.Cache;
import org.socketplatform.relay.protocol.cache.CachedPacket;
import org.socketplatform.relay.protocol.crypto.GroupKeys;
import org.socketplatform.relay.protocol.crypto.Names;
import org.socketplatform.relay.protocol.crypto.SigningKeys;
import org.socketplatform.relay.protocol.wire.Control;
import org.socketplatform.relay.protocol.wire.Field;
import org.socketplatform.relay.protocol.wire.Frame;
import org.socketplatform.relay.protocol.wire.PacketType;

/** A peer: hands what comes to the part that it concerns, and holds what the parts share. */
public final class Engine implements Peer {
  final PeerOptions options;
  final Outlet outlet;
  final RandomGenerator random;
  final Workspace workspace;
  final SigningKeys signing;
  final Id id;
  final Table table;

  /** What nobody else can know. */
  final long secret;

  final Timers timers = new Timers();
  final Cache cache;
  final Quotas quotas;
  final Lifetimes lifetimes;
  final Sender sender;
  final PeerProof proof;
  final Connections connections;
  final Reflection reflection;
  final Joining joining;
  final Spreading spreading;
  final Inbox inbox;
  final Streams streams;
  final Sessions sessions;
  final Rotation rotation;
  final Queries queries;
  final Comparing comparing;
  final Parities parities;
  final Syncing syncing;
  final Map<Id, GroupKeys> groups = new LinkedHashMap<>(2);

  /** Packets and questions that came lately; what came again is dropped. */
  final Generations gate = new Generations(8192, 60_000);

  private final Limits limits;
  private final Upkeep upkeep;
  long now;
  long endpoint;
  NatType natType;
  long clock;
  private long started;
  private boolean running;
  private boolean closed;

  /**
   * A peer that has not started.
   *
   * @param signingSeed 32 bytes that make the key of its user; copied
   */
  public Engine(
      PeerOptions options,
      byte[] signingSeed,
      Outlet outlet,
      RandomGenerator random,
      Workspace workspace) {
    this.options = options;
    this.outlet = outlet;
    this.random = random;
    this.workspace = workspace;
    signing = new SigningKeys(signingSeed);
    id = options.peerId().orElseGet(() -> Names.ofKey(signing.publicKey()));
    endpoint = options.endpoint();
    natType = options.indexed() ? NatType.UNRESTRICTED : options.natType();
    table = new Table(random);
    secret = random.nextLong();
    cache = new Cache(options.cacheBytes(), has(Feature.FAIR_EVICTION), has(Feature.DATED_PACKETS));
    lifetimes = new Lifetimes(this);
    limits = new Limits(has(Feature.QUOTAS));
    quotas = new Quotas(this);
    sender = new Sender(this);
    proof = new PeerProof(this);
    connections = new Connections(this);
    reflection = new Reflection(this);
    joining = new Joining(this);
    spreading = new Spreading(this);
    inbox = new Inbox(this);
    streams = new Streams(this);
    sessions = new Sessions(this);
    rotation = new Rotation(this);
    queries = new Queries(this);
    comparing = new Comparing(this);
    parities = new Parities(this);
    syncing = new Syncing(this);
    upkeep = new Upkeep(this);
  }

  boolean has(Feature feature) {
    return options.features().contains(feature);
  }

  /** Whether it announces what this implementation adds to the wire. */
  boolean isCapable() {
    return !options.features().isEmpty();
  }

  boolean isReady() {
    return running && natType.isKnown() && endpoint != Endpoint.NONE;
  }

  long uptime() {
    return now - started;
  }

  private void enter(long at) {
    if (closed) {
      throw new IllegalStateException("this peer is closed");
    }
    now = Math.max(now, at);
  }

  @Override
  public void start(long at) {
    enter(at);
    if (running) {
      return;
    }
    running = true;
    started = now;
    outlet.event(new RelayEvent.Connecting(-1));
    upkeep.start();
    if (isReady()) {
      connections.greetAll();
      becomeReady();
    } else {
      reflection.start();
    }
  }

  /** It is known where this peer is seen. */
  void becomeReady() {
    outlet.event(new RelayEvent.NatChanged(natType));
    outlet.event(new RelayEvent.Connecting(3));
    joining.joinAll();
    spreading.sendUnpublished();
    outlet.event(new RelayEvent.Ready(info()));
  }

  @Override
  public void receive(int socket, long from, ByteBuffer datagram, long at) {
    int length = datagram.remaining();
    if (closed || length > Frame.MAX_BYTES || length < 2) {
      return;
    }
    now = Math.max(now, at);
    byte[] bytes = workspace.in;
    datagram.get(bytes, 0, length);
    int type = PacketType.of(bytes, 0, length);
    if (type == 0) {
      return;
    }
    Known known = table.at(from);
    if (!options.limitExempt()) {
      int over = limits.exceeded(from, type, now);
      if (over > 0 && (has(Feature.QUOTAS) || !isOwn(bytes, length))) {
        if (over == 1) {
          outlet.event(new RelayEvent.Limited(from));
        }
        return;
      }
    }
    if (known != null) {
      known.lastHeard = now;
    }
    if (type > PacketType.QUERY) {
      if (PacketType.isOfSession(type)) {
        sessions.receive(type, socket, from, bytes, length);
      } else if (isCapable()) {
        spreading.receive(type, socket, from, bytes, length, known);
      }
      return;
    }
    Frame frame = workspace.frame;
    if (frame.read(bytes, 0, length)) {
      take(frame, socket, from, known);
    }
  }

  /** Original peers do not limit what belongs to a subcluster of theirs. */
  private boolean isOwn(byte[] bytes, int length) {
    Frame frame = workspace.frame;
    Id subcluster = frame.read(bytes, 0, length) ? frame.id(Field.SUBCLUSTER_ID) : null;
    return subcluster != null && groups.containsKey(subcluster);
  }

  private void take(Frame frame, int socket, long from, @Nullable Known known) {
    int type = frame.type();
    if (type == PacketType.JOIN && !(isReady() && joining.isNew(frame))) {
      return;
    }
    if (type <= PacketType.JOIN) {
      Control control = Control.of(frame);
      if (control == null || (control.requester().equals(id) && type != PacketType.PONG)) {
        return;
      }
      switch (type) {
        case PacketType.PING -> connections.ping(frame, control, socket, from);
        case PacketType.PONG -> connections.pong(frame, control, socket, from);
        case PacketType.INTRO -> {
          if (isReady()) {
            connections.intro(frame, control, from);
          }
        }
        default -> joining.join(frame, control, from);
      }
      return;
    }
    boolean early = has(Feature.SERVED_NEWCOMERS) || (known != null && known.indexed);
    if (!isReady() && !early) {
      return;
    }
    switch (type) {
      case PacketType.PUBLISH -> spreading.publish(frame, from);
      case PacketType.STREAM -> streams.stream(frame, from);
      case PacketType.SYNC -> syncing.sync(frame, socket, from);
      default -> queries.query(frame, from);
    }
  }

  @Override
  public void advance(long at) {
    if (!closed) {
      now = Math.max(now, at);
      timers.run(now);
    }
  }

  @Override
  public long deadline() {
    return timers.next();
  }

  @Override
  public void assume(long seenAt, NatType type, long at) {
    enter(at);
    if (running && !isReady()) {
      endpoint = seenAt;
      natType = type;
      becomeReady();
    }
  }

  @Override
  public void addContact(Contact contact, long at) {
    enter(at);
    if (contact.peerId().equals(id)) {
      return;
    }
    Known known = table.add(contact.peerId(), contact.endpoint());
    if (known == null) {
      return;
    }
    known.natType = contact.natType();
    known.indexed = contact.indexed();
    if (isReady()) {
      connections.greet(known);
    }
  }

  @Override
  public Id join(byte[] sharedKey, long at) {
    enter(at);
    GroupKeys keys = new GroupKeys(sharedKey);
    Id subcluster = keys.subclusterId();
    if (groups.containsKey(subcluster)) {
      keys.close();
      return subcluster;
    }
    groups.put(subcluster, keys);
    inbox.openWhatIsHeld(subcluster);
    if (isReady()) {
      joining.joinOne(subcluster);
    }
    connections.entered(subcluster);
    return subcluster;
  }

  @Override
  public void leave(Id subcluster, long at) {
    enter(at);
    GroupKeys keys = groups.remove(subcluster);
    if (keys != null) {
      sessions.leave(keys);
      keys.close();
    }
  }

  GroupKeys group(Id subcluster) {
    GroupKeys keys = groups.get(subcluster);
    if (keys == null) {
      throw new IllegalArgumentException("join the subcluster first: " + subcluster);
    }
    return keys;
  }

  @Override
  public Id publish(Id subcluster, String event, byte[] value, MessageOptions message, long at) {
    enter(at);
    return spreading.publish(group(subcluster), event, value, message);
  }

  @Override
  public int stream(
      Id subcluster, Optional<Id> to, String event, byte[] value, MessageOptions message, long at) {
    enter(at);
    return streams.send(group(subcluster), to, event, value, message);
  }

  @Override
  public Id offerKey(Id subcluster, byte[] sharedKey, long at) {
    enter(at);
    return rotation.offer(group(subcluster), sharedKey);
  }

  @Override
  public int offerKey(Id subcluster, byte[] sharedKey, Collection<Id> members, long at) {
    enter(at);
    return rotation.offer(group(subcluster), sharedKey, members);
  }

  @Override
  public Id query(Id packetId, long at) {
    enter(at);
    return queries.ask(packetId);
  }

  @Override
  public Id ask(String json, long at) {
    enter(at);
    return queries.ask(json);
  }

  @Override
  public void answer(Id queryId, List<Id> packetIds, long at) {
    enter(at);
    queries.answer(queryId, packetIds);
  }

  @Override
  public void sync(Id peer, long at) {
    enter(at);
    Known known = table.get(peer);
    if (known != null) {
      syncing.begin(known);
    }
  }

  @Override
  public boolean holds(Id packetId) {
    return cache.contains(packetId);
  }

  @Override
  public List<byte[]> packets() {
    List<byte[]> held = new ArrayList<>();
    for (CachedPacket packet : cache.latest(cache.size(), packet -> !packet.isStrange())) {
      held.add(packet.bytes().clone());
    }
    return held;
  }

  @Override
  public boolean restore(byte[] packet, long at) {
    enter(at);
    Frame frame = new Frame();
    return frame.read(packet.clone(), 0, packet.length)
        && frame.type() == PacketType.PUBLISH
        && spreading.restore(frame);
  }

  @Override
  public void reconnect(long at) {
    enter(at);
    disconnect(at);
    running = true;
    upkeep.start();
    natType = options.natType();
    endpoint = options.endpoint();
    if (isReady()) {
      connections.greetAll();
      becomeReady();
    } else {
      reflection.start();
    }
  }

  @Override
  public void disconnect(long at) {
    enter(at);
    running = false;
    timers.clear();
    reflection.stop();
    connections.stop();
    sessions.stop();
    rotation.stop();
    natType = NatType.UNKNOWN;
    outlet.event(new RelayEvent.Connecting(-2));
  }

  @Override
  public void close(long at) {
    if (closed) {
      return;
    }
    now = Math.max(now, at);
    spreading.sayGoodbye();
    connections.stop();
    sessions.stop();
    rotation.stop();
    timers.clear();
    closed = true;
    groups.values().forEach(GroupKeys::close);
    groups.clear();
    signing.close();
  }

  @Override
  public PeerInfo info() {
    int connected = 0;
    for (Known known : table.all()) {
      connected += known.connected ? 1 : 0;
    }
    return new PeerInfo(
        id, endpoint, natType, clock, uptime(), table.size(), connected, cache.size());
  }

  @Override
  public List<PeerView> peers() {
    List<PeerView> views = new ArrayList<>();
    for (Known known : table.all()) {
      views.add(known.view());
    }
    return views;
  }
}

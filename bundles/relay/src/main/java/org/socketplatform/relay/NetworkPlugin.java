package org.socketplatform.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.socketplatform.bluetooth.api.BluetoothException;
import org.socketplatform.bluetooth.api.PacketLinks;
import org.socketplatform.plugin.Application;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Command;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Handover;
import org.socketplatform.plugin.Permission;
import org.socketplatform.plugin.Plugin;
import org.socketplatform.plugin.Route;
import org.socketplatform.relay.protocol.Contact;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.MessageOptions;
import org.socketplatform.relay.protocol.NatType;
import org.socketplatform.relay.protocol.PeerOptions;
import org.socketplatform.relay.protocol.PeerView;
import org.socketplatform.relay.protocol.RelayEvent;
import org.socketplatform.relay.protocol.crypto.SharedKeys;
import org.socketplatform.relay.protocol.crypto.SigningKeys;
import org.socketplatform.udp.api.UdpSockets;

/** Peers of Stream Relay for pages: messages between the users of an app, without servers. */
@Plugin("network")
@Permission(
    value = NetworkPlugin.PEER,
    description =
        "Exchanges messages with other users of the app, without servers, and passes on theirs.")
@Permission(
    value = NetworkPlugin.NEARBY,
    description = "Exchanges messages with devices nearby, over Bluetooth.")
final class NetworkPlugin implements Handover, AutoCloseable {
  static final String PEER = "network:peer";
  static final String NEARBY = "network:nearby";

  private static final int MOST_SESSIONS = 64;
  private static final int MOST_BYTES = 16_000_000;
  private static final int MOST_IDS = 64;

  /** How long what a peer held is kept for its page to open it anew, in seconds. */
  private static final long PATIENCE_SECONDS = 10;

  private static final InetAddress ANY = InetAddress.ofLiteral("0.0.0.0");

  private final UdpSockets udp;
  private final PacketLinks links;
  private final List<Contact> introducers;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  /** What peers held whose sessions have ended: by the page, or because this plugin is replaced. */
  private final Map<String, byte[]> left = new ConcurrentHashMap<>();

  NetworkPlugin(Application application, UdpSockets udp, PacketLinks links) {
    this.udp = udp;
    this.links = links;
    introducers = Introducers.of(application.settings());
  }

  /** A peer that is known. */
  record Remote(
      String peerId,
      String address,
      int port,
      int natType,
      boolean connected,
      boolean indexed,
      boolean proxied,
      boolean proven,
      int roundTrip) {
    static Remote of(PeerView view) {
      return new Remote(
          view.peerId().toString(),
          Endpoint.host(view.endpoint()),
          Endpoint.port(view.endpoint()),
          view.natType().bits(),
          view.connected(),
          view.indexed(),
          view.proxied(),
          view.proven(),
          view.roundTripMillis());
    }
  }

  // --- a swap -----------------------------------------------------------------------------------

  @Override
  public Map<String, Object> release() {
    sessions.forEach((key, session) -> session.held().ifPresent(held -> left.put(key, held)));
    return Map.copyOf(left);
  }

  @Override
  public void adopt(Map<String, Object> state) {
    state.forEach((key, held) -> keep(key, (byte[]) held));
  }

  private void keep(String key, byte[] held) {
    left.put(key, held);
    CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .execute(() -> left.remove(key, held));
  }

  // --- sessions ---------------------------------------------------------------------------------

  /**
   * What happens, from now on; with the reader the peer ends.
   *
   * @param session its name, made up by the page
   */
  @Command(permission = PEER)
  Flow.Publisher<Event> events(Caller caller, String session) {
    String key = key(caller, session);
    if (sessions.size() >= MOST_SESSIONS) {
      throw new FailureException(
          new Failure(
              "QuotaExceededError",
              "TOO_MANY",
              "An app has at most " + MOST_SESSIONS + " peers at a time"));
    }
    Session opened = new Session(() -> end(key));
    if (sessions.putIfAbsent(key, opened) != null) {
      throw new FailureException(Failure.badRequest("There is a session of this name"));
    }
    return opened.events();
  }

  private static String key(Caller caller, String session) {
    return caller.window() + ":" + session;
  }

  private void end(String key) {
    Session ended = sessions.remove(key);
    if (ended != null) {
      ended.held().ifPresent(held -> keep(key, held));
      ended.close();
    }
  }

  private Session session(Caller caller, String session) {
    return Optional.ofNullable(sessions.get(key(caller, session))).orElseThrow(Session::noPeer);
  }

  /**
   * Opens the peer of a session.
   *
   * @param previous the session whose peer it takes the place of, and whose packets it holds
   * @param seed 32 bytes that make the peer's key
   */
  @Command(permission = PEER)
  Status open(
      Caller caller, String session, PeerConfig config, Optional<String> previous, Body seed)
      throws IOException {
    if (config.nearby()) {
      throw new FailureException(
          Failure.badRequest("A peer that meets others nearby is opened by openNearby"));
    }
    return start(caller, session, config, previous, seed);
  }

  /**
   * Opens the peer of a session that meets others nearby.
   *
   * @param previous the session whose peer it takes the place of, and whose packets it holds
   * @param seed 32 bytes that make the peer's key
   */
  @Command(permission = NEARBY)
  Status openNearby(
      Caller caller, String session, PeerConfig config, Optional<String> previous, Body seed)
      throws IOException {
    return start(caller, session, config, previous, seed);
  }

  private Status start(
      Caller caller, String session, PeerConfig config, Optional<String> previous, Body seed)
      throws IOException {
    PeerOptions options = asked(config::options);
    byte[] key = key(seed);
    LivePeer peer =
        session(caller, session)
            .open(events -> open(config, options, key, event -> events.tell(Event.of(event))));
    previous
        .map(before -> left.remove(key(caller, before)))
        .ifPresent(held -> restore(peer, HeldPackets.decode(held)));
    introducers.forEach(each -> add(peer, each));
    return info(peer);
  }

  private LivePeer open(
      PeerConfig config, PeerOptions options, byte[] seed, Consumer<RelayEvent> events)
      throws IOException {
    UUID service = Nearby.serviceOf(options.clusterId());
    try {
      if (!config.udp()) {
        return LivePeer.openNearby(links, service, options, seed, events);
      }
      LivePeer peer =
          LivePeer.open(udp, ANY, config.port(), config.probePort(), options, seed, events);
      if (config.nearby()) {
        try {
          peer.meetNearby(links, service);
        } catch (RuntimeException e) {
          peer.close();
          throw e;
        }
      }
      return peer;
    } catch (BluetoothException e) {
      throw new FailureException(
          new Failure("NotSupportedError", e.code().name(), String.valueOf(e.getMessage())));
    }
  }

  // --- the peer ---------------------------------------------------------------------------------

  /** What the peer knows about itself. */
  @Command(permission = PEER)
  Status info(Caller caller, String session) {
    return info(session(caller, session).peer());
  }

  private static Status info(LivePeer peer) {
    return Status.of(peer.call((engine, now) -> engine.info()));
  }

  /** The peers that it knows. */
  @Command(permission = PEER)
  List<Remote> peers(Caller caller, String session) {
    return session(caller, session).peer().call((engine, now) -> engine.peers()).stream()
        .map(Remote::of)
        .toList();
  }

  /** How many packets of each type came and went, the types of {@link Traffic}. */
  @Command(permission = PEER)
  Traffic.Counts traffic(Caller caller, String session) {
    return session(caller, session).peer().traffic();
  }

  /** Makes another peer known. */
  @Command(permission = PEER)
  void contact(
      Caller caller,
      String session,
      String peerId,
      String address,
      int port,
      int natType,
      boolean indexed) {
    Contact contact =
        asked(() ->
            new Contact(
                Id.ofHex(peerId),
                PeerConfig.endpoint(address, port),
                NatType.of(natType),
                indexed));
    add(session(caller, session).peer(), contact);
  }

  private static void add(LivePeer peer, Contact contact) {
    peer.call((engine, now) -> {
      engine.addContact(contact, now);
      return contact;
    });
  }

  /** Finds out again where the peer is seen, as after a change of networks. */
  @Command(permission = PEER)
  void reconnect(Caller caller, String session) {
    session(caller, session)
        .peer()
        .call((engine, now) -> {
          engine.reconnect(now);
          return now;
        });
  }

  /** Takes part no more, until the peer is to reconnect. */
  @Command(permission = PEER)
  void disconnect(Caller caller, String session) {
    session(caller, session)
        .peer()
        .call((engine, now) -> {
          engine.disconnect(now);
          return now;
        });
  }

  /** Compares what the peer and another hold, and exchanges what one of them lacks. */
  @Command(permission = PEER)
  void sync(Caller caller, String session, String peerId) {
    Id other = asked(() -> Id.ofHex(peerId));
    session(caller, session)
        .peer()
        .call((engine, now) -> {
          engine.sync(other, now);
          return now;
        });
  }

  /** What the peer holds, sealed, to be kept while the app is closed; for {@link #restore}. */
  @Command(permission = PEER)
  byte[] packets(Caller caller, String session) {
    return session(caller, session).held().orElseThrow(Session::noPeer);
  }

  /**
   * Hands a peer what an earlier one held.
   *
   * @param packets as {@link #packets} gives them
   * @return how many it holds now: those are left out whose time is over
   */
  @Command(permission = PEER)
  int restore(Caller caller, String session, Body packets) throws IOException {
    byte[] bytes = packets.bytes(HeldPackets.MOST_BYTES);
    List<byte[]> all = asked(() -> HeldPackets.decode(bytes));
    return restore(session(caller, session).peer(), all);
  }

  private static int restore(LivePeer peer, List<byte[]> packets) {
    return (int)
        packets.stream()
            .filter(packet -> peer.call((engine, now) -> engine.restore(packet, now)))
            .count();
  }

  // --- messages ---------------------------------------------------------------------------------

  /**
   * Enters a subcluster.
   *
   * @param sharedKey 32 bytes; who has them can read and write there
   * @return the subcluster's id
   */
  @Command(permission = PEER)
  String join(Caller caller, String session, Body sharedKey) throws IOException {
    byte[] key = key(sharedKey);
    return session(caller, session).peer().call((engine, now) -> engine.join(key, now)).toString();
  }

  /** Leaves a subcluster. */
  @Command(permission = PEER)
  void leave(Caller caller, String session, String subclusterId) {
    Id subcluster = asked(() -> Id.ofHex(subclusterId));
    session(caller, session)
        .peer()
        .call((engine, now) -> {
          engine.leave(subcluster, now);
          return now;
        });
  }

  /**
   * Publishes a message to everybody in a subcluster, now or later.
   *
   * @param ttl how long it is of use, from 1 to 21,600,000 ms
   * @param previousId the message that it follows
   * @param nextId the id to be written as the one that follows
   * @param meta a JSON object
   * @param value at most 16,000,000 bytes
   * @return the message's id
   */
  @Command(permission = PEER)
  String publish(
      Caller caller,
      String session,
      String subclusterId,
      String event,
      Optional<Long> ttl,
      Optional<String> previousId,
      Optional<String> nextId,
      Optional<String> meta,
      Body value)
      throws IOException {
    byte[] bytes = value.bytes(MOST_BYTES);
    MessageOptions options = asked(() -> options(ttl, previousId, nextId, meta));
    Id subcluster = asked(() -> Id.ofHex(subclusterId));
    LivePeer peer = session(caller, session).peer();
    return asked(() ->
            peer.call((engine, now) -> engine.publish(subcluster, event, bytes, options, now)))
        .toString();
  }

  /**
   * Sends a message to members of a subcluster that are known.
   *
   * @param peerId one member; without it, all that are known
   * @param sessionOnly whether it is lost rather than sealed with the key that all members have
   * @param value at most 16,000,000 bytes
   * @return how many it was sent to
   */
  @Command(permission = PEER)
  int stream(
      Caller caller,
      String session,
      String subclusterId,
      String event,
      Optional<String> peerId,
      boolean sessionOnly,
      Optional<Long> ttl,
      Optional<String> meta,
      Body value)
      throws IOException {
    byte[] bytes = value.bytes(MOST_BYTES);
    MessageOptions any = asked(() -> options(ttl, Optional.empty(), Optional.empty(), meta));
    MessageOptions options = sessionOnly ? any.bySessionOnly() : any;
    Id subcluster = asked(() -> Id.ofHex(subclusterId));
    Optional<Id> to = asked(() -> peerId.map(Id::ofHex));
    LivePeer peer = session(caller, session).peer();
    return asked(() ->
        peer.call((engine, now) -> engine.stream(subcluster, to, event, bytes, options, now)));
  }

  private static MessageOptions options(
      Optional<Long> ttl,
      Optional<String> previousId,
      Optional<String> nextId,
      Optional<String> meta) {
    return new MessageOptions(
        ttl.orElse(MessageOptions.MAX_TTL_MILLIS),
        previousId.map(Id::ofHex),
        nextId.map(Id::ofHex),
        meta.orElse("{}"));
  }

  /**
   * Offers the key of the subcluster that is to take the place of one.
   *
   * @param members to whom, at most 256; none for all, who hear of it as of a message
   * @param sharedKey 32 bytes
   * @return to how many it is being sent; 0 if it was published
   */
  @Command(permission = PEER)
  int offerKey(
      Caller caller, String session, String subclusterId, List<String> members, Body sharedKey)
      throws IOException {
    byte[] key = key(sharedKey);
    Id subcluster = asked(() -> Id.ofHex(subclusterId));
    List<Id> chosen = asked(() -> members.stream().map(Id::ofHex).toList());
    LivePeer peer = session(caller, session).peer();
    return asked(() ->
        peer.call((engine, now) -> {
          if (!chosen.isEmpty()) {
            return engine.offerKey(subcluster, key, chosen, now);
          }
          engine.offerKey(subcluster, key, now);
          return 0;
        }));
  }

  /**
   * Asks the network for a packet.
   *
   * @return the id that its answers have
   */
  @Command(permission = PEER)
  String query(Caller caller, String session, String packetId) {
    Id packet = asked(() -> Id.ofHex(packetId));
    return session(caller, session)
        .peer()
        .call((engine, now) -> engine.query(packet, now))
        .toString();
  }

  /**
   * Asks the network something that apps answer.
   *
   * @param json an object of at most 900 bytes
   * @return the id that its answers have
   */
  @Command(permission = PEER)
  String ask(Caller caller, String session, String json) {
    LivePeer peer = session(caller, session).peer();
    return asked(() -> peer.call((engine, now) -> engine.ask(json, now))).toString();
  }

  /**
   * Answers a question with packets that this peer holds.
   *
   * @param packetIds at most 64
   */
  @Command(permission = PEER)
  void answer(Caller caller, String session, String queryId, List<String> packetIds) {
    if (packetIds.size() > MOST_IDS) {
      throw new FailureException(
          Failure.badRequest("An answer has at most " + MOST_IDS + " packets"));
    }
    Id query = asked(() -> Id.ofHex(queryId));
    List<Id> packets = asked(() -> packetIds.stream().map(Id::ofHex).toList());
    session(caller, session)
        .peer()
        .call((engine, now) -> {
          engine.answer(query, packets, now);
          return now;
        });
  }

  // --- keys -------------------------------------------------------------------------------------

  /**
   * The shared key that a text stands for.
   *
   * @param text at most 64 KiB
   */
  @Command(permission = Route.BASIC)
  byte[] sharedKey(Body text) throws IOException {
    return SharedKeys.of(text.bytes(1 << 16));
  }

  /**
   * The public key of the pair that a seed makes.
   *
   * @param seed 32 bytes
   */
  @Command(permission = Route.BASIC)
  byte[] publicKey(Body seed) throws IOException {
    try (SigningKeys keys = new SigningKeys(key(seed))) {
      return keys.publicKey().toBytes();
    }
  }

  // --- failures ---------------------------------------------------------------------------------

  private static byte[] key(Body body) throws IOException {
    byte[] key = body.bytes(SharedKeys.BYTES + 1);
    if (key.length != SharedKeys.BYTES) {
      throw new FailureException(
          Failure.badRequest("A key has " + SharedKeys.BYTES + " bytes, this one " + key.length));
    }
    return key;
  }

  private interface Asked<T> {
    T get();
  }

  /** What the page asked for may make no sense, and the peer may have gone meanwhile. */
  private static <T> T asked(Asked<T> action) {
    try {
      return action.get();
    } catch (IllegalArgumentException e) {
      throw new FailureException(Failure.badRequest(String.valueOf(e.getMessage())));
    }
  }

  @Override
  public void close() {
    sessions.values().forEach(Session::close);
    sessions.clear();
  }
}

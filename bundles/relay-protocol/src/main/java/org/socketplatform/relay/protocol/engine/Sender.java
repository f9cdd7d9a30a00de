package org.socketplatform.relay.protocol.engine;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.Peer;
import org.socketplatform.relay.protocol.cache.Summary;
import org.socketplatform.relay.protocol.wire.Field;
import org.socketplatform.relay.protocol.wire.Frame;
import org.socketplatform.relay.protocol.wire.JsonText;
import org.socketplatform.relay.protocol.wire.Packet;
import org.socketplatform.relay.protocol.wire.PacketType;

/** Writes what goes out. */
final class Sender {
  /** What peers of this implementation say of themselves in usr1 of pings, pongs and joins. */
  private static final byte[] CAPABLE = {'S', 'P', 1};

  private static final byte[] NEWCOMER = {'S', 'P', 1, 1};

  /** Where a byte has a bit for each further thing that the sender can do. */
  private static final int ABILITIES = 4;

  /** The sender has sessions. */
  static final int SESSIONS = 1;

  /** The sender compares what it holds by ranges. */
  static final int COMPARES = 2;

  /** The sender makes pieces that are lost of parity. */
  static final int PARITIES = 4;

  private static final HexFormat HEX = HexFormat.of();
  private static final int SUMMARY_MILLIS = 1000;

  private final Engine engine;
  private String summaryHash = "";
  private int summaryOf = -1;
  private long summaryAt;

  Sender(Engine engine) {
    this.engine = engine;
  }

  /** Sends bytes as they are. */
  void send(int socket, long to, ByteBuffer bytes) {
    if (to != Endpoint.NONE && to != engine.endpoint) {
      engine.outlet.send(socket, to, bytes);
    }
  }

  /** Sends the frame in the view, with other hops. */
  void pass(Frame frame, long hops, int socket, long to) {
    if (to == Endpoint.NONE || to == engine.endpoint) {
      return;
    }
    frame.setHops((int) hops);
    ByteBuffer out = engine.workspace.out;
    out.clear();
    out.put(frame.array(), frame.offset(), frame.length()).flip();
    engine.outlet.send(socket, to, out);
  }

  /** Sends a packet that is held, or was just written. */
  void pass(byte[] bytes, long hops, int socket, long to) {
    if (to == Endpoint.NONE || to == engine.endpoint) {
      return;
    }
    ByteBuffer out = engine.workspace.out;
    out.clear();
    out.put(bytes).putInt(Frame.HOPS_OFFSET, (int) hops).flip();
    engine.outlet.send(socket, to, out);
  }

  /** Writes and sends a packet. */
  void send(int socket, long to, Packet packet) {
    if (to == Endpoint.NONE || to == engine.endpoint) {
      return;
    }
    ByteBuffer out = engine.workspace.out;
    out.clear();
    packet.write(out, engine.workspace.digests);
    engine.outlet.send(socket, to, out.flip());
  }

  /** A number that only who receives at an endpoint learns, without remembering it. */
  long cookie(long endpoint, long minute) {
    byte[] bytes = new byte[24];
    ByteBuffer.wrap(bytes).putLong(engine.secret).putLong(endpoint).putLong(minute);
    return engine.workspace.digests.sha256(bytes).prefix() | 1;
  }

  /** The number for an endpoint now. */
  long cookie(long endpoint) {
    return cookie(endpoint, engine.now / 60_000);
  }

  /** Whether a number is one that the endpoint was given in this minute or the one before. */
  boolean isCookie(long cookie, long endpoint) {
    long minute = engine.now / 60_000;
    return cookie != 0
        && (cookie == cookie(endpoint, minute) || cookie == cookie(endpoint, minute - 1));
  }

  /** Adds what only peers of this implementation read. */
  void announce(Packet packet, long to, long echo) {
    if (engine.isCapable()) {
      byte[] numbers = new byte[16];
      ByteBuffer.wrap(numbers).putLong(echo).putLong(cookie(to));
      packet.set(Field.USR1, able(abilities())).set(Field.USR3, numbers);
    }
  }

  private int abilities() {
    return (engine.sessions.isOn() ? SESSIONS : 0)
        | (engine.comparing.isOn() ? COMPARES : 0)
        | (engine.parities.isOn() ? PARITIES : 0);
  }

  private static byte[] able(int abilities) {
    return abilities == 0 ? CAPABLE : new byte[] {'S', 'P', 1, 0, (byte) abilities};
  }

  /** Adds to an introduction that the peer that it is about has sessions. */
  void announceSessions(Packet intro) {
    intro.set(Field.USR2, able(SESSIONS));
  }

  /** Whether a field says of a peer that it can do something. */
  boolean says(Frame frame, Field field, int ability) {
    int start = frame.start(field);
    return engine.isCapable()
        && frame.length(field) > ABILITIES
        && frame.array()[start] == CAPABLE[0]
        && frame.array()[start + 1] == CAPABLE[1]
        && (frame.array()[start + ABILITIES] & ability) != 0;
  }

  /** Whether the sender of a ping, pong or join is of this implementation. */
  boolean isCapable(Frame frame) {
    return engine.isCapable()
        && frame.length(Field.USR1) >= CAPABLE.length
        && frame.array()[frame.start(Field.USR1)] == CAPABLE[0]
        && frame.array()[frame.start(Field.USR1) + 1] == CAPABLE[1];
  }

  /** Whether the sender of a ping asks to be given what there is. */
  boolean isNewcomer(Frame frame) {
    return frame.length(Field.USR1) == NEWCOMER.length
        && frame.array()[frame.start(Field.USR1) + NEWCOMER.length - 1] == 1;
  }

  /** The number that the sender gives back, and the one that it gives us; 0 if there is none. */
  static long number(Frame frame, int which) {
    return frame.length(Field.USR3) == 16
        ? ByteBuffer.wrap(frame.array(), frame.start(Field.USR3), 16)
            .getLong(frame.start(Field.USR3) + 8 * which)
        : 0;
  }

  /**
   * Sends a ping.
   *
   * @param says what it says besides who asks, for how long it runs, and the time
   * @param target whom it shows who this peer is, if anybody
   */
  private Packet ping(
      long to, JsonText says, @Nullable Id subcluster, long echo, @Nullable Id target) {
    byte[] message = says.add("uptime", engine.uptime()).add("timestamp", engine.now).toBytes();
    boolean isMember = subcluster != null && engine.groups.containsKey(subcluster);
    Packet packet =
        new Packet(PacketType.PING)
            .set(Field.CLUSTER_ID, engine.options.clusterId())
            .set(Field.SUBCLUSTER_ID, isMember ? subcluster : null)
            .set(Field.MESSAGE, message);
    announce(packet, to, echo);
    if (target != null) {
      engine.proof.sign(packet, target, echo);
    }
    return packet;
  }

  /** What every ping begins with. */
  JsonText asking() {
    return new JsonText().add("requesterPeerId", engine.id);
  }

  /** Asks a peer for a connection. */
  void connectionPing(Known known, int socket, @Nullable Id subcluster) {
    long nonce = engine.random.nextLong() & 0xffff_ffff_ffffL;
    known.pingNonce = nonce;
    known.pingSent = engine.now;
    known.lastSent = engine.now;
    JsonText says = asking();
    if (engine.natType.isKnown()) {
      says.add("natType", engine.natType.bits());
    }
    says.add("isConnection", true)
        .add("pingId", HEX.toHexDigits(nonce, 12))
        .add("cacheSize", engine.cache.size());
    Packet ping = ping(known.endpoint, says, subcluster, known.cookie, known.id);
    send(socket, known.endpoint, ping);
  }

  /** Asks a peer whether it is there. */
  void heartbeat(Known known) {
    known.lastSent = engine.now;
    JsonText says = asking();
    if (engine.natType.isKnown()) {
      says.add("natType", engine.natType.bits());
    }
    send(known.socket, known.endpoint, ping(known.endpoint, says, null, known.cookie, null));
  }

  /** Asks a peer where this one is seen. */
  void reflectionPing(int socket, Known known, String reflectionId, int probePort) {
    reflectionPing(socket, known, reflectionId, probePort, false);
  }

  /** The same, and asks for what the peer has for somebody who has just come. */
  void firstPing(Known known, String reflectionId) {
    reflectionPing(Peer.MAIN, known, reflectionId, 0, true);
  }

  private void reflectionPing(
      int socket, Known known, String reflectionId, int probePort, boolean isFirst) {
    known.lastSent = engine.now;
    JsonText says = asking().add("isReflection", true).add("reflectionId", reflectionId);
    if (socket == Peer.PROBE) {
      says.add("isProbe", true);
    } else if (probePort > 0) {
      says.add("probeExternalPort", probePort);
    }
    Id subcluster = engine.groups.isEmpty() ? null : engine.groups.keySet().iterator().next();
    Packet ping = ping(known.endpoint, says, subcluster, known.cookie, null);
    if (isFirst) {
      ping.set(Field.USR1, NEWCOMER);
    }
    send(socket, known.endpoint, ping);
  }

  /** Sums up what is held, anew once a second at most. */
  String summaryHash() {
    boolean isStale = summaryOf != engine.cache.changes();
    if (summaryOf < 0 || (isStale && engine.now >= summaryAt + SUMMARY_MILLIS)) {
      summaryOf = engine.cache.changes();
      summaryAt = engine.now;
      summaryHash = Summary.of(engine.syncing.ids(0), "", engine.workspace.digests.sha1()).hash();
    }
    return summaryHash;
  }
}

package org.socketplatform.simulator;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.Peer;
import org.socketplatform.relay.protocol.PeerView;
import org.socketplatform.relay.protocol.wire.Digests;
import org.socketplatform.relay.protocol.wire.Field;
import org.socketplatform.relay.protocol.wire.Frame;
import org.socketplatform.relay.protocol.wire.Packet;
import org.socketplatform.relay.protocol.wire.PacketType;

/**
 * Does harm beside a real peer, which gets it known in the network: {@link #RATE} datagrams a
 * second to peers that the real one knows, introducers among them.
 */
final class Attacker {
  /** A way to do harm. */
  enum Attack {
    /** New messages that nobody can open, each of them valid. */
    FLOOD,
    /** The same in the subcluster that the message is for. */
    AIM,
    /** Joins of peers that do not exist. */
    SYBIL,
    /** The ids of packets that were seen, with other contents. */
    FORGE,
    /** What was heard, over and over. */
    REPLAY,
    /** Nothing is handed on. */
    DROP
  }

  /** Datagrams a second. */
  static final int RATE = 200;

  private static final long PAUSE_MILLIS = 1000 / RATE;
  private static final int MEMORY = 256;
  private static final int JUNK_BYTES = 400;
  private static final int HARD_NAT = 5;

  private final Attack attack;
  private final Host host;
  private final Schedule schedule;
  private final RandomGenerator random;
  private final Id cluster;
  private final Id subcluster;
  private final Digests digests = new Digests();
  private final Frame frame = new Frame();
  private final List<byte[]> heard = new ArrayList<>();
  private List<PeerView> victims = List.of();
  private long victimsSince;

  /**
   * @param cluster the cluster that all are in
   * @param subcluster the one that the message is for
   */
  Attacker(
      Attack attack,
      Host host,
      Schedule schedule,
      RandomGenerator random,
      Id cluster,
      Id subcluster) {
    this.attack = attack;
    this.host = host;
    this.schedule = schedule;
    this.random = random;
    this.cluster = cluster;
    this.subcluster = subcluster;
  }

  void start() {
    host.tap(this::hear, this::lets);
    if (attack != Attack.DROP) {
      schedule.at(schedule.now() + PAUSE_MILLIS, this::strike);
    }
  }

  private void hear(byte[] datagram) {
    if (heard.size() < MEMORY) {
      heard.add(datagram);
    } else {
      heard.set(random.nextInt(MEMORY), datagram);
    }
  }

  private boolean lets(byte[] datagram) {
    return attack != Attack.DROP
        || !PacketType.isPayload(PacketType.of(datagram, 0, datagram.length));
  }

  private void strike(long now) {
    if (host.isGone()) {
      return;
    }
    if (victims.isEmpty() || now - victimsSince > 1000) {
      victims = host.peer().peers();
      victimsSince = now;
    }
    if (!victims.isEmpty()) {
      byte[] harm = harm(now);
      if (harm.length > 0) {
        PeerView victim = victims.get(random.nextInt(victims.size()));
        host.send(Peer.MAIN, victim.endpoint(), ByteBuffer.wrap(harm));
      }
    }
    schedule.at(now + PAUSE_MILLIS, this::strike);
  }

  private byte[] harm(long now) {
    return switch (attack) {
      case FLOOD -> publication(null, randomId());
      case AIM -> publication(null, subcluster);
      case SYBIL -> join(now);
      case FORGE -> forgery();
      case REPLAY -> heard.isEmpty() ? new byte[0] : heard.get(random.nextInt(heard.size()));
      case DROP -> new byte[0];
    };
  }

  private byte[] publication(@Nullable Id claimedId, Id inSubcluster) {
    byte[] junk = new byte[JUNK_BYTES];
    random.nextBytes(junk);
    return new Packet(PacketType.PUBLISH)
        .hops(1)
        .set(Field.CLUSTER_ID, cluster)
        .set(Field.SUBCLUSTER_ID, inSubcluster)
        .set(Field.PACKET_ID, claimedId == null ? digests.sha256(junk) : claimedId)
        .set(Field.MESSAGE, junk)
        .toBytes(digests);
  }

  private byte[] forgery() {
    for (byte[] datagram : heard) {
      boolean isKnown = frame.read(datagram, 0, datagram.length);
      Id id = isKnown ? frame.id(Field.PACKET_ID) : null;
      if (id != null && frame.type() == PacketType.PUBLISH) {
        return publication(id, randomId());
      }
    }
    return publication(randomId(), randomId());
  }

  private byte[] join(long now) {
    Id invented = randomId();
    Base64.Encoder base64 = Base64.getEncoder();
    String json =
        """
        {"requesterPeerId":"%s","natType":%d,"address":"%s","key":"%s:%s","port":%d}\
        """
            .formatted(
                randomId(),
                HARD_NAT,
                Endpoint.host(host.peer().info().endpoint()),
                base64.encodeToString(cluster.toBytes()),
                base64.encodeToString(invented.toBytes()),
                random.nextInt(1024, 65536));
    return new Packet(PacketType.JOIN)
        .clock(now % 1000)
        .hops(1)
        .set(Field.CLUSTER_ID, cluster)
        .set(Field.SUBCLUSTER_ID, invented)
        .set(Field.MESSAGE, json.getBytes(StandardCharsets.US_ASCII))
        .toBytes(digests);
  }

  private Id randomId() {
    byte[] bytes = new byte[Id.BYTES];
    random.nextBytes(bytes);
    return Id.of(bytes);
  }
}

package org.socketplatform.relay.protocol.engine;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.socketplatform.relay.protocol.Contact;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Feature;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.NatType;
import org.socketplatform.relay.protocol.Peer;
import org.socketplatform.relay.protocol.PeerOptions;
import org.socketplatform.relay.protocol.cache.Cache;
import org.socketplatform.relay.protocol.wire.Digests;
import org.socketplatform.relay.protocol.wire.Field;
import org.socketplatform.relay.protocol.wire.Frame;
import org.socketplatform.relay.protocol.wire.Packet;
import org.socketplatform.relay.protocol.wire.PacketType;

/** Two peers that are connected, and know nobody else. */
final class Couple {
  static final int SELDOM = 15 * 60_000;
  private static final int MOST_HELD = 20_000;
  private static final int DELAY = 50;
  private static final Digests DIGESTS = new Digests();

  final Network network;
  final Network.Host first;
  final Network.Host second;

  Couple(long seed, int keepaliveMillis, Set<Feature> ofFirst, Set<Feature> ofSecond) {
    network = new Network(seed);
    network.minDelay = DELAY;
    network.maxDelay = DELAY;
    PeerOptions options =
        PeerOptions.of(Network.CLUSTER)
            .withKeepaliveMillis(keepaliveMillis)
            .withCacheBytes(MOST_HELD * Cache.PACKET_BYTES);
    first = add(0, options.withFeatures(ofFirst));
    second = add(1, options.withFeatures(ofSecond));
    first.start();
    first.peer.addContact(contact(1, second), network.now);
    second.peer.addContact(contact(0, first), network.now);
    second.start();
    network.run(3000);
  }

  private static long endpoint(int place) {
    return Endpoint.of(0x0a00_0001 + 257 * place, 40_000);
  }

  private Network.Host add(int place, PeerOptions options) {
    return network.add(Network.Nat.NONE, options.seenAt(endpoint(place), NatType.UNRESTRICTED));
  }

  private static Contact contact(int place, Network.Host host) {
    return new Contact(host.peer.info().peerId(), endpoint(place), NatType.UNRESTRICTED, false);
  }

  long endpointOfFirst() {
    return endpoint(0);
  }

  long endpointOfSecond() {
    return endpoint(1);
  }

  /** A packet that nobody has sealed or can open. */
  static byte[] packet(SplittableRandom random) {
    byte[] message = new byte[300];
    random.nextBytes(message);
    return packet(DIGESTS.sha256(message), message);
  }

  static byte[] packet(Id id, byte[] message) {
    return new Packet(PacketType.PUBLISH)
        .hops(1)
        .set(Field.CLUSTER_ID, Network.CLUSTER)
        .set(Field.SUBCLUSTER_ID, id)
        .set(Field.PACKET_ID, id)
        .set(Field.MESSAGE, message)
        .toBytes(DIGESTS);
  }

  void give(Network.Host host, Collection<byte[]> packets) {
    for (byte[] packet : packets) {
      host.peer.restore(packet, network.now);
    }
    host.wake();
  }

  static Set<Id> held(Network.Host host) {
    Set<Id> ids = new HashSet<>();
    Frame frame = new Frame();
    List<byte[]> packets = host.peer.packets();
    for (byte[] packet : packets) {
      frame.read(packet, 0, packet.length);
      ids.add(frame.id(Field.PACKET_ID));
    }
    return ids;
  }

  boolean isEqual() {
    Peer one = first.peer;
    Peer other = second.peer;
    return one.info().cachedPackets() == other.info().cachedPackets()
        && held(first).equals(held(second));
  }

  /** The first begins to compare. */
  void compare() {
    first.peer.sync(second.peer.info().peerId(), network.now);
    first.wake();
  }

  /** How many bytes of some types were sent. */
  long bytes(int... types) {
    long sum = 0;
    for (int type : types) {
      sum += network.bytes[type];
    }
    return sum;
  }
}

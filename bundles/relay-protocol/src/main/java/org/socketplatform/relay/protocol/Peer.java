package org.socketplatform.relay.protocol;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * One peer of the network. It has no thread, no socket and no clock: whoever drives it hands it
 * datagrams and the time, and carries out what it asks of its {@link Outlet}.
 *
 * <p>Not safe for use by several threads at once. Times are milliseconds since the epoch that never
 * run backwards, such as a start time plus what {@link System#nanoTime} measured since. After each
 * call the driver looks at {@link #deadline} again. Wrong arguments are answered with an {@link
 * IllegalArgumentException}, calls after {@link #close} with an {@link IllegalStateException};
 * nothing that comes from the network throws.
 */
public interface Peer {
  /** The socket for all traffic; open before {@link #start}. */
  int MAIN = 0;

  /** The socket that helps to find out how a peer is reached; open before {@link #start}. */
  int PROBE = 1;

  /** Begins to find out where it is seen, and to join. */
  void start(long now);

  /**
   * Takes a datagram.
   *
   * @param socket which socket it came to
   * @param from where it came from, an {@link Endpoint}
   * @param datagram its bytes from position to limit; read, not kept, and not changed but for its
   *     position
   */
  void receive(int socket, long from, ByteBuffer datagram, long now);

  /** Does what is due; harmless if nothing is. */
  void advance(long now);

  /** When to call {@link #advance} next; {@link Long#MAX_VALUE} if there is nothing to wait for. */
  long deadline();

  /**
   * Takes part as one that is seen at an endpoint, as among peers that are reached without a
   * network, until it is found out where it is seen. Without effect if that is known.
   */
  void assume(long endpoint, NatType natType, long now);

  /** Makes another peer known. At most 256 are kept. */
  void addContact(Contact contact, long now);

  /**
   * Enters a subcluster, at once if the peer is ready and otherwise as soon as it is. Entering
   * twice is the same as once.
   *
   * @param sharedKey 32 bytes, copied; who has them can read and write there
   * @return the subcluster's id
   */
  Id join(byte[] sharedKey, long now);

  /** Leaves a subcluster and forgets its keys. */
  void leave(Id subcluster, long now);

  /**
   * Publishes a message to everybody in a subcluster, now or later.
   *
   * @param value up to 16,000,000 bytes
   * @return the message's id
   * @throws IllegalArgumentException if the peer is not in the subcluster
   */
  Id publish(Id subcluster, String event, byte[] value, MessageOptions options, long now);

  /**
   * Sends a message to members of a subcluster that are known, directly or through another peer: by
   * a session that nobody else can read, where both peers have them, and else sealed for all
   * members.
   *
   * @param to one member, or all that are known
   * @return how many it was sent to, or waits for a session with
   * @throws IllegalArgumentException if the peer is not in the subcluster
   */
  int stream(
      Id subcluster, Optional<Id> to, String event, byte[] value, MessageOptions options, long now);

  /**
   * Offers all members of a subcluster the key of the one that is to take its place. They are told
   * by {@link RelayEvent.KeyOffered}. Nobody enters or leaves anything by that, this peer neither.
   *
   * @param sharedKey 32 bytes
   * @return the id of the message that was published
   * @throws IllegalArgumentException if the peer is not in the subcluster, or this is its key
   */
  Id offerKey(Id subcluster, byte[] sharedKey, long now);

  /**
   * Offers some members alone the key of the subcluster that is to take the place of this one, by
   * sessions, so that the others do not learn it. {@link RelayEvent.KeyReceived} tells who got it;
   * it is sent again for 15 seconds.
   *
   * @param sharedKey 32 bytes, copied
   * @param members at most 256 at a time
   * @return to how many of them it is being sent: those that are known and have sessions
   * @throws IllegalArgumentException if the peer is not in the subcluster, or this is its key
   */
  int offerKey(Id subcluster, byte[] sharedKey, Collection<Id> members, long now);

  /** Asks the network for a packet; returns the id that its {@link RelayEvent.Answer} has. */
  Id query(Id packetId, long now);

  /**
   * Asks the network something that apps answer.
   *
   * @param json a JSON object of at most 900 bytes
   * @return the id that each {@link RelayEvent.Answer} has
   */
  Id ask(String json, long now);

  /** Answers a {@link RelayEvent.Question} with packets that this peer holds. */
  void answer(Id queryId, List<Id> packetIds, long now);

  /** Compares what this peer and another hold, and exchanges what one of them lacks. */
  void sync(Id peer, long now);

  /** Whether a packet is held here. */
  boolean holds(Id packetId);

  /**
   * The packets that it holds, newest first, as they came: to be kept while the peer is switched
   * off, and handed to {@link #restore} of the next one. They are sealed, as on the wire.
   */
  List<byte[]> packets();

  /**
   * Takes a packet that this peer held before, as if it had just come, but sends it to nobody.
   * Packets are believed to be what they say: they must come from a place that only this peer
   * writes to.
   *
   * @param packet one of {@link #packets}; copied
   * @return whether it is held now; not if its time is over, if it is held already, if there is no
   *     room, or if it is no packet
   */
  boolean restore(byte[] packet, long now);

  /** Finds out again where it is seen, as after a change of networks. */
  void reconnect(long now);

  /** Takes part no more until {@link #reconnect}. */
  void disconnect(long now);

  /** Says good-bye, closes the sockets that it opened, and wipes its keys. Again is harmless. */
  void close(long now);

  /** What it knows about itself. */
  PeerInfo info();

  /** The peers that it knows. */
  List<PeerView> peers();
}

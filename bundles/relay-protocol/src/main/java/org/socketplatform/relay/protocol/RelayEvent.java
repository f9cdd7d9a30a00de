package org.socketplatform.relay.protocol;

import java.nio.ByteBuffer;
import java.util.Optional;

/** What a peer has to tell. Values are read-only and belong to the event. */
public sealed interface RelayEvent {
  /**
   * How far the peer is on its way into the network: -2 offline, -1 too few peers to ask, 0.5 to
   * 2.5 while it finds out where it is seen, 3 when it knows.
   */
  record Connecting(double code) implements RelayEvent {}

  /** The peer knows where it is seen and how it is reached; told once for each time it starts. */
  record Ready(PeerInfo info) implements RelayEvent {}

  /** The way to the peer is of another type than before. */
  record NatChanged(NatType natType) implements RelayEvent {}

  /** Another peer can be reached. */
  record Connected(Id peer, long endpoint) implements RelayEvent {}

  /** Another peer is not heard any more. */
  record Disconnected(Id peer) implements RelayEvent {}

  /** A peer is in a subcluster that this one is in, too. */
  record MemberJoined(Id subcluster, Id peer, boolean isNew) implements RelayEvent {}

  /** A peer of a subcluster is not heard any more. */
  record MemberLeft(Id subcluster, Id peer) implements RelayEvent {}

  /**
   * A published message, whole and opened; told once for each message.
   *
   * @param subcluster where it was published
   * @param packetId its id: that of its packet, or of the head of its packets
   * @param eventId the hash of the event's name
   * @param value what was published
   * @param sender the public key that its writer claims
   * @param verified how good that claim is
   * @param hops how many peers it has passed
   * @param clock when it was written, as the network counts
   * @param previous the message that it follows
   * @param meta the JSON object from its head, or "{}"
   * @param isLocal whether this peer published it
   */
  record Message(
      Id subcluster,
      Id packetId,
      Id eventId,
      ByteBuffer value,
      Optional<Id> sender,
      Verified verified,
      int hops,
      long clock,
      Optional<Id> previous,
      String meta,
      boolean isLocal)
      implements RelayEvent {}

  /**
   * A message that another peer sent to this one alone, whole and opened. If it came by a session
   * it is {@link Verified#STRONG}: the sender holds the key that its id is the hash of.
   */
  record Streamed(
      Id subcluster,
      Id from,
      Id eventId,
      ByteBuffer value,
      Optional<Id> sender,
      Verified verified,
      String meta)
      implements RelayEvent {}

  /**
   * A member offers the key that is to come after that of a subcluster. Any member can: whether to
   * {@link Peer#join} with it, and to leave the old one, depends on who the sender is.
   *
   * @param subcluster where it was offered
   * @param sharedKey the next key, 32 bytes
   * @param next the id of the subcluster that it makes
   * @param sender the public key of who offers it
   * @param verified how good that is known; always {@link Verified#STRONG}
   * @param from the peer that gave it to this one alone; empty if it was published to all members
   */
  record KeyOffered(
      Id subcluster, ByteBuffer sharedKey, Id next, Id sender, Verified verified, Optional<Id> from)
      implements RelayEvent {}

  /** A member has got the key that this peer offered to it alone. */
  record KeyReceived(Id subcluster, Id next, Id peer) implements RelayEvent {}

  /** A message for a subcluster that this peer is in, which its key does not open. */
  record Unopened(Id subcluster, Id packetId) implements RelayEvent {}

  /** Another peer asks something that this one may {@link Peer#answer}. */
  record Question(Id queryId, String json, long from) implements RelayEvent {}

  /** A packet that answers a question of this peer, opened if it holds the key. */
  record Answer(
      Id queryId, Id packetId, Optional<Id> subcluster, ByteBuffer value, Verified verified)
      implements RelayEvent {}

  /** A packet's time is over, and it was removed. */
  record Expired(Id packetId) implements RelayEvent {}

  /** Datagrams of a sender are dropped because they are too many; told once a minute each. */
  record Limited(long from) implements RelayEvent {}
}

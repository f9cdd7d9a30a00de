package org.socketplatform.relay;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.RelayEvent;
import org.socketplatform.relay.protocol.Verified;

/** What a page is told of its peer. Ids are hexadecimal, values are in base 64. */
sealed interface Event {
  /** First of all: what happens from now on is told. */
  record Ready() implements Event {}

  /** See {@link RelayEvent.Connecting}. */
  record Connecting(double code) implements Event {}

  /** See {@link RelayEvent.Ready}. */
  record Online(Status status) implements Event {}

  /** See {@link RelayEvent.NatChanged}. */
  record NatChanged(int natType) implements Event {}

  /** See {@link RelayEvent.Connected}. */
  record Connected(String peerId, String address, int port) implements Event {}

  /** See {@link RelayEvent.Disconnected}. */
  record Disconnected(String peerId) implements Event {}

  /** See {@link RelayEvent.MemberJoined}. */
  record MemberJoined(String subclusterId, String peerId, boolean isNew) implements Event {}

  /** See {@link RelayEvent.MemberLeft}. */
  record MemberLeft(String subclusterId, String peerId) implements Event {}

  /** See {@link RelayEvent.Message}. */
  record Message(
      String subclusterId,
      String packetId,
      String eventId,
      String value,
      Optional<String> sender,
      String verified,
      int hops,
      long clock,
      Optional<String> previousId,
      String meta,
      boolean isLocal)
      implements Event {}

  /** See {@link RelayEvent.Streamed}. */
  record Streamed(
      String subclusterId,
      String peerId,
      String eventId,
      String value,
      Optional<String> sender,
      String verified,
      String meta)
      implements Event {}

  /** See {@link RelayEvent.KeyOffered}. */
  record KeyOffered(
      String subclusterId,
      String sharedKey,
      String nextId,
      String sender,
      String verified,
      Optional<String> peerId)
      implements Event {}

  /** See {@link RelayEvent.KeyReceived}. */
  record KeyReceived(String subclusterId, String nextId, String peerId) implements Event {}

  /** See {@link RelayEvent.Unopened}. */
  record Unopened(String subclusterId, String packetId) implements Event {}

  /** See {@link RelayEvent.Question}. */
  record Question(String queryId, String json, String address, int port) implements Event {}

  /** See {@link RelayEvent.Answer}. */
  record Answer(
      String queryId, String packetId, Optional<String> subclusterId, String value, String verified)
      implements Event {}

  /** See {@link RelayEvent.Expired}. */
  record Expired(String packetId) implements Event {}

  /** See {@link RelayEvent.Limited}. */
  record Limited(String address, int port) implements Event {}

  /**
   * The page did not read, and missed events.
   *
   * @param count how many, since the beginning
   */
  record Lost(long count) implements Event {}

  /** The same for a page. */
  static Event of(RelayEvent event) {
    return switch (event) {
      case RelayEvent.Connecting e -> new Connecting(e.code());
      case RelayEvent.Ready e -> new Online(Status.of(e.info()));
      case RelayEvent.NatChanged e -> new NatChanged(e.natType().bits());
      case RelayEvent.Connected e ->
          new Connected(
              e.peer().toString(), Endpoint.host(e.endpoint()), Endpoint.port(e.endpoint()));
      case RelayEvent.Disconnected e -> new Disconnected(e.peer().toString());
      case RelayEvent.MemberJoined e ->
          new MemberJoined(e.subcluster().toString(), e.peer().toString(), e.isNew());
      case RelayEvent.MemberLeft e ->
          new MemberLeft(e.subcluster().toString(), e.peer().toString());
      case RelayEvent.Message e ->
          new Message(
              e.subcluster().toString(),
              e.packetId().toString(),
              e.eventId().toString(),
              base64(e.value()),
              e.sender().map(Id::toString),
              name(e.verified()),
              e.hops(),
              e.clock(),
              e.previous().map(Id::toString),
              e.meta(),
              e.isLocal());
      case RelayEvent.Streamed e ->
          new Streamed(
              e.subcluster().toString(),
              e.from().toString(),
              e.eventId().toString(),
              base64(e.value()),
              e.sender().map(Id::toString),
              name(e.verified()),
              e.meta());
      case RelayEvent.KeyOffered e ->
          new KeyOffered(
              e.subcluster().toString(),
              base64(e.sharedKey()),
              e.next().toString(),
              e.sender().toString(),
              name(e.verified()),
              e.from().map(Id::toString));
      case RelayEvent.KeyReceived e ->
          new KeyReceived(e.subcluster().toString(), e.next().toString(), e.peer().toString());
      case RelayEvent.Unopened e ->
          new Unopened(e.subcluster().toString(), e.packetId().toString());
      case RelayEvent.Question e ->
          new Question(
              e.queryId().toString(), e.json(), Endpoint.host(e.from()), Endpoint.port(e.from()));
      case RelayEvent.Answer e ->
          new Answer(
              e.queryId().toString(),
              e.packetId().toString(),
              e.subcluster().map(Id::toString),
              base64(e.value()),
              name(e.verified()));
      case RelayEvent.Expired e -> new Expired(e.packetId().toString());
      case RelayEvent.Limited e -> new Limited(Endpoint.host(e.from()), Endpoint.port(e.from()));
    };
  }

  /** How many bytes it takes, roughly. */
  static int size(Event event) {
    int value =
        switch (event) {
          case Message e -> e.value().length() + e.meta().length();
          case Streamed e -> e.value().length() + e.meta().length();
          case Answer e -> e.value().length();
          case Question e -> e.json().length();
          default -> 0;
        };
    return 1024 + value;
  }

  private static String base64(ByteBuffer value) {
    byte[] bytes = new byte[value.remaining()];
    value.duplicate().get(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String name(Verified verified) {
    return switch (verified) {
      case NONE -> "none";
      case LEGACY -> "legacy";
      case STRONG -> "strong";
    };
  }
}

package org.socketplatform.relay.protocol.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.NatType;

/**
 * What a ping, pong, intro or join says. It has been checked: keys that its type does not know, or
 * values of another kind than they should be, make it invalid. Unlike original peers, which stop at
 * the first key that is missing, every value is checked. {@code null} counts as missing, because
 * original peers write it before they know how they are reached.
 */
public final class Control {
  private static final Map<String, Check> PING =
      Map.ofEntries(
          Map.entry("requesterPeerId", Check.PEER_ID),
          Map.entry("cacheSummaryHash", Check.HASH),
          Map.entry("probeExternalPort", Check.PORT),
          Map.entry("reflectionId", Check.REFLECTION_ID),
          Map.entry("pingId", Check.PING_ID),
          Map.entry("natType", Check.NAT),
          Map.entry("uptime", Check.NUMBER),
          Map.entry("cacheSize", Check.NUMBER),
          Map.entry("isConnection", Check.FLAG),
          Map.entry("isReflection", Check.FLAG),
          Map.entry("isProbe", Check.FLAG),
          Map.entry("isDebug", Check.FLAG),
          Map.entry("timestamp", Check.NUMBER));

  private static final Map<String, Check> PONG =
      Map.ofEntries(
          Map.entry("requesterPeerId", Check.PEER_ID),
          Map.entry("responderPeerId", Check.PEER_ID),
          Map.entry("cacheSummaryHash", Check.HASH),
          Map.entry("port", Check.PORT),
          Map.entry("address", Check.TEXT),
          Map.entry("uptime", Check.NUMBER),
          Map.entry("cacheSize", Check.NUMBER),
          Map.entry("natType", Check.NAT),
          Map.entry("isReflection", Check.FLAG),
          Map.entry("isConnection", Check.FLAG),
          Map.entry("reflectionId", Check.REFLECTION_ID),
          Map.entry("pingId", Check.PING_ID),
          Map.entry("isDebug", Check.FLAG),
          Map.entry("isProbe", Check.FLAG),
          Map.entry("rejected", Check.FLAG));

  private static final Map<String, Check> INTRO =
      Map.ofEntries(
          Map.entry("requesterPeerId", Check.PEER_ID),
          Map.entry("responderPeerId", Check.PEER_ID),
          Map.entry("isRendezvous", Check.FLAG),
          Map.entry("natType", Check.NAT),
          Map.entry("address", Check.TEXT),
          Map.entry("port", Check.PORT),
          Map.entry("timestamp", Check.NUMBER));

  private static final Map<String, Check> JOIN =
      Map.ofEntries(
          Map.entry("rendezvousAddress", Check.TEXT),
          Map.entry("rendezvousPort", Check.PORT),
          Map.entry("rendezvousType", Check.NAT),
          Map.entry("rendezvousPeerId", Check.PEER_ID),
          Map.entry("rendezvousDeadline", Check.NUMBER),
          Map.entry("rendezvousRequesterPeerId", Check.PEER_ID),
          Map.entry("requesterPeerId", Check.PEER_ID),
          Map.entry("natType", Check.NAT),
          Map.entry("address", Check.TEXT),
          Map.entry("key", Check.TEXT),
          Map.entry("port", Check.PORT),
          Map.entry("isConnection", Check.FLAG));

  private final Map<String, Object> values;
  private final Id requester;

  private Control(Map<String, Object> values, Id requester) {
    this.values = values;
    this.requester = requester;
  }

  /** What the message of a frame says; null if it is not valid for the frame's type. */
  public static @Nullable Control of(Frame frame) {
    Map<String, Check> checks =
        switch (frame.type()) {
          case PacketType.PING -> PING;
          case PacketType.PONG -> PONG;
          case PacketType.INTRO -> INTRO;
          case PacketType.JOIN -> JOIN;
          default -> Map.of();
        };
    Map<String, Object> values =
        Json.object(frame.array(), frame.start(Field.MESSAGE), frame.length(Field.MESSAGE));
    if (values == null) {
      return null;
    }
    values.values().removeIf(value -> value.equals(Json.NULL));
    for (Map.Entry<String, Object> value : values.entrySet()) {
      Check check = checks.get(value.getKey());
      if (check == null || !check.accepts(value.getValue())) {
        return null;
      }
    }
    if (!(values.get("requesterPeerId") instanceof String requester)) {
      return null;
    }
    Control control = new Control(values, Id.ofHex(requester));
    return control.isComplete(frame.type()) ? control : null;
  }

  private boolean isComplete(int type) {
    return switch (type) {
      case PacketType.PONG -> id("responderPeerId") != null;
      case PacketType.INTRO ->
          id("responderPeerId") != null && natType().isKnown() && endpoint() != Endpoint.NONE;
      case PacketType.JOIN -> natType().isKnown() && endpoint() != Endpoint.NONE;
      default -> true;
    };
  }

  /** The peer that asks, or that it is about. */
  public Id requester() {
    return requester;
  }

  /** A peer's id; null if it is not there. */
  public @Nullable Id id(String name) {
    return values.get(name) instanceof String digits ? Id.ofHex(digits) : null;
  }

  /** A text; null if it is not there. */
  public @Nullable String text(String name) {
    return values.get(name) instanceof String text ? text : null;
  }

  /** A number; -1 if it is not there. */
  public long number(String name) {
    return values.get(name) instanceof Double number ? number.longValue() : -1;
  }

  /** Whether something is said to be so. */
  public boolean flag(String name) {
    return Boolean.TRUE.equals(values.get(name));
  }

  /** How a peer is reached. */
  public NatType natType() {
    return NatType.of(number("natType"));
  }

  /** Where a peer is, by {@code address} and {@code port}; NONE if that is no endpoint. */
  public long endpoint() {
    return endpoint("address", "port");
  }

  /** Where a peer is, by two members; NONE if they are no endpoint. */
  public long endpoint(String addressName, String portName) {
    String address = text(addressName);
    return address == null ? Endpoint.NONE : Endpoint.parse(address, (int) number(portName));
  }
}

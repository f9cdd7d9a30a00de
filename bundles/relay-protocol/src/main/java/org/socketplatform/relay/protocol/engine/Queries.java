package org.socketplatform.relay.protocol.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Feature;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.Peer;
import org.socketplatform.relay.protocol.RelayEvent;
import org.socketplatform.relay.protocol.Verified;
import org.socketplatform.relay.protocol.cache.CachedPacket;
import org.socketplatform.relay.protocol.wire.Field;
import org.socketplatform.relay.protocol.wire.Frame;
import org.socketplatform.relay.protocol.wire.Json;
import org.socketplatform.relay.protocol.wire.JsonText;
import org.socketplatform.relay.protocol.wire.Packet;
import org.socketplatform.relay.protocol.wire.PacketType;

/** Questions to everybody, and their answers, which take the way back that the question came. */
final class Queries {
  private static final int MAX_HOPS = 16;
  private static final int MAX_JSON = 900;
  private static final int MOST = 1024;
  private static final long LIFE_MILLIS = 2048;
  private static final long SKEW_MILLIS = 300_000;
  private static final long SALT = 0x90e57L;
  private static final byte[] QUESTION = {'1'};
  private static final byte[] ANSWER = {'2'};

  private final Engine engine;
  // Where each question came from; NONE for one of this peer. The oldest go first.
  private final Map<Id, Long> routes = new LinkedHashMap<>(2);

  Queries(Engine engine) {
    this.engine = engine;
  }

  /** Asks for a packet. */
  Id ask(Id packetId) {
    JsonText question = new JsonText().add("packetId", packetId);
    if (engine.has(Feature.ROUTED_ANSWERS)) {
      question.add("n", engine.random.nextInt(Integer.MAX_VALUE));
    }
    return send(question.toBytes());
  }

  /** Asks what apps answer. */
  Id ask(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_JSON || bytes.length != json.length() || Json.object(json) == null) {
      throw new IllegalArgumentException(
          "a question is a JSON object in ASCII of up to " + MAX_JSON + " bytes");
    }
    return send(bytes);
  }

  private Id send(byte[] message) {
    byte[] number = new byte[Id.BYTES];
    engine.random.nextBytes(number);
    Id queryId = Id.of(number);
    remember(queryId, Endpoint.NONE);
    engine.gate.add(queryId.prefix() ^ SALT, engine.now);
    Packet packet =
        new Packet(PacketType.QUERY)
            .set(Field.USR1, engine.now)
            .set(Field.USR3, queryId)
            .set(Field.USR4, QUESTION)
            .set(Field.MESSAGE, message)
            .hops(1);
    for (Known known :
        engine.spreading.classicTargets(engine.id, Endpoint.NONE, engine.options.clusterId())) {
      engine.sender.send(known.socket, known.endpoint, packet);
    }
    return queryId;
  }

  private void remember(Id queryId, long from) {
    if (routes.size() >= MOST) {
      routes.remove(routes.keySet().iterator().next());
    }
    routes.put(queryId, from);
  }

  /** A question or an answer has come. */
  void query(Frame frame, long from) {
    Id queryId = frame.id(Field.USR3);
    Id packetId = frame.id(Field.PACKET_ID);
    if (queryId == null || packetId == null) {
      return;
    }
    long kind = frame.decimal(Field.USR4);
    if (kind == 1 && engine.gate.add(queryId.prefix() ^ SALT, engine.now)) {
      question(frame, queryId, from);
    } else if (kind == 2
        && engine.gate.add(queryId.prefix() ^ packetId.prefix() ^ SALT, engine.now)) {
      answer(frame, queryId, packetId, from);
    }
  }

  private void question(Frame frame, Id queryId, long from) {
    boolean routed = engine.has(Feature.ROUTED_ANSWERS);
    long age = engine.now - frame.decimal(Field.USR1);
    if (age > (routed ? SKEW_MILLIS : LIFE_MILLIS) || (routed && age < -SKEW_MILLIS)) {
      return;
    }
    Map<String, Object> question =
        Json.object(frame.array(), frame.start(Field.MESSAGE), frame.length(Field.MESSAGE));
    if (question == null) {
      return;
    }
    remember(queryId, from);
    CachedPacket wanted = wanted(question);
    if (wanted != null) {
      send(wanted, queryId, from);
      return;
    }
    if (!question.containsKey("packetId")) {
      String json = new String(frame.copy(Field.MESSAGE), StandardCharsets.UTF_8);
      engine.outlet.event(new RelayEvent.Question(queryId, json, from));
    }
    pass(frame, from);
  }

  private @Nullable CachedPacket wanted(Map<String, Object> question) {
    if (!(question.get("packetId") instanceof String digits) || digits.length() != 64) {
      return null;
    }
    try {
      return engine.cache.get(Id.ofHex(digits));
    } catch (IllegalArgumentException e) {
      return null; // not hexadecimal
    }
  }

  private void pass(Frame frame, long from) {
    if (frame.hops() < MAX_HOPS) {
      long hops = frame.hops() + 1;
      for (Known known : engine.spreading.classicTargets(engine.id, from, null)) {
        engine.sender.pass(frame, hops, known.socket, known.endpoint);
      }
    }
  }

  /** Answers with packets that are held. */
  void answer(Id queryId, List<Id> packetIds) {
    Long to = routes.get(queryId);
    if (to == null || to == Endpoint.NONE) {
      return;
    }
    for (Id packetId : packetIds) {
      CachedPacket packet = engine.cache.get(packetId);
      if (packet != null) {
        send(packet, queryId, to);
      }
    }
  }

  private void send(CachedPacket packet, Id queryId, long to) {
    Frame frame = new Frame();
    if (frame.read(packet.bytes(), 0, packet.bytes().length)) {
      engine.sender.send(
          Peer.MAIN,
          to,
          Packet.of(frame)
              .as(PacketType.QUERY)
              .hops(1)
              .set(Field.USR3, queryId)
              .set(Field.USR4, ANSWER));
    }
  }

  private void answer(Frame frame, Id queryId, Id packetId, long from) {
    Long route = routes.get(queryId);
    if (route != null && route == Endpoint.NONE) {
      tell(frame, queryId, packetId);
    } else if (route != null && engine.has(Feature.ROUTED_ANSWERS)) {
      if (frame.hops() < MAX_HOPS) {
        engine.sender.pass(frame, frame.hops() + 1, Peer.MAIN, route);
      }
    } else if (!engine.has(Feature.ROUTED_ANSWERS)) {
      pass(frame, from);
    }
  }

  /** Its signature was replaced on the way: who wrote it is not known for sure. */
  private void tell(Frame frame, Id queryId, Id packetId) {
    byte[] message = frame.copy(Field.MESSAGE);
    if (frame.index() < 1
        && engine.has(Feature.CHECKED_IDS)
        && !engine.workspace.digests.sha256(message).equals(packetId)) {
      return;
    }
    Packet packet = Packet.of(frame);
    byte[] value = engine.inbox.open(packet, message);
    engine.outlet.event(
        new RelayEvent.Answer(
            queryId,
            packetId,
            Inbox.idOf(packet, Field.SUBCLUSTER_ID),
            ByteBuffer.wrap(value == null ? message : value).asReadOnlyBuffer(),
            value == null ? Verified.NONE : engine.inbox.verify(packet, value)));
  }
}

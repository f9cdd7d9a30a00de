package org.socketplatform.relay.protocol.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.MessageOptions;
import org.socketplatform.relay.protocol.Peer;
import org.socketplatform.relay.protocol.RelayEvent;
import org.socketplatform.relay.protocol.Verified;
import org.socketplatform.relay.protocol.crypto.GroupKeys;
import org.socketplatform.relay.protocol.crypto.Names;
import org.socketplatform.relay.protocol.wire.Field;
import org.socketplatform.relay.protocol.wire.Fragments;
import org.socketplatform.relay.protocol.wire.Frame;
import org.socketplatform.relay.protocol.wire.Json;
import org.socketplatform.relay.protocol.wire.Packet;
import org.socketplatform.relay.protocol.wire.PacketType;

/** Messages for one peer, sent to it or to a peer that passes them on. */
final class Streams {
  private static final int MAX_HOPS = 16;

  /** What sessions call a message. */
  static final int MESSAGE = 1;

  private static final int BEFORE_META = Id.BYTES + 2;
  private static final int MAX_META = 1024;
  private static final long SALT = 0x5712ea3L;

  private final Engine engine;
  private final Assemblies assemblies = new Assemblies();

  Streams(Engine engine) {
    this.engine = engine;
  }

  /** Sends a message to one or all known members, sealed for each anew. */
  int send(GroupKeys group, Optional<Id> to, String event, byte[] value, MessageOptions message) {
    byte[] said = Inbox.bounded(value).clone();
    byte[] bytes = bytes(event, said, message.meta());
    int sent = 0;
    for (Known known : engine.table.copy()) {
      boolean isMeant =
          to.isPresent() ? known.id.equals(to.get()) : known.isIn(group.subclusterId());
      if (isMeant && (known.connected || known.proxy != Endpoint.NONE)) {
        Runnable sealed =
            message.sessionOnly() ? null : () -> seal(known, group, event, said, message);
        switch (engine.sessions.send(known, group, MESSAGE, bytes, sealed)) {
          case TAKEN -> sent++;
          case REFUSED -> {}
          case IMPOSSIBLE -> {
            if (sealed != null) {
              sealed.run();
              sent++;
            }
          }
        }
      }
    }
    return sent;
  }

  /** Sends a message sealed with the key that all members have. */
  private void seal(
      Known known, GroupKeys group, String event, byte[] value, MessageOptions message) {
    List<Packet> packets = engine.inbox.write(PacketType.STREAM, group, event, value, message);
    for (Packet packet : packets) {
      packet.set(Field.USR3, known.id).set(Field.USR4, engine.id).hops(1);
      engine.sender.send(socket(known), known.route(), packet);
    }
  }

  /** A message as sessions carry it: the event's id, the length of what is said of it, that, it. */
  private static byte[] bytes(String event, byte[] value, String meta) {
    byte[] about = meta.getBytes(StandardCharsets.UTF_8);
    if (about.length > MAX_META) {
      throw new IllegalArgumentException(
          "meta has up to " + MAX_META + " bytes, not " + about.length);
    }
    return ByteBuffer.allocate(BEFORE_META + about.length + value.length)
        .put(Names.of(event).toBytes())
        .putShort((short) about.length)
        .put(about)
        .put(value)
        .array();
  }

  /** A session has brought a message. */
  void deliver(Session session, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (in.remaining() < BEFORE_META) {
      return;
    }
    Id event = Id.at(bytes, 0);
    int about = in.position(Id.BYTES).getShort() & 0xffff;
    if (about > Math.min(MAX_META, in.remaining())) {
      return;
    }
    String meta = new String(bytes, BEFORE_META, about, StandardCharsets.UTF_8);
    if (Json.object(meta) != null) {
      engine.outlet.event(
          new RelayEvent.Streamed(
              session.dialog.group().subclusterId(),
              session.dialog.peer(),
              event,
              in.position(BEFORE_META + about).slice().asReadOnlyBuffer(),
              Optional.of(session.key),
              Verified.STRONG,
              meta));
    }
  }

  /** The socket that streams for a peer leave from. */
  static int socket(Known known) {
    return known.proxy == Endpoint.NONE ? known.socket : Peer.MAIN;
  }

  /** A packet of such a message has come. */
  void stream(Frame frame, long from) {
    long to = frame.prefix(Field.USR3);
    long packet = frame.prefix(Field.PACKET_ID);
    if (to == 0 || packet == 0 || !engine.gate.add(packet ^ to ^ SALT, engine.now)) {
      return;
    }
    if (frame.has(Field.USR3, engine.id)) {
      take(Id.at(frame.array(), frame.start(Field.PACKET_ID)), frame);
      return;
    }
    Known known = engine.table.get(frame, Field.USR3);
    if (known != null && known.route() != from && frame.hops() < MAX_HOPS) {
      engine.sender.pass(frame, frame.hops() + 1, socket(known), known.route());
    }
  }

  private void take(Id packetId, Frame frame) {
    if (frame.index() < 0) {
      deliver(Packet.of(frame), frame.copy(Field.MESSAGE), "{}");
      return;
    }
    Assembly whole = assemblies.add(packetId, frame);
    Packet first = whole == null ? null : whole.first();
    Fragments.Head head = whole == null ? null : whole.head();
    byte[] sealed = whole == null ? null : whole.message(engine.workspace.digests);
    if (first != null && head != null && sealed != null) {
      deliver(first, sealed, head.meta());
    }
  }

  private void deliver(Packet packet, byte[] sealed, String meta) {
    Optional<Id> from = Inbox.idOf(packet, Field.USR4);
    Optional<Id> subcluster = Inbox.idOf(packet, Field.SUBCLUSTER_ID);
    byte[] value = engine.inbox.open(packet, sealed);
    if (value == null
        || from.isEmpty()
        || engine.table.get(from.get()) == null
        || !engine.inbox.isFirst(sealed)) {
      return;
    }
    engine.outlet.event(
        new RelayEvent.Streamed(
            subcluster.orElseThrow(),
            from.get(),
            Inbox.idOf(packet, Field.USR1).orElse(from.get()),
            ByteBuffer.wrap(value).asReadOnlyBuffer(),
            Inbox.idOf(packet, Field.USR2),
            engine.inbox.verify(packet, value),
            meta));
  }
}

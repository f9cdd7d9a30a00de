package org.socketplatform.relay.protocol.engine;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.socketplatform.relay.protocol.Endpoint;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.MessageOptions;
import org.socketplatform.relay.protocol.Peer;
import org.socketplatform.relay.protocol.RelayEvent;
import org.socketplatform.relay.protocol.crypto.GroupKeys;
import org.socketplatform.relay.protocol.wire.Field;
import org.socketplatform.relay.protocol.wire.Fragments;
import org.socketplatform.relay.protocol.wire.Frame;
import org.socketplatform.relay.protocol.wire.Packet;
import org.socketplatform.relay.protocol.wire.PacketType;

/** Messages for one peer, sent to it or to a peer that passes them on. */
final class Streams {
  private static final int MAX_HOPS = 16;
  private static final long SALT = 0x5712ea3L;

  private final Engine engine;
  private final Assemblies assemblies = new Assemblies();

  Streams(Engine engine) {
    this.engine = engine;
  }

  /** Sends a message to one or all known members, sealed for each anew. */
  int send(GroupKeys group, Optional<Id> to, String event, byte[] value, MessageOptions message) {
    int sent = 0;
    for (Known known : engine.table.copy()) {
      boolean isMeant =
          to.isPresent() ? known.id.equals(to.get()) : known.isIn(group.subclusterId());
      if (isMeant && (known.connected || known.proxy != Endpoint.NONE)) {
        List<Packet> packets = engine.inbox.write(PacketType.STREAM, group, event, value, message);
        for (Packet packet : packets) {
          packet.set(Field.USR3, known.id).set(Field.USR4, engine.id).hops(1);
          engine.sender.send(socket(known), known.route(), packet);
        }
        sent++;
      }
    }
    return sent;
  }

  private static int socket(Known known) {
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

package org.socketplatform.relay.protocol.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.socketplatform.relay.protocol.Feature;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.crypto.Names;
import org.socketplatform.relay.protocol.crypto.SigningKeys;
import org.socketplatform.relay.protocol.wire.Field;
import org.socketplatform.relay.protocol.wire.Frame;
import org.socketplatform.relay.protocol.wire.Packet;

/**
 * Shows that a peer is who it says. Its id is the hash of its key; pings for a connection and their
 * pongs carry the key in usr2, and in sig a signature over "SRP6", the type, the packet's id, the
 * id of the peer that it is for, and the cookie that it gives back. So nobody can use it with
 * anybody else, or from another address.
 */
final class PeerProof {
  private static final byte[] DOMAIN = "SRP6".getBytes(StandardCharsets.US_ASCII);

  private final Engine engine;
  private final boolean signs;

  PeerProof(Engine engine) {
    this.engine = engine;
    signs = engine.has(Feature.SIGNED_PEERS) && engine.options.peerId().isEmpty();
  }

  private static byte[] covers(int type, Id packetId, Id target, long echo) {
    return ByteBuffer.allocate(DOMAIN.length + 1 + 2 * Id.BYTES + Long.BYTES)
        .put(DOMAIN)
        .put((byte) type)
        .put(packetId.toBytes())
        .put(target.toBytes())
        .putLong(echo)
        .array();
  }

  /** Signs a packet for a peer, unless this peer's id was chosen freely. */
  void sign(Packet packet, Id target, long echo) {
    if (signs) {
      Id packetId = packet.identify(engine.workspace.digests);
      byte[] signed = covers(packet.type(), packetId, target, echo);
      packet
          .set(Field.USR2, engine.signing.publicKey())
          .set(Field.SIG, engine.signing.sign(signed, 0, signed.length));
    }
  }

  /** Whether a packet shows that its sender has a certain id. */
  boolean isBy(Id sender, Frame frame) {
    Id key = frame.id(Field.USR2);
    Id packetId = frame.id(Field.PACKET_ID);
    if (!engine.has(Feature.SIGNED_PEERS)
        || key == null
        || packetId == null
        || !Names.ofKey(key).equals(sender)) {
      return false;
    }
    Packet claimed = Packet.of(frame).set(Field.PACKET_ID, new byte[0]);
    if (!claimed.identify(engine.workspace.digests).equals(packetId)) {
      return false;
    }
    byte[] signed = covers(frame.type(), packetId, engine.id, Sender.number(frame, 0));
    return SigningKeys.verify(key, signed, 0, signed.length, frame.copy(Field.SIG));
  }
}

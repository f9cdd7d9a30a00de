package org.socketplatform.relay.protocol.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.crypto.SigningKeys;
import org.socketplatform.relay.protocol.wire.Birth;
import org.socketplatform.relay.protocol.wire.Digests;
import org.socketplatform.relay.protocol.wire.Field;
import org.socketplatform.relay.protocol.wire.Packet;

/**
 * The signature of a published message that original peers do not have: over the value, its packet,
 * and its place. It travels in usr3 and usr4, which they leave alone.
 */
final class StrongSignature {
  private static final byte[] DOMAIN = "SR6".getBytes(StandardCharsets.US_ASCII);
  private static final Field[] IDS = {
    Field.CLUSTER_ID, Field.SUBCLUSTER_ID, Field.PACKET_ID, Field.PREVIOUS_ID
  };

  private StrongSignature() {}

  /**
   * The bytes that are signed: "SR6", cluster, subcluster, id of the first packet, id of what the
   * message follows, clock in 4 bytes, event, sender's key, SHA-256 of the value; and the ttl in 4
   * bytes if it is a date by the writer. An id that is empty counts as 32 zero bytes.
   */
  static byte[] covers(Packet first, byte[] value, Digests digests) {
    boolean isDated = Birth.isByWriter(first.ttl());
    ByteBuffer out =
        ByteBuffer.allocate(DOMAIN.length + (IDS.length + 3) * Id.BYTES + 4 + (isDated ? 4 : 0));
    out.put(DOMAIN);
    for (Field field : IDS) {
      put(out, first, field);
    }
    out.putInt((int) first.clock());
    put(out, first, Field.USR1);
    put(out, first, Field.USR2);
    out.put(digests.sha256(value).toBytes());
    if (isDated) {
      out.putInt((int) first.ttl());
    }
    return out.array();
  }

  private static void put(ByteBuffer out, Packet packet, Field field) {
    out.put(Arrays.copyOf(packet.get(field), Id.BYTES));
  }

  /** The signature in a packet; null if there is none. */
  static byte @Nullable [] of(Packet packet) {
    byte[] first = packet.get(Field.USR3);
    byte[] second = packet.get(Field.USR4);
    if (first.length != 32 || second.length != 32) {
      return null;
    }
    byte[] signature = Arrays.copyOf(first, SigningKeys.SIGNATURE_BYTES);
    System.arraycopy(second, 0, signature, 32, 32);
    return signature;
  }
}

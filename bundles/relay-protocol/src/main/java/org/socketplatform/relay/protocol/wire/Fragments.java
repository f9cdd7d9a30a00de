package org.socketplatform.relay.protocol.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socketplatform.relay.protocol.Id;

/**
 * How a sealed message is cut into packets: one that fits is one packet, whose id is its hash; a
 * longer one is a head that tells its size, and pieces that form a chain of hashes.
 */
public final class Fragments {
  /** The largest sealed message that is taken, so that nobody can make a peer collect for ever. */
  public static final int MAX_SIZE = 16_100_000;

  /**
   * What the head of a message says.
   *
   * @param size bytes of the sealed message
   * @param pieces how many packets follow the head
   * @param timestamp when it was cut, in milliseconds since the epoch
   * @param meta a JSON object
   */
  public record Head(int size, int pieces, long timestamp, String meta) {}

  private Fragments() {}

  /**
   * Cuts a message.
   *
   * @param like what all of its packets have in common; its previousId is for the first, its nextId
   *     for the last of them
   * @param meta a JSON object in ASCII
   */
  public static List<Packet> cut(
      Packet like, byte[] sealed, String meta, long now, Digests digests) {
    if (sealed.length <= Frame.MESSAGE_BYTES) {
      return List.of(
          like.copy().set(Field.MESSAGE, sealed).set(Field.PACKET_ID, digests.sha256(sealed)));
    }
    int pieces = pieces(sealed.length);
    byte[] head =
        new JsonText()
            .addRaw("meta", meta)
            .add("ts", now)
            .add("size", sealed.length)
            .add("indexes", pieces)
            .toBytes();
    Id headId = digests.sha256(head);
    List<Packet> packets = new ArrayList<>(pieces + 1);
    packets.add(like.copy().index(0).set(Field.MESSAGE, head).set(Field.PACKET_ID, headId));
    Id id = headId;
    for (int i = 1; i <= pieces; i++) {
      byte[] piece =
          Arrays.copyOfRange(
              sealed,
              (i - 1) * Frame.MESSAGE_BYTES,
              Math.min(i * Frame.MESSAGE_BYTES, sealed.length));
      id = chain(id, digests.sha256(piece), digests);
      packets.getLast().set(Field.NEXT_ID, id);
      packets.add(
          like.copy()
              .index(i)
              .set(Field.MESSAGE, piece)
              .set(Field.PREVIOUS_ID, headId)
              .set(Field.PACKET_ID, id));
    }
    return packets;
  }

  /** The id of the piece after one with a certain id, by the hash of its bytes. */
  public static Id chain(Id before, Id pieceHash, Digests digests) {
    byte[] bytes = before.toBytes();
    return digests.sha256(digests.sha256(bytes), pieceHash);
  }

  /** How many pieces a sealed message of more than 1024 bytes has. */
  public static int pieces(int size) {
    return (size + Frame.MESSAGE_BYTES - 1) / Frame.MESSAGE_BYTES;
  }

  /** What a head says; null if it is no valid one. */
  public static @Nullable Head head(byte[] bytes, int offset, int length) {
    Map<String, Object> values = Json.object(bytes, offset, length);
    if (values == null
        || !(values.get("size") instanceof Double size)
        || !(values.get("indexes") instanceof Double pieces)
        || size < 1
        || size > MAX_SIZE
        || size % 1 != 0
        || pieces != pieces(size.intValue())) {
      return null;
    }
    long timestamp = values.get("ts") instanceof Double ts ? ts.longValue() : 0;
    String meta = values.get("meta") instanceof Json.Raw raw ? raw.text() : "{}";
    return new Head(size.intValue(), pieces.intValue(), timestamp, meta);
  }
}

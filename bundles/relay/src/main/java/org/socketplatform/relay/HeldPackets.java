package org.socketplatform.relay;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.socketplatform.relay.protocol.PeerOptions;

/** Packets one after the other, the oldest first: each after its length in two bytes. */
final class HeldPackets {
  /** The most that a peer holds, with the lengths. */
  static final int MOST_BYTES = 2 * PeerOptions.DEFAULT_CACHE_BYTES;

  private HeldPackets() {}

  /**
   * Writes packets.
   *
   * @param newestFirst at most 65,535 bytes each
   */
  static byte[] encode(List<byte[]> newestFirst) {
    int size = newestFirst.stream().mapToInt(packet -> Short.BYTES + packet.length).sum();
    ByteBuffer out = ByteBuffer.allocate(size);
    newestFirst.reversed().forEach(packet -> out.putShort((short) packet.length).put(packet));
    return out.array();
  }

  /**
   * Reads packets, whatever they are.
   *
   * @throws IllegalArgumentException if they do not end where the bytes do
   */
  static List<byte[]> decode(byte[] bytes) {
    List<byte[]> oldestFirst = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    while (in.hasRemaining()) {
      int length = in.remaining() < Short.BYTES ? Integer.MAX_VALUE : in.getShort() & 0xffff;
      if (length > in.remaining()) {
        throw new IllegalArgumentException(
            "The data is not whole: it is to be what getState() gave");
      }
      byte[] packet = new byte[length];
      in.get(packet);
      oldestFirst.add(packet);
    }
    return oldestFirst;
  }
}

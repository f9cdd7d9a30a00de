package org.socketplatform.relay;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.LongStream;
import org.socketplatform.relay.protocol.wire.PacketType;

/**
 * How many datagrams of each type came and went: by the number that the type has on the wire, the
 * ones that original peers do not know, and what is no packet, at 0. Safe for use by many threads.
 */
final class Traffic {
  private static final int TYPES = PacketType.QUERY + 1;
  private static final int MAGIC = 0x03050b11;
  private static final int TYPE_OFFSET = 4;

  private final AtomicLongArray in = new AtomicLongArray(TYPES);
  private final AtomicLongArray out = new AtomicLongArray(TYPES);

  /** The numbers at one moment, one for each type from 0 to 8. */
  record Counts(List<Long> in, List<Long> out) {}

  void came(ByteBuffer datagram) {
    count(in, datagram);
  }

  void went(ByteBuffer datagram) {
    count(out, datagram);
  }

  private static void count(AtomicLongArray counts, ByteBuffer datagram) {
    int start = datagram.position();
    boolean isPacket = datagram.remaining() > TYPE_OFFSET && datagram.getInt(start) == MAGIC;
    int type = isPacket ? datagram.get(start + TYPE_OFFSET) : 0;
    counts.incrementAndGet(type > 0 && type < TYPES ? type : 0);
  }

  Counts counts() {
    return new Counts(list(in), list(out));
  }

  private static List<Long> list(AtomicLongArray counts) {
    return LongStream.range(0, TYPES).mapToObj(i -> counts.get((int) i)).toList();
  }
}

package org.socketplatform.relay.protocol.engine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.socketplatform.relay.protocol.Feature;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.Peer;
import org.socketplatform.relay.protocol.wire.PacketType;

/**
 * Lets two peers hold packets of any ids, and hands any bytes to one of them as a comparison of the
 * other: it never throws and answers with a few datagrams at most; and when they compare after
 * that, both come to hold all that any of them held.
 */
public final class ComparisonFuzz {
  private static final Set<Feature> FEATURES =
      EnumSet.complementOf(EnumSet.of(Feature.QUOTAS, Feature.CHECKED_IDS));
  private static final int RECORD = 1 + Long.BYTES;
  private static final int MOST_HELD = 300;
  private static final int NONCE = Long.BYTES;
  private static final int MOST_ANSWERS = 16 + 16;
  private static final int HEADER = 22;

  private ComparisonFuzz() {}

  /** One input of the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    Couple couple = new Couple(1, Couple.SELDOM, FEATURES, FEATURES);
    Set<Id> all = fill(couple, bytes);
    disturb(couple, bytes);
    couple.network.run(3000);
    couple.compare();
    couple.network.run(10_000);
    if (!Couple.held(couple.first).equals(all) || !Couple.held(couple.second).equals(all)) {
      throw new IllegalStateException("they do not hold the same");
    }
  }

  /** Each nine bytes say who holds a packet, and what its id begins with. */
  private static Set<Id> fill(Couple couple, byte[] bytes) {
    Set<Id> all = new HashSet<>();
    List<byte[]> ofFirst = new ArrayList<>();
    List<byte[]> ofSecond = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    for (int i = 0; i < MOST_HELD && in.remaining() >= RECORD; i++) {
      int holders = in.get();
      long name = in.getLong() | 1;
      byte[] id = new byte[Id.BYTES];
      ByteBuffer.wrap(id).putLong(name);
      byte[] packet = Couple.packet(Id.of(id), id);
      if ((holders & 3) != 0) {
        all.add(Id.of(id));
      }
      if ((holders & 1) != 0) {
        ofFirst.add(packet);
      }
      if ((holders & 2) != 0) {
        ofSecond.add(packet);
      }
    }
    couple.give(couple.first, ofFirst);
    couple.give(couple.second, ofSecond);
    return all;
  }

  private static void disturb(Couple couple, byte[] bytes) {
    long cookie = ((Engine) couple.first.peer).sender.cookie(couple.endpointOfSecond());
    long back = ((Engine) couple.second.peer).sender.cookie(couple.endpointOfFirst());
    byte[] body = bytes.length < NONCE ? Arrays.copyOf(bytes, NONCE) : bytes;
    ByteBuffer datagram =
        ByteBuffer.allocate(HEADER + body.length)
            .put(new byte[] {3, 5, 11, 17, PacketType.COMPARE, 1})
            .putLong(cookie)
            .putLong(back)
            .put(body)
            .flip();
    long before = sent(couple);
    if (datagram.remaining() <= 1200) {
      couple.first.peer.receive(Peer.MAIN, couple.endpointOfSecond(), datagram, couple.network.now);
    }
    if (sent(couple) - before > MOST_ANSWERS) {
      throw new IllegalStateException("too many answers");
    }
    couple.first.wake();
  }

  private static long sent(Couple couple) {
    return Arrays.stream(couple.network.datagrams).sum();
  }
}

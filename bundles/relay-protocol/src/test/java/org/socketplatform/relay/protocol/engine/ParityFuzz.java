package org.socketplatform.relay.protocol.engine;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.socketplatform.relay.protocol.Feature;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.MessageOptions;
import org.socketplatform.relay.protocol.Peer;
import org.socketplatform.relay.protocol.RelayEvent;
import org.socketplatform.relay.protocol.crypto.SharedKeys;
import org.socketplatform.relay.protocol.wire.Field;
import org.socketplatform.relay.protocol.wire.Frame;
import org.socketplatform.relay.protocol.wire.PacketType;

/**
 * Hands any bytes to a peer as rows of parity, on their own and for a message whose pieces come
 * beside them: it never throws and sends nothing for them, and the message arrives as it was.
 */
public final class ParityFuzz {
  private static final Set<Feature> FEATURES = EnumSet.allOf(Feature.class);
  private static final int HEADER = 14;
  private static final int ROW = 53 + 1088;
  private static final int SIZE = 5000;

  private ParityFuzz() {}

  /** One input of the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    Couple couple = new Couple(1, Couple.SELDOM, FEATURES, FEATURES);
    Network network = couple.network;
    byte[] key = SharedKeys.ofText("friends");
    Id subcluster = couple.first.peer.join(key, network.now);
    couple.second.peer.join(key, network.now);
    couple.first.wake();
    couple.second.wake();
    network.run(3000);
    give(couple, bytes);
    byte[] head = new byte[Id.BYTES];
    network.loses =
        datagram -> {
          Frame frame = new Frame();
          if (frame.read(datagram, 0, datagram.length) && frame.index() == 0) {
            System.arraycopy(datagram, frame.start(Field.PACKET_ID), head, 0, head.length);
          }
          return frame.read(datagram, 0, datagram.length) && frame.index() == 2;
        };
    byte[] value = Arrays.copyOf(bytes, SIZE);
    couple.first.peer.publish(subcluster, "x", value, MessageOptions.DEFAULT, network.now);
    byte[] row = Arrays.copyOf(bytes, ROW - HEADER);
    System.arraycopy(head, 0, row, 0, head.length);
    give(couple, row);
    couple.first.wake();
    network.run(500);
    network.loses = any -> false;
    couple.first.peer.sync(couple.second.peer.info().peerId(), network.now);
    couple.first.wake();
    network.run(20_000);
    if (couple.second.all(RelayEvent.Message.class).stream()
            .filter(message -> message.value().equals(ByteBuffer.wrap(value)))
            .count()
        != 1) {
      throw new IllegalStateException("the message did not come once");
    }
  }

  private static void give(Couple couple, byte[] body) {
    long cookie = ((Engine) couple.second.peer).sender.cookie(couple.endpointOfFirst());
    int length = Math.min(body.length, ROW - HEADER);
    ByteBuffer datagram =
        ByteBuffer.allocate(HEADER + length)
            .put(new byte[] {3, 5, 11, 17, PacketType.PARITY, 0})
            .putLong(cookie)
            .put(body, 0, length)
            .flip();
    long before = Arrays.stream(couple.network.datagrams).sum();
    couple.second.peer.receive(Peer.MAIN, couple.endpointOfFirst(), datagram, couple.network.now);
    if (Arrays.stream(couple.network.datagrams).sum() != before) {
      throw new IllegalStateException("it answers a row of parity");
    }
  }
}

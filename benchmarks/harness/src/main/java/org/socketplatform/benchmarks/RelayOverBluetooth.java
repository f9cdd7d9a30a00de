package org.socketplatform.benchmarks;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.socketplatform.bluetooth.link.GattLinks;
import org.socketplatform.bluetooth.loop.Air;
import org.socketplatform.bluetooth.loop.AirTime;
import org.socketplatform.bluetooth.loop.LoopProvider;
import org.socketplatform.relay.LivePeer;
import org.socketplatform.relay.protocol.Id;
import org.socketplatform.relay.protocol.MessageOptions;
import org.socketplatform.relay.protocol.PeerOptions;
import org.socketplatform.relay.protocol.RelayEvent;

/** Two peers without a network, on an air in memory: one publishes, the other hears. */
final class RelayOverBluetooth {
  private static final UUID SERVICE = UUID.fromString("5f0e4b9a-7a11-4222-8333-944455566677");

  /** A peer takes no more than 1024 packets of published messages from another in a minute. */
  private static final int KIBIBYTES = 128;

  private static final int MESSAGES = 4;
  private static final long PATIENCE_SECONDS = 60;

  private RelayOverBluetooth() {}

  /** From the first message that is published until the last one is heard, whole and opened. */
  static double kibibytesPerSecond() throws InterruptedException {
    byte[] key = new byte[Id.BYTES];
    byte[] value = new byte[KIBIBYTES * 1024 - 1];
    new Random(1).nextBytes(value);
    try (Air air = new Air(AirTime.real());
        Side sender = Side.open(air, "sender", key);
        Side receiver = Side.open(air, "receiver", key)) {
      sender.await(RelayEvent.MemberJoined.class, _ -> true);
      sender.publish(value, (byte) 0);
      receiver.hear(0);
      long start = System.nanoTime();
      for (byte number = 1; number <= MESSAGES; number++) {
        sender.publish(value, number);
        receiver.hear(number);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      return MESSAGES * KIBIBYTES / seconds;
    }
  }

  private record Side(
      LoopProvider radio, LivePeer peer, Id subcluster, BlockingQueue<RelayEvent> events)
      implements AutoCloseable {
    static Side open(Air air, String name, byte[] key) {
      LoopProvider radio = new LoopProvider(air.radio(name));
      BlockingQueue<RelayEvent> events = new LinkedBlockingQueue<>();
      byte[] seed = new byte[Id.BYTES];
      new Random(name.hashCode()).nextBytes(seed);
      LivePeer peer =
          LivePeer.openNearby(
              (service, listener) -> new GattLinks(radio, service, listener).start(),
              SERVICE,
              PeerOptions.of(Id.of(key)),
              seed,
              events::add);
      return new Side(radio, peer, peer.call((engine, now) -> engine.join(key, now)), events);
    }

    void publish(byte[] value, byte number) {
      byte[] numbered = value.clone();
      numbered[0] = number;
      peer.call((engine, now) ->
          engine.publish(subcluster, "measured", numbered, MessageOptions.DEFAULT, now));
    }

    void hear(int number) throws InterruptedException {
      await(
          RelayEvent.Message.class,
          message -> {
            ByteBuffer heard = message.value();
            return heard.get(heard.position()) == number;
          });
    }

    <T extends RelayEvent> void await(Class<T> type, Predicate<T> wanted)
        throws InterruptedException {
      RelayEvent event;
      do {
        event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (event == null) {
          throw new BenchmarkException("the relay did not tell of a " + type.getSimpleName());
        }
      } while (!type.isInstance(event) || !wanted.test(type.cast(event)));
    }

    @Override
    public void close() {
      peer.close();
      radio.close();
    }
  }
}

package org.socketplatform.relay.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.socketplatform.relay.protocol.engine.ComparisonFuzz;
import org.socketplatform.relay.protocol.engine.EngineFuzz;
import org.socketplatform.relay.protocol.engine.ParityFuzz;
import org.socketplatform.relay.protocol.engine.SessionFuzz;
import org.socketplatform.relay.protocol.wire.PacketFuzz;

/** A short run of what {@code ./ssc fuzz} runs for long, always with the same inputs. */
class FuzzTest {
  private static final long SEED = 20_26;

  /** Packets of original peers, each with some bytes changed and perhaps cut. */
  private static void run(int times, Consumer<byte[]> target) {
    Random random = new Random(SEED);
    List<byte[]> packets =
        Vectors.packets().stream().map(packet -> Vectors.bytes(packet, "hex")).toList();
    for (int i = 0; i < times; i++) {
      byte[] bytes = packets.get(random.nextInt(packets.size())).clone();
      for (int changes = random.nextInt(4); changes > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      target.accept(
          random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes);
    }
  }

  @Test
  void shouldReadAnyBytes() {
    run(20_000, PacketFuzz::fuzzerTestOneInput);
  }

  @Test
  void shouldTakeAnythingInASession() {
    run(200, SessionFuzz::fuzzerTestOneInput);
  }

  @Test
  void shouldCompareWhateverIsHeld() {
    run(100, ComparisonFuzz::fuzzerTestOneInput);
  }

  @Test
  void shouldTakeAnyParity() {
    run(40, ParityFuzz::fuzzerTestOneInput);
  }

  @Test
  void shouldTakeAnyDatagram() {
    run(400, EngineFuzz::fuzzerTestOneInput);
  }
}

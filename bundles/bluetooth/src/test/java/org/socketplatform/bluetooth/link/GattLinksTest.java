package org.socketplatform.bluetooth.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.socketplatform.bluetooth.api.AdapterState;
import org.socketplatform.bluetooth.api.Advertisement;
import org.socketplatform.bluetooth.api.BluetoothException;
import org.socketplatform.bluetooth.api.BluetoothProvider;
import org.socketplatform.bluetooth.api.Connection;
import org.socketplatform.bluetooth.api.DeviceId;
import org.socketplatform.bluetooth.api.Gatt;
import org.socketplatform.bluetooth.api.PacketLink;
import org.socketplatform.bluetooth.api.PacketListener;
import org.socketplatform.bluetooth.api.Peripheral;
import org.socketplatform.bluetooth.api.PeripheralListener;
import org.socketplatform.bluetooth.api.Registration;

class GattLinksTest {
  private static final UUID SERVICE = UUID.fromString("7d1c9a10-0f4e-4f0a-8a55-0d8f6c2b9e01");
  private static final DeviceId CENTRAL = new DeviceId("central");

  /** Keeps what it is told to publish, and takes its time, so that one may overtake another. */
  private static final class Served implements BluetoothProvider, Peripheral {
    private final BlockingQueue<Frame> published = new LinkedBlockingQueue<>();
    private final CountDownLatch packet = new CountDownLatch(1);

    @Override
    public Peripheral serve(
        List<Gatt.ServiceSpec> services,
        Optional<String> name,
        boolean advertise,
        PeripheralListener listener) {
      return this;
    }

    @Override
    public boolean publish(UUID service, UUID characteristic, byte[] value) {
      Frame frame = Frame.decode(value).orElseThrow();
      try {
        if (frame.kind() == Frame.Kind.PART) {
          packet.countDown();
        } else {
          var _ = packet.await(200, TimeUnit.MILLISECONDS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return published.add(frame);
    }

    @Override
    public Registration scan(Set<UUID> services, Consumer<Advertisement> listener) {
      return () -> {};
    }

    @Override
    public Connection connect(DeviceId device, Runnable disconnected) {
      throw new BluetoothException(BluetoothException.Code.UNSUPPORTED, "serves alone");
    }

    @Override
    public Registration onState(Consumer<AdapterState> listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public AdapterState state() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String name() {
      return "served";
    }

    @Override
    public void close() {}
  }

  /** Sends a packet on each link as soon as there is one. */
  private static final class Eager implements PacketListener {
    @Override
    public void opened(PacketLink link) {
      link.send(ByteBuffer.wrap(new byte[] {1}));
    }

    @Override
    public void received(PacketLink link, ByteBuffer packet) {}

    @Override
    public void closed(PacketLink link) {}
  }

  @Test
  void shouldAnswerACentralBeforeItSendsPackets() throws Exception {
    Served served = new Served();
    try (GattLinks links = new GattLinks(served, SERVICE, new Eager()).start()) {
      // The lowest name of all, so that the link is the one that stays.
      byte[] hello = Frame.hello(1, 0, Gatt.LONGEST_VALUE).encode();
      links.onWrite(CENTRAL, SERVICE, SERVICE, hello);

      assertThat(next(served).kind()).isEqualTo(Frame.Kind.HELLO);
      assertThat(next(served).kind()).isEqualTo(Frame.Kind.PART);
    }
  }

  private static Frame next(Served served) throws InterruptedException {
    Frame frame = served.published.poll(10, TimeUnit.SECONDS);
    assertThat(frame).as("what is published").isNotNull();
    return frame;
  }
}

package org.socketplatform.bluetooth.bluez;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.socketplatform.bluetooth.api.AdapterState;
import org.socketplatform.bluetooth.api.Advertisement;
import org.socketplatform.bluetooth.api.Gatt;
import org.socketplatform.bluetooth.api.Registration;

/** What only a provider with a bus can go through. */
@Timeout(60)
class BluezProviderTest {
  private static final UUID SERVICE = Gatt.uuid(0x180d);

  private static <T> void await(BlockingQueue<T> queue, T wanted) throws InterruptedException {
    T next;
    do {
      next = queue.poll(30, TimeUnit.SECONDS);
      assertThat(next).as("before " + wanted).isNotNull();
    } while (!wanted.equals(next));
  }

  @Test
  void shouldSayThatThereIsNoBluetoothWithoutABus() {
    try (BluezProvider provider = BluezProvider.at("unix:path=/nonexistent/bus")) {
      assertThat(provider.state()).isEqualTo(AdapterState.UNSUPPORTED);
    }
  }

  @Test
  void shouldComeBackWithTheBus() throws Exception {
    assumeTrue(MessageBus.isInstalled(), "BlueZ, as it needs dbus-daemon; install dbus");
    try (BluezLab lab = new BluezLab()) {
      BluezLab.BluezMachine alice = lab.machine("alice");
      BluezLab.BluezMachine bob = lab.machine("bob");
      alice
          .provider()
          .serve(
              List.of(
                  new Gatt.ServiceSpec(
                      SERVICE,
                      List.of(
                          Gatt.CharacteristicSpec.of(Gatt.uuid(0x2a37), Gatt.Property.NOTIFY)))),
              Optional.empty(),
              true,
              new ProgramObjects.Nothing());
      BlockingQueue<AdapterState> states = new LinkedBlockingQueue<>();
      BlockingQueue<Advertisement> heard = new LinkedBlockingQueue<>();
      try (Registration watch = bob.provider().onState(states::add);
          Registration scan = bob.provider().scan(Set.of(SERVICE), heard::add)) {
        assertThat(watch).isNotSameAs(scan);
        await(states, AdapterState.POWERED_ON);
        assertThat(heard.poll(30, TimeUnit.SECONDS)).isNotNull();
        bob.stopBluez();
        bob.bus().stop();
        await(states, AdapterState.UNSUPPORTED);
        heard.clear();
        bob.bus().resume();
        bob.startBluez();
        await(states, AdapterState.POWERED_ON);
        assertThat(heard.poll(30, TimeUnit.SECONDS)).isNotNull();
      }
    }
  }
}

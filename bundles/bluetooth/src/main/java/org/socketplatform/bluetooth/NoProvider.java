package org.socketplatform.bluetooth;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.socketplatform.bluetooth.api.AdapterState;
import org.socketplatform.bluetooth.api.Advertisement;
import org.socketplatform.bluetooth.api.BluetoothException;
import org.socketplatform.bluetooth.api.BluetoothProvider;
import org.socketplatform.bluetooth.api.Connection;
import org.socketplatform.bluetooth.api.DeviceId;
import org.socketplatform.bluetooth.api.Gatt;
import org.socketplatform.bluetooth.api.Peripheral;
import org.socketplatform.bluetooth.api.PeripheralListener;
import org.socketplatform.bluetooth.api.Registration;

/** For systems where the platform has no Bluetooth: says so. */
final class NoProvider implements BluetoothProvider {
  @Override
  public String name() {
    return "none";
  }

  @Override
  public AdapterState state() {
    return AdapterState.UNSUPPORTED;
  }

  @Override
  public Registration onState(Consumer<AdapterState> listener) {
    listener.accept(state());
    return () -> {};
  }

  @Override
  public Registration scan(Set<UUID> services, Consumer<Advertisement> listener) {
    throw unsupported();
  }

  @Override
  public Connection connect(DeviceId device, Runnable disconnected) {
    throw unsupported();
  }

  @Override
  public Peripheral serve(
      List<Gatt.ServiceSpec> services,
      Optional<String> name,
      boolean advertise,
      PeripheralListener listener) {
    throw unsupported();
  }

  private static BluetoothException unsupported() {
    return new BluetoothException(
        BluetoothException.Code.UNSUPPORTED,
        "The platform has no Bluetooth on this operating system; it has on Linux, with BlueZ");
  }

  @Override
  public void close() {}
}

package org.socketplatform.bluetooth.api;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Bluetooth Low Energy as one system has it, in both roles. Safe for use by many threads.
 *
 * <p>Methods block until the device has answered, each for at most half a minute, and throw {@link
 * BluetoothException}. Listeners are called one at a time, in the order of events, on a thread of
 * the provider; they must not call what blocks.
 *
 * <p>What is begun outlives the adapter: while it is away or off, scans find nothing; when it is
 * back they go on, and what is served is served and advertised again. Connections end.
 */
@ConsumerType
public interface BluetoothProvider extends AutoCloseable {
  /** Such as {@code bluez}. */
  String name();

  /** The state of now. */
  AdapterState state();

  /** Calls the listener with the state of now and then with every other one. */
  Registration onState(Consumer<AdapterState> listener);

  /**
   * Looks for devices. The same device is told of again and again, as often as it advertises.
   *
   * @param services a device must advertise one of these; empty for all devices
   */
  Registration scan(Set<UUID> services, Consumer<Advertisement> listener);

  /**
   * Connects to a device that a scan found, and finds out what it has. A device may be connected
   * several times; it is told to disconnect when the last connection is closed.
   *
   * @param disconnected called once when the connection ends other than by closing it
   */
  Connection connect(DeviceId device, Runnable disconnected);

  /**
   * Serves services.
   *
   * @param name to advertise; the system may shorten it, or have its own
   * @param advertise whether to tell everybody
   */
  Peripheral serve(
      List<Gatt.ServiceSpec> services,
      Optional<String> name,
      boolean advertise,
      PeripheralListener listener);

  /** Ends all that was begun. */
  @Override
  void close();
}

package org.socketplatform.bluetooth.api;

import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ConsumerType;

/** A device that is connected. Safe for use by many threads. */
@ConsumerType
public interface Connection extends AutoCloseable {
  /** Whom to. */
  DeviceId device();

  /** What the device has. */
  List<Gatt.Service> services();

  /** The largest packet of the protocol in bytes, 23 to 517; a value takes 3 bytes less. */
  int mtu();

  /** Reads a characteristic or a descriptor. */
  byte[] read(int handle);

  /** Writes a characteristic. Writes of one thread arrive in their order. */
  void write(int handle, byte[] value, Gatt.Write how);

  /**
   * Asks to be told of new values. Several listeners may be; the device is asked once.
   *
   * @return ends it
   */
  Registration subscribe(int handle, Consumer<byte[]> listener);

  /** Pairs with the device; the system asks its user what there is to ask. */
  void pair();

  /** False once it has ended. */
  boolean isOpen();

  @Override
  void close();

  /**
   * The first characteristic of these UUIDs.
   *
   * @throws BluetoothException {@code NOT_FOUND} if there is none
   */
  default Gatt.Characteristic characteristic(UUID service, UUID characteristic) {
    return services().stream()
        .filter(each -> each.uuid().equals(service))
        .flatMap(each -> each.characteristics().stream())
        .filter(each -> each.uuid().equals(characteristic))
        .findFirst()
        .orElseThrow(() ->
            new BluetoothException(
                BluetoothException.Code.NOT_FOUND,
                "The device has no characteristic " + characteristic + " in " + service));
  }
}

package org.socketplatform.bluetooth.bluez;

import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.Variant;

/**
 * The interfaces of BlueZ, as far as they are used (its documents {@code org.bluez.Adapter}, {@code
 * .Device}, {@code .GattCharacteristic}, {@code .GattManager}, {@code .LEAdvertisingManager}). The
 * methods have the names that they have on the bus.
 */
final class Bluez {
  static final String NAME = "org.bluez";
  static final String ADAPTER = "org.bluez.Adapter1";
  static final String DEVICE = "org.bluez.Device1";
  static final String SERVICE = "org.bluez.GattService1";
  static final String CHARACTERISTIC = "org.bluez.GattCharacteristic1";
  static final String DESCRIPTOR = "org.bluez.GattDescriptor1";
  static final String GATT_MANAGER = "org.bluez.GattManager1";
  static final String ADVERTISING_MANAGER = "org.bluez.LEAdvertisingManager1";
  static final String ADVERTISEMENT = "org.bluez.LEAdvertisement1";

  private Bluez() {}

  /** A radio. */
  @DBusInterfaceName(ADAPTER)
  public interface Adapter extends DBusInterface {
    void SetDiscoveryFilter(Map<String, Variant<?>> filter);

    void StartDiscovery();

    void StopDiscovery();
  }

  /** A device that was seen. */
  @DBusInterfaceName(DEVICE)
  public interface Device extends DBusInterface {
    void Connect();

    void Disconnect();

    void Pair();
  }

  /** A characteristic, of a device or of a program. */
  @DBusInterfaceName(CHARACTERISTIC)
  public interface Characteristic extends DBusInterface {
    byte[] ReadValue(Map<String, Variant<?>> options);

    void WriteValue(byte[] value, Map<String, Variant<?>> options);

    void StartNotify();

    void StopNotify();
  }

  /** A descriptor, of a device or of a program. */
  @DBusInterfaceName(DESCRIPTOR)
  public interface Descriptor extends DBusInterface {
    byte[] ReadValue(Map<String, Variant<?>> options);

    void WriteValue(byte[] value, Map<String, Variant<?>> options);
  }

  /** Takes services of programs. */
  @DBusInterfaceName(GATT_MANAGER)
  public interface GattManager extends DBusInterface {
    void RegisterApplication(DBusPath application, Map<String, Variant<?>> options);

    void UnregisterApplication(DBusPath application);
  }

  /** Takes advertisements of programs. */
  @DBusInterfaceName(ADVERTISING_MANAGER)
  public interface AdvertisingManager extends DBusInterface {
    void RegisterAdvertisement(DBusPath advertisement, Map<String, Variant<?>> options);

    void UnregisterAdvertisement(DBusPath advertisement);
  }

  /** An advertisement of a program. */
  @DBusInterfaceName(ADVERTISEMENT)
  public interface Advertisement extends DBusInterface {
    void Release();
  }
}

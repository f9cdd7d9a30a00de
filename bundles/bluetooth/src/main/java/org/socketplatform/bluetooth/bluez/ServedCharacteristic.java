package org.socketplatform.bluetooth.bluez;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.Variant;
import org.socketplatform.bluetooth.api.BluetoothException;
import org.socketplatform.bluetooth.api.BluetoothException.Code;
import org.socketplatform.bluetooth.api.DeviceId;
import org.socketplatform.bluetooth.api.Gatt;
import org.socketplatform.bluetooth.api.Gatt.Property;

/** A characteristic that is served: BlueZ asks it for what centrals ask. */
final class ServedCharacteristic extends ServedObject implements Bluez.Characteristic {
  private final BluezPeripheral peripheral;
  private final UUID service;
  private final Gatt.CharacteristicSpec spec;
  private volatile boolean notifying;

  ServedCharacteristic(
      BluezPeripheral peripheral,
      String path,
      DBusPath servicePath,
      UUID service,
      Gatt.CharacteristicSpec spec) {
    super(
        path,
        Bluez.CHARACTERISTIC,
        Map.of(
            "UUID", new Variant<>(spec.uuid().toString()),
            "Service", new Variant<>(servicePath),
            "Flags",
                new Variant<>(
                    spec.properties().stream().map(Property::flag).toArray(String[]::new))));
    this.peripheral = peripheral;
    this.service = service;
    this.spec = spec;
  }

  boolean is(UUID ofService, UUID uuid) {
    return service.equals(ofService) && spec.uuid().equals(uuid);
  }

  void requireNotifications() {
    if (!spec.properties().contains(Property.NOTIFY)
        && !spec.properties().contains(Property.INDICATE)) {
      throw new BluetoothException(
          Code.NOT_PERMITTED, "The characteristic " + spec.uuid() + " has no notifications");
    }
  }

  /**
   * Tells all that have subscribed; false if there are none. BlueZ knows best who has: it is told
   * anyway, since what it last said of that may be on its way.
   */
  boolean tell(DBusConnection connection, byte[] value) {
    boolean told = notifying;
    try {
      connection.sendMessage(
          new Properties.PropertiesChanged(
              getObjectPath(),
              Bluez.CHARACTERISTIC,
              Map.of("Value", new Variant<>(value)),
              List.of()));
      return told;
    } catch (DBusException e) {
      return false;
    }
  }

  @Override
  public byte[] ReadValue(Map<String, Variant<?>> options) {
    byte[] value = ask(() -> peripheral.listener().onRead(central(options), service, spec.uuid()));
    return from(
        value.length > Gatt.LONGEST_VALUE ? Arrays.copyOf(value, Gatt.LONGEST_VALUE) : value,
        options);
  }

  @Override
  public void WriteValue(byte[] value, Map<String, Variant<?>> options) {
    if (offset(options) != 0) {
      throw new org.bluez.Error.InvalidOffset("Values are written whole");
    }
    ask(() -> {
      peripheral.listener().onWrite(central(options), service, spec.uuid(), value);
      return value;
    });
  }

  @Override
  public void StartNotify() {
    subscribed(true);
  }

  @Override
  public void StopNotify() {
    subscribed(false);
  }

  private void subscribed(boolean now) {
    if (notifying != now) {
      notifying = now;
      peripheral.inbox().run(() -> peripheral.listener().onSubscription(service, spec.uuid(), now));
    }
  }

  /** Listeners are called by the inbox alone. */
  private byte[] ask(Supplier<byte[]> request) {
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    peripheral
        .inbox()
        .run(() -> {
          try {
            answer.complete(request.get());
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof BluetoothException failure
          && failure.code() == Code.NOT_PERMITTED) {
        throw new org.bluez.Error.NotPermitted(String.valueOf(failure.getMessage()));
      }
      throw new org.bluez.Error.Failed("The program refused");
    }
  }

  private static DeviceId central(Map<String, Variant<?>> options) {
    Variant<?> device = options.get("device");
    String path =
        device != null && device.getValue() instanceof DBusPath given ? given.getPath() : "";
    int start = path.lastIndexOf("/dev_");
    return new DeviceId(start < 0 ? "" : path.substring(start + 5).replace('_', ':'));
  }

  private static int offset(Map<String, Variant<?>> options) {
    Variant<?> offset = options.get("offset");
    return offset != null && offset.getValue() instanceof Number number ? number.intValue() : 0;
  }

  /** What a long read has not got yet. */
  static byte[] from(byte[] value, Map<String, Variant<?>> options) {
    int offset = offset(options);
    if (offset > value.length) {
      throw new org.bluez.Error.InvalidOffset("The value has " + value.length + " bytes");
    }
    return Arrays.copyOfRange(value, offset, value.length);
  }
}

package org.socketplatform.bluetooth.bluez;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;
import org.socketplatform.bluetooth.api.BluetoothException;
import org.socketplatform.bluetooth.api.BluetoothException.Code;
import org.socketplatform.bluetooth.api.Gatt;
import org.socketplatform.bluetooth.api.Peripheral;
import org.socketplatform.bluetooth.api.PeripheralListener;
import org.socketplatform.bluetooth.events.Inbox;

/**
 * Services of this program, and the advertisement that tells of them, as BlueZ asks for them. They
 * are registered again whenever BlueZ comes back.
 */
final class BluezPeripheral implements Peripheral {
  private static final System.Logger LOG = System.getLogger(BluezPeripheral.class.getName());

  private final BluezProvider provider;
  private final String root;
  private final PeripheralListener listener;
  private final List<ServedObject> objects = new ArrayList<>();
  private final List<ServedCharacteristic> characteristics = new ArrayList<>();
  private final List<UUID> services;
  private final Optional<String> name;
  private final boolean advertise;
  private volatile boolean closed;

  // Used by the provider's control alone.
  private @Nullable DBusConnection exportedOn;

  BluezPeripheral(
      BluezProvider provider,
      int number,
      List<Gatt.ServiceSpec> specs,
      Optional<String> name,
      boolean advertise,
      PeripheralListener listener) {
    this.provider = provider;
    this.root = "/org/socketplatform/bluetooth/app" + number;
    this.listener = listener;
    this.name = name;
    this.advertise = advertise;
    this.services = specs.stream().map(Gatt.ServiceSpec::uuid).toList();
    for (int i = 0; i < specs.size(); i++) {
      add(root + "/service" + i, specs.get(i));
    }
  }

  private void add(String path, Gatt.ServiceSpec spec) {
    objects.add(
        new ServedObject(
            path,
            Bluez.SERVICE,
            Map.of("UUID", new Variant<>(spec.uuid().toString()), "Primary", new Variant<>(true))));
    for (int i = 0; i < spec.characteristics().size(); i++) {
      Gatt.CharacteristicSpec each = spec.characteristics().get(i);
      String place = path + "/char" + i;
      ServedCharacteristic made =
          new ServedCharacteristic(this, place, new DBusPath(path), spec.uuid(), each);
      objects.add(made);
      characteristics.add(made);
      for (int j = 0; j < each.descriptors().size(); j++) {
        objects.add(
            new ServedDescriptor(
                place + "/desc" + j, new DBusPath(place), each.descriptors().get(j)));
      }
    }
  }

  PeripheralListener listener() {
    return listener;
  }

  Inbox inbox() {
    return provider.inbox();
  }

  /** Tells BlueZ of it, if it is there; replaces what it knew. */
  void register() {
    Optional<String> adapter = provider.adapter();
    Optional<DBusConnection> connection = provider.bus().connection();
    if (closed || adapter.isEmpty() || connection.isEmpty() || !provider.isOn()) {
      return;
    }
    try {
      export(connection.get());
      withdraw(adapter.get());
      provider
          .bus()
          .remote(adapter.get(), Bluez.GattManager.class)
          .RegisterApplication(new DBusPath(root), Map.of());
      if (advertise) {
        advertise(adapter.get());
      }
    } catch (DBusExecutionException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "BlueZ does not serve or advertise what it should: "
              + Failures.name(e)
              + ": "
              + e.getMessage());
    } catch (DBusException | BluetoothException e) {
      LOG.log(System.Logger.Level.DEBUG, "The bus went while services were to be served", e);
    }
  }

  /** A name that is too long for the packet is left out. */
  private void advertise(String adapter) throws DBusException {
    Bluez.AdvertisingManager manager =
        provider.bus().remote(adapter, Bluez.AdvertisingManager.class);
    DBusPath path = new DBusPath(root + "/advertisement");
    try {
      manager.RegisterAdvertisement(path, Map.of());
    } catch (DBusExecutionException e) {
      DBusConnection connection = exportedOn;
      if (name.isEmpty() || connection == null || !Failures.is(e, "InvalidLength")) {
        throw e;
      }
      connection.unExportObject(path.getPath());
      connection.exportObject(
          path.getPath(), new ServedAdvertisement(path.getPath(), services, Optional.empty()));
      manager.RegisterAdvertisement(path, Map.of());
    }
  }

  private void export(DBusConnection connection) throws DBusException {
    if (exportedOn == connection) {
      return;
    }
    for (DBusInterface object : exported()) {
      connection.exportObject(object.getObjectPath(), object);
    }
    exportedOn = connection;
  }

  private List<DBusInterface> exported() {
    List<DBusInterface> all = new ArrayList<>(objects);
    all.add(new ServedApplication(root, objects));
    all.add(new ServedAdvertisement(root + "/advertisement", services, name));
    return all;
  }

  private void withdraw(String adapter) {
    try {
      provider
          .bus()
          .remote(adapter, Bluez.AdvertisingManager.class)
          .UnregisterAdvertisement(new DBusPath(root + "/advertisement"));
    } catch (DBusExecutionException e) {
      // it does not know it
    }
    try {
      provider
          .bus()
          .remote(adapter, Bluez.GattManager.class)
          .UnregisterApplication(new DBusPath(root));
    } catch (DBusExecutionException e) {
      // it does not know it
    }
  }

  void unregister() {
    DBusConnection connection = exportedOn;
    if (connection == null) {
      return;
    }
    exportedOn = null;
    try {
      provider.adapter().ifPresent(this::withdraw);
      exported().forEach(object -> connection.unExportObject(object.getObjectPath()));
    } catch (BluetoothException e) {
      LOG.log(System.Logger.Level.DEBUG, "The bus went before services were withdrawn", e);
    }
  }

  /** All centrals are gone. */
  void unsubscribed() {
    characteristics.forEach(ServedCharacteristic::StopNotify);
  }

  @Override
  public boolean publish(UUID service, UUID characteristic, byte[] value) {
    ServedCharacteristic found =
        characteristics.stream()
            .filter(each -> each.is(service, characteristic))
            .findFirst()
            .orElseThrow(() ->
                new BluetoothException(
                    Code.NOT_FOUND, "Nothing is served as " + characteristic + " in " + service));
    found.requireNotifications();
    if (value.length > Gatt.LONGEST_VALUE) {
      throw new BluetoothException(
          Code.VALUE_TOO_LONG,
          "A value has at most " + Gatt.LONGEST_VALUE + " bytes; this one has " + value.length);
    }
    Optional<DBusConnection> connection = provider.bus().connection();
    return !closed && connection.isPresent() && found.tell(connection.get(), value);
  }

  @Override
  public void close() {
    closed = true;
    provider.closed(this);
  }
}

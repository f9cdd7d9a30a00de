package org.socketplatform.bluetooth.bluez;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bluez.Errors;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.types.UInt16;
import org.freedesktop.dbus.types.Variant;
import org.socketplatform.bluetooth.api.Advertisement;
import org.socketplatform.bluetooth.api.BluetoothException;
import org.socketplatform.bluetooth.api.Connection;
import org.socketplatform.bluetooth.api.DeviceId;
import org.socketplatform.bluetooth.api.Gatt;
import org.socketplatform.bluetooth.api.Gatt.Property;
import org.socketplatform.bluetooth.api.Registration;

/** A device that the emulated BlueZ has seen. */
final class DeviceNode extends Node implements Bluez.Device {
  private final DeviceId id;
  private final List<String> attributes = new ArrayList<>();
  private Optional<Connection> connection = Optional.empty();

  DeviceNode(EmulatedBluez bluez, Advertisement heard) {
    super(bluez, path(heard.device()));
    id = heard.device();
    Map<String, Variant<?>> properties = new HashMap<>();
    properties.put("Address", new Variant<>(id.value()));
    properties.put("AddressType", new Variant<>("public"));
    properties.put("Alias", new Variant<>(heard.name().orElse(id.value().replace(':', '-'))));
    heard.name().ifPresent(name -> properties.put("Name", new Variant<>(name)));
    properties.put("Adapter", new Variant<>(new DBusPath(EmulatedBluez.ADAPTER)));
    for (String flag :
        List.of("Paired", "Trusted", "Blocked", "LegacyPairing", "Connected", "ServicesResolved")) {
      properties.put(flag, new Variant<>(false));
    }
    properties.put("UUIDs", new Variant<>(texts(heard)));
    properties.put("RSSI", new Variant<>((short) heard.rssi()));
    has(Bluez.DEVICE, properties);
  }

  static String path(DeviceId device) {
    return EmulatedBluez.ADAPTER + "/dev_" + device.value().replace(':', '_');
  }

  private static String[] texts(Advertisement heard) {
    return heard.services().stream().map(UUID::toString).toArray(String[]::new);
  }

  void heard(Advertisement heard) {
    List<?> known = list(GetAll(Bluez.DEVICE), "UUIDs");
    if (!Set.copyOf(known).equals(Set.of(texts(heard)))) {
      change(Bluez.DEVICE, "UUIDs", new Variant<>(texts(heard)));
    }
    heard
        .name()
        .filter(name -> !value(Bluez.DEVICE, "Name").equals(Optional.of(name)))
        .ifPresent(name -> change(Bluez.DEVICE, "Name", new Variant<>(name)));
    change(Bluez.DEVICE, "RSSI", new Variant<>((short) heard.rssi()));
  }

  @Override
  public void Connect() {
    if (connection.isPresent()) {
      throw Errors.of("AlreadyConnected", "Already Connected");
    }
    try {
      Connection made = bluez().provider().connect(id, this::lost);
      bluez().keep(made);
      connected(made);
    } catch (BluetoothException e) {
      throw Errors.of("Failed", "le-connection-abort-by-local");
    }
  }

  private synchronized void connected(Connection made) {
    if (!made.isOpen()) {
      throw Errors.of("Failed", "le-connection-abort-by-remote");
    }
    List<Gatt.Service> services = made.services();
    connection = Optional.of(made);
    change(Bluez.DEVICE, "Connected", new Variant<>(true));
    for (int i = 0; i < services.size(); i++) {
      if (!services.get(i).characteristics().isEmpty()) { // else it belongs to an advertisement
        add(made, i, services.get(i));
      }
    }
    change(Bluez.DEVICE, "ServicesResolved", new Variant<>(true));
  }

  private void add(Connection made, int number, Gatt.Service service) {
    String path = "%s/service%04x".formatted(getObjectPath(), number + 1);
    Node node = new Node(bluez(), path);
    node.has(
        Bluez.SERVICE,
        Map.of(
            "UUID", new Variant<>(service.uuid().toString()),
            "Device", new Variant<>(new DBusPath(getObjectPath())),
            "Primary", new Variant<>(service.primary())));
    add(node);
    for (Gatt.Characteristic each : service.characteristics()) {
      CharacteristicNode characteristic = new CharacteristicNode(bluez(), path, made, each);
      add(characteristic);
      for (Gatt.Descriptor descriptor : each.descriptors()) {
        add(new DescriptorNode(bluez(), characteristic.getObjectPath(), made, descriptor));
      }
    }
  }

  private void add(Node node) {
    attributes.add(node.getObjectPath());
    bluez().add(node);
  }

  @Override
  public void Disconnect() {
    if (connection.isEmpty()) {
      throw Errors.of("NotConnected", "Not Connected");
    }
    lost();
  }

  @Override
  public void Pair() {
    if (Boolean.TRUE.equals(value(Bluez.DEVICE, "Paired").orElse(false))) {
      throw Errors.of("AlreadyExists", "Already Exists");
    }
    change(Bluez.DEVICE, "Paired", new Variant<>(true));
  }

  synchronized void lost() {
    if (connection.isEmpty()) {
      return;
    }
    connection.get().close();
    connection = Optional.empty();
    change(Bluez.DEVICE, "ServicesResolved", new Variant<>(false));
    change(Bluez.DEVICE, "Connected", new Variant<>(false));
    attributes.reversed().forEach(bluez()::remove);
    attributes.clear();
  }

  /** A characteristic of a device that is connected. */
  private static final class CharacteristicNode extends Node implements Bluez.Characteristic {
    private final Connection connection;
    private final Gatt.Characteristic characteristic;
    private Optional<Registration> subscription = Optional.empty();

    CharacteristicNode(
        EmulatedBluez bluez,
        String service,
        Connection connection,
        Gatt.Characteristic characteristic) {
      super(bluez, "%s/char%04x".formatted(service, characteristic.handle()));
      this.connection = connection;
      this.characteristic = characteristic;
      has(
          Bluez.CHARACTERISTIC,
          Map.of(
              "UUID", new Variant<>(characteristic.uuid().toString()),
              "Service", new Variant<>(new DBusPath(service)),
              "Value", new Variant<>(new byte[0]),
              "Notifying", new Variant<>(false),
              "Flags", flags(characteristic),
              "MTU", new Variant<>(new UInt16(connection.mtu()))));
    }

    @Override
    public byte[] ReadValue(Map<String, Variant<?>> options) {
      try {
        byte[] value = connection.read(characteristic.handle());
        change(Bluez.CHARACTERISTIC, "Value", new Variant<>(value));
        return value;
      } catch (BluetoothException e) {
        throw error(e);
      }
    }

    @Override
    public void WriteValue(byte[] value, Map<String, Variant<?>> options) {
      boolean command =
          get(options, "type").equals("command")
              || (get(options, "type").equals("")
                  && !characteristic.properties().contains(Property.WRITE));
      try {
        connection.write(
            characteristic.handle(),
            value,
            command ? Gatt.Write.WITHOUT_RESPONSE : Gatt.Write.WITH_RESPONSE);
      } catch (BluetoothException e) {
        throw error(e);
      }
    }

    @Override
    public void StartNotify() {
      try {
        subscription =
            Optional.of(
                connection.subscribe(
                    characteristic.handle(),
                    value -> change(Bluez.CHARACTERISTIC, "Value", new Variant<>(value))));
        change(Bluez.CHARACTERISTIC, "Notifying", new Variant<>(true));
      } catch (BluetoothException e) {
        throw error(e);
      }
    }

    @Override
    public void StopNotify() {
      subscription.ifPresent(Registration::close);
      subscription = Optional.empty();
      change(Bluez.CHARACTERISTIC, "Notifying", new Variant<>(false));
    }
  }

  /** A descriptor of a device that is connected. */
  private static final class DescriptorNode extends Node implements Bluez.Descriptor {
    private final Connection connection;
    private final Gatt.Descriptor descriptor;

    DescriptorNode(
        EmulatedBluez bluez,
        String characteristic,
        Connection connection,
        Gatt.Descriptor descriptor) {
      super(bluez, "%s/desc%04x".formatted(characteristic, descriptor.handle()));
      this.connection = connection;
      this.descriptor = descriptor;
      has(
          Bluez.DESCRIPTOR,
          Map.of(
              "UUID", new Variant<>(descriptor.uuid().toString()),
              "Characteristic", new Variant<>(new DBusPath(characteristic)),
              "Value", new Variant<>(new byte[0])));
    }

    @Override
    public byte[] ReadValue(Map<String, Variant<?>> options) {
      try {
        return connection.read(descriptor.handle());
      } catch (BluetoothException e) {
        throw error(e);
      }
    }

    @Override
    public void WriteValue(byte[] value, Map<String, Variant<?>> options) {
      throw Errors.of("NotPermitted", "Write not permitted");
    }
  }
}

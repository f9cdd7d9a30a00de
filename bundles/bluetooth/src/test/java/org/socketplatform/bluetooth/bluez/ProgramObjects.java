package org.socketplatform.bluetooth.bluez;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.bluez.Errors;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.ObjectManager;
import org.freedesktop.dbus.types.UInt16;
import org.freedesktop.dbus.types.Variant;
import org.socketplatform.bluetooth.api.BluetoothException;
import org.socketplatform.bluetooth.api.BluetoothException.Code;
import org.socketplatform.bluetooth.api.DeviceId;
import org.socketplatform.bluetooth.api.Gatt;
import org.socketplatform.bluetooth.api.Gatt.Property;
import org.socketplatform.bluetooth.api.PeripheralListener;

/** Services that a program serves over the bus. */
final class ProgramObjects implements PeripheralListener {
  private final EmulatedBluez bluez;
  private final String sender;
  private final List<Gatt.ServiceSpec> services = new ArrayList<>();

  /** Service and characteristic by path, and paths by both. */
  private final Map<String, UUID[]> places = new HashMap<>();

  private ProgramObjects(EmulatedBluez bluez, String sender) {
    this.bluez = bluez;
    this.sender = sender;
  }

  /** Whom nobody asks. */
  static final class Nothing implements PeripheralListener {
    @Override
    public byte[] onRead(DeviceId central, UUID service, UUID characteristic) {
      throw new BluetoothException(Code.NOT_FOUND, "There is nothing");
    }

    @Override
    public void onWrite(DeviceId central, UUID service, UUID characteristic, byte[] value) {
      throw new BluetoothException(Code.NOT_FOUND, "There is nothing");
    }
  }

  static ProgramObjects of(EmulatedBluez bluez, String sender, String root) {
    ProgramObjects made = new ProgramObjects(bluez, sender);
    Map<String, Map<String, Map<String, Variant<?>>>> all = new TreeMap<>();
    try {
      bluez
          .bus()
          .getRemoteObject(sender, root, ObjectManager.class)
          .GetManagedObjects()
          .forEach((path, interfaces) -> all.put(path.getPath(), interfaces));
    } catch (DBusException e) {
      throw Errors.of("Failed", String.valueOf(e.getMessage()));
    }
    all.forEach((path, interfaces) -> {
      Map<String, Variant<?>> service = interfaces.get(Bluez.SERVICE);
      if (service != null) {
        made.service(path, service, all);
      }
    });
    if (made.services.isEmpty()) {
      throw Errors.of("Failed", "No object received");
    }
    return made;
  }

  private void service(
      String path,
      Map<String, Variant<?>> service,
      Map<String, Map<String, Map<String, Variant<?>>>> all) {
    UUID uuid = Node.uuid(Node.get(service, "UUID"));
    List<Gatt.CharacteristicSpec> characteristics = new ArrayList<>();
    all.forEach((place, interfaces) -> {
      Map<String, Variant<?>> found = interfaces.get(Bluez.CHARACTERISTIC);
      if (found != null && isOf(Node.get(found, "Service"), path)) {
        UUID characteristic = Node.uuid(Node.get(found, "UUID"));
        places.put(place, new UUID[] {uuid, characteristic});
        characteristics.add(
            new Gatt.CharacteristicSpec(
                characteristic, flags(Node.list(found, "Flags")), descriptors(place, all)));
      }
    });
    services.add(new Gatt.ServiceSpec(uuid, characteristics));
  }

  private List<Gatt.DescriptorSpec> descriptors(
      String characteristic, Map<String, Map<String, Map<String, Variant<?>>>> all) {
    List<Gatt.DescriptorSpec> descriptors = new ArrayList<>();
    all.forEach((place, interfaces) -> {
      Map<String, Variant<?>> found = interfaces.get(Bluez.DESCRIPTOR);
      if (found != null && isOf(Node.get(found, "Characteristic"), characteristic)) {
        byte[] value = remote(place, Bluez.Descriptor.class).ReadValue(Map.of());
        descriptors.add(
            new Gatt.DescriptorSpec(Node.uuid(Node.get(found, "UUID")), new String(value, UTF_8)));
      }
    });
    return descriptors;
  }

  private static boolean isOf(Object parent, String path) {
    return parent instanceof DBusPath given && given.getPath().equals(path);
  }

  private static Set<Property> flags(List<?> texts) {
    Set<Property> flags = EnumSet.noneOf(Property.class);
    for (Property property : Property.values()) {
      if (texts.contains(property.flag())) {
        flags.add(property);
      }
    }
    return flags;
  }

  List<Gatt.ServiceSpec> services() {
    return services;
  }

  Map<String, UUID[]> places() {
    return places;
  }

  private <T extends org.freedesktop.dbus.interfaces.DBusInterface> T remote(
      String path, Class<T> type) {
    try {
      return bluez.bus().getRemoteObject(sender, path, type);
    } catch (DBusException e) {
      throw Errors.of("Failed", String.valueOf(e.getMessage()));
    }
  }

  private Bluez.Characteristic at(UUID service, UUID characteristic) {
    UUID[] wanted = {service, characteristic};
    String path =
        places.entrySet().stream()
            .filter(entry -> Arrays.equals(entry.getValue(), wanted))
            .findFirst()
            .orElseThrow()
            .getKey();
    return remote(path, Bluez.Characteristic.class);
  }

  private static Map<String, Variant<?>> options(DeviceId central) {
    return Map.of(
        "device", new Variant<>(new DBusPath(DeviceNode.path(central))),
        "mtu", new Variant<>(new UInt16(517)),
        "link", new Variant<>("LE"));
  }

  @Override
  public byte[] onRead(DeviceId central, UUID service, UUID characteristic) {
    try {
      return at(service, characteristic).ReadValue(options(central));
    } catch (DBusExecutionException e) {
      throw Failures.of(e, Code.REJECTED);
    }
  }

  @Override
  public void onWrite(DeviceId central, UUID service, UUID characteristic, byte[] value) {
    try {
      at(service, characteristic).WriteValue(value, options(central));
    } catch (DBusExecutionException e) {
      throw Failures.of(e, Code.REJECTED);
    }
  }

  @Override
  public void onSubscription(UUID service, UUID characteristic, boolean subscribed) {
    try {
      if (subscribed) {
        at(service, characteristic).StartNotify();
      } else {
        at(service, characteristic).StopNotify();
      }
    } catch (DBusExecutionException e) {
      // the program is gone
    }
  }
}

package org.socketplatform.bluetooth.bluez;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bluez.Errors;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.Variant;
import org.socketplatform.bluetooth.api.BluetoothException;
import org.socketplatform.bluetooth.api.Gatt;

/** An object of the emulated BlueZ. */
class Node implements Properties {
  private final EmulatedBluez bluez;
  private final String path;
  private final Map<String, Map<String, Variant<?>>> interfaces = new LinkedHashMap<>();

  Node(EmulatedBluez bluez, String path) {
    this.bluez = bluez;
    this.path = path;
  }

  EmulatedBluez bluez() {
    return bluez;
  }

  @Override
  public String getObjectPath() {
    return path;
  }

  synchronized Map<String, Map<String, Variant<?>>> interfaces() {
    Map<String, Map<String, Variant<?>>> copy = new LinkedHashMap<>();
    interfaces.forEach((name, values) -> copy.put(name, new LinkedHashMap<>(values)));
    return copy;
  }

  /** Gives it an interface, before anybody sees it. */
  synchronized void has(String name, Map<String, Variant<?>> properties) {
    interfaces.put(name, new LinkedHashMap<>(properties));
  }

  synchronized Optional<Object> value(String name, String property) {
    return Optional.ofNullable(interfaces.getOrDefault(name, Map.of()).get(property))
        .map(Variant::getValue);
  }

  void change(String name, String property, Variant<?> value) {
    synchronized (this) {
      interfaces.getOrDefault(name, new LinkedHashMap<>()).put(property, value);
    }
    signal(name, Map.of(property, value), List.of());
  }

  void forget(String name, String property) {
    synchronized (this) {
      interfaces.getOrDefault(name, new LinkedHashMap<>()).remove(property);
    }
    signal(name, Map.of(), List.of(property));
  }

  private void signal(String name, Map<String, Variant<?>> values, List<String> removed) {
    try {
      bluez.send(new PropertiesChanged(path, name, values, removed));
    } catch (DBusException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as the interface has it
  public <A> A Get(String name, String property) {
    Variant<?> value = GetAll(name).get(property);
    if (value == null) {
      throw Errors.of("Failed", "There is no property " + property);
    }
    return (A) value;
  }

  @Override
  public <A> void Set(String name, String property, A value) {
    throw Errors.of("NotPermitted", "The property cannot be set");
  }

  @Override
  public Map<String, Variant<?>> GetAll(String name) {
    return interfaces().getOrDefault(name, Map.of());
  }

  /** The error that BlueZ has for it. */
  static DBusExecutionException error(BluetoothException failure) {
    String name =
        switch (failure.code()) {
          case NOT_PERMITTED -> "NotPermitted";
          case VALUE_TOO_LONG -> "InvalidValueLength";
          case DISCONNECTED -> "NotConnected";
          case POWERED_OFF, UNSUPPORTED -> "NotReady";
          case NOT_FOUND -> "DoesNotExist";
          default -> "Failed";
        };
    return Errors.of(name, String.valueOf(failure.getMessage()));
  }

  /** A value of a map, or text that is none of what is looked for. */
  static Object get(Map<String, Variant<?>> values, String name) {
    Variant<?> value = values.get(name);
    return value == null ? "" : value.getValue();
  }

  /** A list, in either form that the D-Bus library has for one. */
  static List<?> list(Map<String, Variant<?>> values, String name) {
    Object list = get(values, name);
    return list instanceof List<?> all
        ? all
        : list instanceof Object[] all ? List.of(all) : List.of();
  }

  static UUID uuid(Object text) {
    return Attributes.uuid(text).orElseThrow();
  }

  static Variant<?> flags(Gatt.Characteristic characteristic) {
    return new Variant<>(
        characteristic.properties().stream().map(Gatt.Property::flag).toArray(String[]::new));
  }
}

package org.socketplatform.bluetooth.bluez;

import java.util.Map;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.Variant;

/** An object that BlueZ reads, with properties that do not change. */
class ServedObject implements Properties {
  private final String path;
  private final String type;
  private final Map<String, Variant<?>> properties;

  ServedObject(String path, String type, Map<String, Variant<?>> properties) {
    this.path = path;
    this.type = type;
    this.properties = properties;
  }

  @Override
  public final String getObjectPath() {
    return path;
  }

  final String type() {
    return type;
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as the interface has it
  public final <A> A Get(String name, String property) {
    Variant<?> value = GetAll(name).get(property);
    if (value == null) {
      throw new org.bluez.Error.Failed("There is no property " + property);
    }
    return (A) value;
  }

  @Override
  public final <A> void Set(String name, String property, A value) {
    throw new org.bluez.Error.NotPermitted("The property cannot be set");
  }

  @Override
  public final Map<String, Variant<?>> GetAll(String name) {
    return name.equals(type) ? properties : Map.of();
  }
}

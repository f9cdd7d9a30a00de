package org.socketplatform.bluetooth.bluez;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.types.Variant;
import org.socketplatform.bluetooth.api.Gatt;

/** A descriptor that is served. */
final class ServedDescriptor extends ServedObject implements Bluez.Descriptor {
  private final byte[] value;

  ServedDescriptor(String path, DBusPath characteristic, Gatt.DescriptorSpec spec) {
    super(
        path,
        Bluez.DESCRIPTOR,
        Map.of(
            "UUID", new Variant<>(spec.uuid().toString()),
            "Characteristic", new Variant<>(characteristic),
            "Flags", new Variant<>(new String[] {"read"})));
    value = spec.text().getBytes(UTF_8);
  }

  @Override
  public byte[] ReadValue(Map<String, Variant<?>> options) {
    return ServedCharacteristic.from(value, options);
  }

  @Override
  public void WriteValue(byte[] written, Map<String, Variant<?>> options) {
    throw new org.bluez.Error.NotPermitted("The descriptor cannot be written");
  }
}

package org.socketplatform.bluetooth.bluez;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.interfaces.ObjectManager;
import org.freedesktop.dbus.types.Variant;

/** The list of what is served. */
final class ServedApplication implements ObjectManager {
  private final String path;
  private final List<ServedObject> objects;

  ServedApplication(String path, List<ServedObject> objects) {
    this.path = path;
    this.objects = objects;
  }

  @Override
  public String getObjectPath() {
    return path;
  }

  @Override
  public Map<DBusPath, Map<String, Map<String, Variant<?>>>> GetManagedObjects() {
    Map<DBusPath, Map<String, Map<String, Variant<?>>>> all = new LinkedHashMap<>();
    for (ServedObject object : objects) {
      all.put(
          new DBusPath(object.getObjectPath()),
          Map.of(object.type(), object.GetAll(object.type())));
    }
    return all;
  }
}

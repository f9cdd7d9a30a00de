package org.socketplatform.bluetooth.bluez;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.types.Variant;
import org.socketplatform.bluetooth.api.BluetoothException;
import org.socketplatform.bluetooth.api.BluetoothException.Code;
import org.socketplatform.bluetooth.api.DeviceId;
import org.socketplatform.bluetooth.api.Gatt;
import org.socketplatform.bluetooth.api.Gatt.Property;
import org.socketplatform.bluetooth.events.Inbox;

/** A device that is connected, for all connections of this program to it. */
final class BluezDevice {
  /** The opcode and the handle before a value. */
  private static final int HEADER = 3;

  private final Bus bus;
  private final String path;
  private final DeviceId id;
  private final Attributes attributes;
  private final Inbox inbox;
  private final ReentrantLock asking = new ReentrantLock();
  private final Set<BluezConnection> users = ConcurrentHashMap.newKeySet();
  private volatile boolean open = true;

  // Guarded by this.
  private final Map<String, List<Consumer<byte[]>>> subscribers = new HashMap<>();

  BluezDevice(Bus bus, String path, DeviceId id, Attributes attributes, Inbox inbox) {
    this.bus = bus;
    this.path = path;
    this.id = id;
    this.attributes = attributes;
    this.inbox = inbox;
  }

  String path() {
    return path;
  }

  DeviceId id() {
    return id;
  }

  List<Gatt.Service> services() {
    return attributes.services();
  }

  int mtu() {
    return attributes.mtu();
  }

  boolean isOpen() {
    return open;
  }

  void add(BluezConnection user) {
    users.add(user);
  }

  /** Tells whether nobody is left. */
  boolean remove(BluezConnection user) {
    return users.remove(user) && users.isEmpty();
  }

  /** The connection has ended by itself. */
  void lost() {
    open = false;
    synchronized (this) {
      subscribers.clear();
    }
    List<BluezConnection> left = List.copyOf(users);
    left.forEach(users::remove);
    left.forEach(BluezConnection::lost);
  }

  /** Ends the connection. */
  void disconnect() {
    open = false;
    synchronized (this) {
      subscribers.clear();
    }
    try {
      bus.remote(path, Bluez.Device.class).Disconnect();
    } catch (DBusExecutionException | BluetoothException e) {
      // it has ended already
    }
  }

  byte[] read(int handle) {
    Attributes.Place place = place(handle);
    if (!place.isDescriptor()) {
      require(place, "be read", Property.READ);
    }
    try {
      byte[] value =
          place.isDescriptor()
              ? bus.remote(place.path(), Bluez.Descriptor.class).ReadValue(Map.of())
              : bus.remote(place.path(), Bluez.Characteristic.class).ReadValue(Map.of());
      return value == null ? new byte[0] : value;
    } catch (DBusExecutionException e) {
      throw Failures.of(e, Code.REJECTED);
    }
  }

  void write(int handle, byte[] value, Gatt.Write how) {
    Attributes.Place place = place(handle);
    if (place.isDescriptor()) {
      throw new BluetoothException(Code.NOT_PERMITTED, "The descriptor cannot be written");
    }
    boolean answered = how == Gatt.Write.WITH_RESPONSE;
    require(
        place,
        answered ? "be written with a response" : "be written without a response",
        answered ? Property.WRITE : Property.WRITE_WITHOUT_RESPONSE);
    int longest = answered ? Gatt.LONGEST_VALUE : Math.min(Gatt.LONGEST_VALUE, mtu() - HEADER);
    if (value.length > longest) {
      throw new BluetoothException(
          Code.VALUE_TOO_LONG,
          "At most " + longest + " bytes can be written; these are " + value.length);
    }
    try {
      bus.remote(place.path(), Bluez.Characteristic.class)
          .WriteValue(value, Map.of("type", new Variant<>(answered ? "request" : "command")));
    } catch (DBusExecutionException e) {
      throw Failures.of(e, Code.REJECTED);
    }
  }

  void subscribe(int handle, Consumer<byte[]> listener) {
    Attributes.Place place = place(handle);
    Set<Property> properties = place.characteristic().properties();
    if (place.isDescriptor()
        || !(properties.contains(Property.NOTIFY) || properties.contains(Property.INDICATE))) {
      throw new BluetoothException(
          Code.NOT_PERMITTED,
          "The characteristic "
              + place.characteristic().uuid()
              + " has no notifications; it has "
              + properties);
    }
    asking.lock();
    try {
      boolean first;
      synchronized (this) {
        List<Consumer<byte[]>> all =
            subscribers.computeIfAbsent(place.path(), _ -> new ArrayList<>());
        first = all.isEmpty();
        all.add(listener);
      }
      if (first) {
        bus.remote(place.path(), Bluez.Characteristic.class).StartNotify();
      }
    } catch (DBusExecutionException e) {
      forget(place.path(), listener);
      throw Failures.of(e, Code.REJECTED);
    } catch (BluetoothException e) {
      forget(place.path(), listener);
      throw e;
    } finally {
      asking.unlock();
    }
  }

  void unsubscribe(int handle, Consumer<byte[]> listener) {
    Attributes.Place place = attributes.byHandle().get(handle);
    if (place == null) {
      return;
    }
    asking.lock();
    try {
      if (forget(place.path(), listener) && open) {
        bus.remote(place.path(), Bluez.Characteristic.class).StopNotify();
      }
    } catch (DBusExecutionException | BluetoothException e) {
      // the connection is gone, and the subscription with it
    } finally {
      asking.unlock();
    }
  }

  /** Tells whether it was the last one. */
  private synchronized boolean forget(String characteristic, Consumer<byte[]> listener) {
    List<Consumer<byte[]>> all = subscribers.get(characteristic);
    if (all == null || !all.remove(listener) || !all.isEmpty()) {
      return false;
    }
    subscribers.remove(characteristic);
    return true;
  }

  /** A characteristic has a new value. */
  void tell(String characteristic, byte[] value) {
    List<Consumer<byte[]>> all;
    synchronized (this) {
      all = List.copyOf(subscribers.getOrDefault(characteristic, List.of()));
    }
    if (!all.isEmpty()) {
      inbox.run(() -> all.forEach(listener -> listener.accept(value.clone())));
    }
  }

  void pair() {
    requireOpen();
    if (Bus.isTrue(bus.properties(path, Bluez.DEVICE), "Paired")) {
      return;
    }
    try {
      bus.remote(path, Bluez.Device.class).Pair();
    } catch (DBusExecutionException e) {
      if (!Failures.is(e, "AlreadyExists")) {
        throw Failures.of(e, Code.NOT_PAIRED);
      }
    }
  }

  private void requireOpen() {
    if (!open) {
      throw new BluetoothException(Code.DISCONNECTED, "The connection is gone");
    }
  }

  private Attributes.Place place(int handle) {
    requireOpen();
    Attributes.Place place = attributes.byHandle().get(handle);
    if (place == null) {
      throw new BluetoothException(Code.NOT_FOUND, "The device has no attribute " + handle);
    }
    return place;
  }

  private static void require(Attributes.Place place, String what, Property property) {
    if (!place.characteristic().properties().contains(property)) {
      throw new BluetoothException(
          Code.NOT_PERMITTED,
          "The characteristic "
              + place.characteristic().uuid()
              + " cannot "
              + what
              + "; it has "
              + place.characteristic().properties());
    }
  }
}

package org.socketplatform.bluetooth;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.socketplatform.bluetooth.api.BluetoothException;
import org.socketplatform.bluetooth.api.BluetoothException.Code;
import org.socketplatform.bluetooth.api.BluetoothProvider;
import org.socketplatform.bluetooth.api.Connection;
import org.socketplatform.bluetooth.api.DeviceId;
import org.socketplatform.bluetooth.api.Gatt;
import org.socketplatform.bluetooth.api.Registration;

/**
 * The devices that were chosen for one page. Of each it may use the services that it named when it
 * asked, and no others. Safe for use by many threads.
 */
final class WebDevices implements AutoCloseable {
  private static final int MOST = 1024;

  private final BluetoothProvider provider;
  private final Consumer<Event> events;
  private final Map<String, Chosen> devices = new ConcurrentHashMap<>();

  private static final class Chosen {
    private final DeviceId device;
    private final Set<UUID> services;

    // Guarded by this.
    private @Nullable Connection connection;
    private final Map<Integer, Registration> subscriptions = new ConcurrentHashMap<>();

    Chosen(DeviceId device, Set<UUID> services) {
      this.device = device;
      this.services = services;
    }

    synchronized Connection connection() {
      Connection open = connection;
      if (open == null || !open.isOpen()) {
        throw new BluetoothException(
            Code.DISCONNECTED, "The device is not connected: call gatt.connect() first");
      }
      return open;
    }

    /** Of what was granted. */
    Connection connectionFor(int handle) {
      Connection open = connection();
      for (Gatt.Service service : open.services()) {
        for (Gatt.Characteristic each : service.characteristics()) {
          if (services.contains(service.uuid())
              && (each.handle() == handle
                  || each.descriptors().stream()
                      .anyMatch(descriptor -> descriptor.handle() == handle))) {
            return open;
          }
        }
      }
      throw new BluetoothException(Code.NOT_FOUND, "The device has no attribute " + handle);
    }
  }

  WebDevices(BluetoothProvider provider, Consumer<Event> events) {
    this.provider = provider;
    this.events = events;
  }

  /** Lets the page use a device; gives the id by which it does. */
  String add(DeviceId device, Set<UUID> services) {
    if (devices.size() >= MOST) {
      throw new BluetoothException(Code.TOO_MANY, "The page has " + MOST + " devices already");
    }
    String id = UUID.randomUUID().toString();
    devices.put(id, new Chosen(device, Set.copyOf(services)));
    return id;
  }

  private Chosen chosen(String id) {
    Chosen found = devices.get(id);
    if (found == null) {
      throw new BluetoothException(
          Code.NOT_FOUND, "The page has no such device: call requestDevice() first");
    }
    return found;
  }

  /** What there is of the services that were granted. */
  Connection connect(String id) {
    Chosen chosen = chosen(id);
    synchronized (chosen) {
      Connection open = chosen.connection;
      if (open != null && open.isOpen()) {
        return open;
      }
      chosen.subscriptions.clear();
      Connection made =
          provider.connect(chosen.device, () -> events.accept(new Event.Disconnected(id)));
      chosen.connection = made;
      return made;
    }
  }

  List<Gatt.Service> services(String id) {
    Chosen chosen = chosen(id);
    return chosen.connection().services().stream()
        .filter(service -> chosen.services.contains(service.uuid()))
        .toList();
  }

  void disconnect(String id) {
    Chosen chosen = chosen(id);
    Connection open;
    synchronized (chosen) {
      open = chosen.connection;
      chosen.connection = null;
      chosen.subscriptions.clear();
    }
    if (open != null) {
      open.close();
    }
  }

  byte[] read(String id, int handle) {
    return chosen(id).connectionFor(handle).read(handle);
  }

  void write(String id, int handle, byte[] value, Gatt.Write how) {
    chosen(id).connectionFor(handle).write(handle, value, how);
  }

  void pair(String id) {
    chosen(id).connection().pair();
  }

  /** Starts or ends notifications; a second time has no effect. */
  void notify(String id, int handle, boolean on) {
    Chosen chosen = chosen(id);
    Connection connection = chosen.connectionFor(handle);
    synchronized (chosen) {
      if (on && !chosen.subscriptions.containsKey(handle)) {
        chosen.subscriptions.put(
            handle,
            connection.subscribe(
                handle,
                value ->
                    events.accept(
                        new Event.Value(id, handle, Base64.getEncoder().encodeToString(value)))));
      } else if (!on) {
        Optional.ofNullable(chosen.subscriptions.remove(handle)).ifPresent(Registration::close);
      }
    }
  }

  @Override
  public void close() {
    devices.keySet().forEach(this::disconnect);
    devices.clear();
  }
}

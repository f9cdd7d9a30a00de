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
import org.socketplatform.bluetooth.api.Gatt;
import org.socketplatform.bluetooth.api.Registration;

/**
 * The devices that one page is connected to, among those that were chosen for its origin. Of each
 * it may use the services that were named when it was asked for, and no others. Safe for use by
 * many threads.
 */
final class WebDevices implements AutoCloseable {
  private final BluetoothProvider provider;
  private final ChosenDevices chosen;
  private final String origin;
  private final Consumer<Event> events;
  private final Map<String, Use> uses = new ConcurrentHashMap<>();

  private static final class Use {
    // Guarded by this.
    private @Nullable Connection connection;
    private final Map<Integer, Registration> subscriptions = new ConcurrentHashMap<>();

    synchronized Connection connection() {
      Connection open = connection;
      if (open == null || !open.isOpen()) {
        throw new BluetoothException(
            Code.DISCONNECTED, "The device is not connected: call gatt.connect() first");
      }
      return open;
    }
  }

  WebDevices(
      BluetoothProvider provider, ChosenDevices chosen, String origin, Consumer<Event> events) {
    this.provider = provider;
    this.chosen = chosen;
    this.origin = origin;
    this.events = events;
  }

  private Use use(String id) {
    return uses.computeIfAbsent(chosen.of(origin, id).id(), _ -> new Use());
  }

  /** The connection, if the handle is of a service that was granted. */
  private Connection connectionFor(String id, int handle) {
    Connection open = use(id).connection();
    for (Gatt.Service service : services(id)) {
      for (Gatt.Characteristic each : service.characteristics()) {
        if (each.handle() == handle
            || each.descriptors().stream().anyMatch(one -> one.handle() == handle)) {
          return open;
        }
      }
    }
    throw new BluetoothException(Code.NOT_FOUND, "The device has no attribute " + handle);
  }

  /** What there is of the services that were granted. */
  Connection connect(String id) {
    Use use = use(id);
    synchronized (use) {
      Connection open = use.connection;
      if (open != null && open.isOpen()) {
        return open;
      }
      use.subscriptions.clear();
      Connection made =
          provider.connect(
              chosen.of(origin, id).device(), () -> events.accept(new Event.Disconnected(id)));
      use.connection = made;
      return made;
    }
  }

  List<Gatt.Service> services(String id) {
    Set<UUID> granted = chosen.of(origin, id).services();
    return use(id).connection().services().stream()
        .filter(service -> granted.contains(service.uuid()))
        .toList();
  }

  void disconnect(String id) {
    Use use = uses.get(chosen.of(origin, id).id());
    if (use != null) {
      disconnect(use);
    }
  }

  private static void disconnect(Use use) {
    Connection open;
    synchronized (use) {
      open = use.connection;
      use.connection = null;
      use.subscriptions.clear();
    }
    if (open != null) {
      open.close();
    }
  }

  byte[] read(String id, int handle) {
    return connectionFor(id, handle).read(handle);
  }

  void write(String id, int handle, byte[] value, Gatt.Write how) {
    connectionFor(id, handle).write(handle, value, how);
  }

  void pair(String id) {
    use(id).connection().pair();
  }

  /** Starts or ends notifications; a second time has no effect. */
  void notify(String id, int handle, boolean on) {
    Connection connection = connectionFor(id, handle);
    Use use = use(id);
    synchronized (use) {
      if (on && !use.subscriptions.containsKey(handle)) {
        use.subscriptions.put(
            handle,
            connection.subscribe(
                handle,
                value ->
                    events.accept(
                        new Event.Value(id, handle, Base64.getEncoder().encodeToString(value)))));
      } else if (!on) {
        Optional.ofNullable(use.subscriptions.remove(handle)).ifPresent(Registration::close);
      }
    }
  }

  @Override
  public void close() {
    uses.values().forEach(WebDevices::disconnect);
  }
}

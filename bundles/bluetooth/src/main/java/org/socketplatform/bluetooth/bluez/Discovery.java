package org.socketplatform.bluetooth.bluez;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;
import org.socketplatform.bluetooth.api.Advertisement;
import org.socketplatform.bluetooth.api.BluetoothException;
import org.socketplatform.bluetooth.api.DeviceId;
import org.socketplatform.bluetooth.api.Registration;
import org.socketplatform.bluetooth.events.Inbox;

/**
 * The scans of a program, of which BlueZ knows one: it looks for what any of them looks for, and
 * what it finds is told to those whom it concerns.
 */
final class Discovery {
  private static final System.Logger LOG = System.getLogger(Discovery.class.getName());

  private final BluezProvider provider;
  private final Inbox inbox;
  private final Inbox control;
  private final List<Scan> scans = new CopyOnWriteArrayList<>();

  // Used by control alone.
  private boolean running;
  private @Nullable Set<UUID> filter;

  private final class Scan implements Registration {
    private final Set<UUID> services;
    private final Consumer<Advertisement> listener;

    Scan(Set<UUID> services, Consumer<Advertisement> listener) {
      this.services = services;
      this.listener = listener;
    }

    boolean concerns(Advertisement heard) {
      return services.isEmpty() || heard.services().stream().anyMatch(services::contains);
    }

    @Override
    public void close() {
      if (scans.remove(this)) {
        control.run(Discovery.this::update);
      }
    }
  }

  Discovery(BluezProvider provider, Inbox inbox, Inbox control) {
    this.provider = provider;
    this.inbox = inbox;
    this.control = control;
  }

  Registration add(Set<UUID> services, Consumer<Advertisement> listener) {
    Scan scan = new Scan(Set.copyOf(services), listener);
    scans.add(scan);
    control.run(this::update);
    // Devices that BlueZ has just heard it will not tell of again as new.
    for (String path : provider.bus().paths(Bluez.DEVICE)) {
      advertisement(path).filter(scan::concerns).ifPresent(heard -> tell(scan, heard));
    }
    return scan;
  }

  /** BlueZ has heard a device. */
  void heard(String path) {
    if (scans.isEmpty()) {
      return;
    }
    advertisement(path)
        .ifPresent(heard ->
            scans.stream().filter(scan -> scan.concerns(heard)).forEach(scan -> tell(scan, heard)));
  }

  private void tell(Scan scan, Advertisement heard) {
    inbox.run(() -> {
      if (scans.contains(scan)) {
        scan.listener.accept(heard);
      }
    });
  }

  /** What a device has said; a device without a strength has not been heard lately. */
  private Optional<Advertisement> advertisement(String path) {
    Map<String, Object> properties = provider.bus().properties(path, Bluez.DEVICE);
    if (!(properties.get("RSSI") instanceof Number rssi) || !provider.isOfAdapter(path)) {
      return Optional.empty();
    }
    return Optional.of(
        new Advertisement(
            new DeviceId(Bus.text(properties, "Address").orElse("")),
            Bus.text(properties, "Name").filter(name -> !name.isEmpty()),
            rssi.intValue(),
            uuids(properties.get("UUIDs"))));
  }

  private static Set<UUID> uuids(@Nullable Object list) {
    Set<UUID> uuids = new HashSet<>();
    if (list instanceof Iterable<?> texts) {
      texts.forEach(text -> Attributes.uuid(text).ifPresent(uuids::add));
    } else if (list instanceof Object[] texts) {
      List.of(texts).forEach(text -> Attributes.uuid(text).ifPresent(uuids::add));
    }
    return uuids;
  }

  /** BlueZ has forgotten that this program discovers. */
  void stopped() {
    running = false;
    filter = null;
  }

  /** Has BlueZ do what the scans of now need. */
  void update() {
    Optional<String> adapter = provider.adapter();
    if (adapter.isEmpty() || !provider.isOn()) {
      return;
    }
    try {
      Bluez.Adapter remote = provider.bus().remote(adapter.get(), Bluez.Adapter.class);
      if (scans.isEmpty()) {
        if (running) {
          stopped();
          remote.StopDiscovery();
        }
        return;
      }
      Set<UUID> wanted = wanted();
      if (!wanted.equals(filter)) {
        remote.SetDiscoveryFilter(filter(wanted));
        filter = wanted;
      }
      if (!running) {
        remote.StartDiscovery();
        running = true;
      }
    } catch (DBusExecutionException e) {
      if (Failures.is(e, "InProgress")) {
        running = true;
      } else {
        LOG.log(System.Logger.Level.WARNING, "BlueZ does not scan: " + e.getMessage());
      }
    } catch (BluetoothException e) {
      LOG.log(System.Logger.Level.DEBUG, "The bus went while a scan was to begin", e);
    }
  }

  private Set<UUID> wanted() {
    Set<UUID> all = new HashSet<>();
    for (Scan scan : scans) {
      if (scan.services.isEmpty()) {
        return Set.of();
      }
      all.addAll(scan.services);
    }
    return all;
  }

  private static Map<String, Variant<?>> filter(Set<UUID> services) {
    String[] texts =
        services.stream().map(UUID::toString).collect(Collectors.toSet()).toArray(String[]::new);
    return Map.of(
        "Transport", new Variant<>("le"),
        "DuplicateData", new Variant<>(true),
        "UUIDs", new Variant<>(texts));
  }
}

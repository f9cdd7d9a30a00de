package org.socketplatform.bluetooth;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.socketplatform.bluetooth.api.Advertisement;
import org.socketplatform.bluetooth.api.BluetoothException;
import org.socketplatform.bluetooth.api.BluetoothException.Code;
import org.socketplatform.bluetooth.api.BluetoothProvider;
import org.socketplatform.bluetooth.api.Connection;
import org.socketplatform.bluetooth.api.DeviceId;
import org.socketplatform.bluetooth.api.Gatt;
import org.socketplatform.bluetooth.api.Gatt.Property;
import org.socketplatform.bluetooth.api.Peripheral;
import org.socketplatform.bluetooth.api.PeripheralListener;
import org.socketplatform.bluetooth.api.Registration;

/**
 * One service, of which this machine and all others that have it are equal peers: it is served and
 * advertised here, and whoever else advertises it is connected to and listened to. Safe for use by
 * many threads.
 */
final class Peer implements PeripheralListener, AutoCloseable {
  private static final int MOST_CHARACTERISTICS = 64;
  private static final int ATTEMPTS = 8;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  private final BluetoothProvider provider;
  private final UUID service;
  private final Consumer<Event> events;
  private final Set<DeviceId> connecting = ConcurrentHashMap.newKeySet();
  private final Map<DeviceId, Connection> connections = new ConcurrentHashMap<>();
  private final Map<DeviceId, String> names = new ConcurrentHashMap<>();

  // Guarded by this.
  private final Map<UUID, byte[]> values = new LinkedHashMap<>();
  private final Set<UUID> subscribed = new HashSet<>();
  private boolean started;
  private boolean closed;
  private @Nullable Peripheral peripheral;
  private @Nullable Registration scan;

  Peer(BluetoothProvider provider, UUID service, Consumer<Event> events) {
    this.provider = provider;
    this.service = service;
    this.events = events;
  }

  /** Serves and advertises; a second time has no effect. */
  synchronized void start() {
    if (!started) {
      started = true;
      serve();
    }
  }

  /** Listens to a characteristic of all peers. */
  synchronized void subscribe(UUID characteristic) {
    declare(characteristic);
    if (subscribed.add(characteristic)) {
      connections
          .values()
          .forEach(connection ->
              Thread.ofVirtual()
                  .name("bluetooth-subscribe")
                  .start(() -> listen(connection, Set.of(characteristic))));
    }
    if (scan == null) {
      scan = provider.scan(Set.of(service), this::heard);
    }
  }

  /**
   * Tells a value to all peers that listen, and to those that read it later.
   *
   * @throws BluetoothException {@code VALUE_TOO_LONG}
   */
  void publish(UUID characteristic, byte[] value) {
    if (value.length > Gatt.LONGEST_VALUE) {
      throw new BluetoothException(
          Code.VALUE_TOO_LONG,
          "A value has at most "
              + Gatt.LONGEST_VALUE
              + " bytes; this one has "
              + value.length
              + ". Publish it in pieces");
    }
    Peripheral served;
    synchronized (this) {
      declare(characteristic);
      values.put(characteristic, value);
      served = peripheral;
    }
    if (served != null) {
      served.publish(service, characteristic, value);
    }
  }

  private void declare(UUID characteristic) {
    if (closed) {
      throw new BluetoothException(Code.DISCONNECTED, "The page has gone");
    }
    if (!values.containsKey(characteristic) && values.size() >= MOST_CHARACTERISTICS) {
      throw new BluetoothException(
          Code.TOO_MANY, "A service has at most " + MOST_CHARACTERISTICS + " characteristics");
    }
    if (values.putIfAbsent(characteristic, new byte[0]) == null && started) {
      serve();
    }
  }

  /** What a peripheral has cannot be changed: whoever is connected finds the new one. */
  private void serve() {
    if (peripheral != null) {
      peripheral.close();
      peripheral = null;
    }
    List<Gatt.CharacteristicSpec> specs = new ArrayList<>();
    values
        .keySet()
        .forEach(each ->
            specs.add(
                new Gatt.CharacteristicSpec(
                    each,
                    EnumSet.of(
                        Property.READ,
                        Property.WRITE,
                        Property.WRITE_WITHOUT_RESPONSE,
                        Property.NOTIFY),
                    List.of())));
    if (!specs.isEmpty()) {
      peripheral =
          provider.serve(
              List.of(new Gatt.ServiceSpec(service, specs)), Optional.empty(), true, this);
    }
  }

  // --- as a peripheral --------------------------------------------------------------------------

  @Override
  public synchronized byte[] onRead(DeviceId central, UUID ofService, UUID characteristic) {
    return values.getOrDefault(characteristic, new byte[0]);
  }

  @Override
  public void onWrite(DeviceId central, UUID ofService, UUID characteristic, byte[] value) {
    told(central, characteristic, value);
  }

  private void told(DeviceId device, UUID characteristic, byte[] value) {
    events.accept(
        new Event.Data(
            service.toString(),
            characteristic.toString(),
            Optional.ofNullable(names.get(device)),
            device.value(),
            Base64.getEncoder().encodeToString(value)));
  }

  // --- as a central -----------------------------------------------------------------------------

  private void heard(Advertisement heard) {
    heard.name().ifPresent(name -> names.put(heard.device(), name));
    seek(heard.device());
  }

  private void seek(DeviceId device) {
    if (!connections.containsKey(device) && connecting.add(device)) {
      Thread.ofVirtual()
          .name("bluetooth-connect")
          .start(() -> {
            try {
              connect(device);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            } finally {
              connecting.remove(device);
            }
          });
    }
  }

  /** Some systems tell of a device only once, so it is tried more often than that. */
  private void connect(DeviceId device) throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; attempt <= ATTEMPTS && !isClosed(); attempt++) {
      try {
        Connection connection = provider.connect(device, () -> disconnected(device));
        connections.put(device, connection);
        if (isClosed() || !connection.isOpen()) {
          connections.remove(device, connection);
          connection.close();
        } else if (listen(connection, subscribed())) {
          return;
        }
      } catch (BluetoothException e) {
        if (e.code() == Code.NOT_FOUND || e.code() == Code.UNSUPPORTED) {
          return;
        }
        if (attempt == ATTEMPTS) {
          events.accept(
              new Event.Problem(
                  service.toString(), e.code().name(), String.valueOf(e.getMessage())));
        }
      }
      Thread.sleep(pause);
      pause = pause.multipliedBy(2);
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized Set<UUID> subscribed() {
    return Set.copyOf(subscribed);
  }

  /** False if the device went meanwhile. */
  private boolean listen(Connection connection, Set<UUID> characteristics) {
    DeviceId device = connection.device();
    try {
      for (Gatt.Service each : connection.services()) {
        if (each.uuid().equals(service)) {
          for (Gatt.Characteristic found : each.characteristics()) {
            if (characteristics.contains(found.uuid())) {
              listen(connection, found);
            }
          }
        }
      }
      events.accept(
          new Event.Connect(
              service.toString(), Optional.ofNullable(names.get(device)), device.value()));
      return true;
    } catch (BluetoothException e) {
      connections.remove(device, connection);
      connection.close();
      return false;
    }
  }

  /** Subscribes first and then reads, so that no value between the two is missed. */
  private void listen(Connection connection, Gatt.Characteristic found) {
    DeviceId device = connection.device();
    AtomicBoolean isOutdated = new AtomicBoolean();
    connection.subscribe(
        found.handle(),
        value -> {
          synchronized (isOutdated) {
            isOutdated.set(true);
            told(device, found.uuid(), value);
          }
        });
    byte[] read = connection.read(found.handle());
    synchronized (isOutdated) {
      if (read.length > 0 && !isOutdated.get()) {
        told(device, found.uuid(), read);
      }
    }
  }

  private void disconnected(DeviceId device) {
    if (connections.remove(device) != null) {
      events.accept(
          new Event.Disconnect(
              service.toString(), Optional.ofNullable(names.get(device)), device.value()));
    }
    if (!isClosed()) {
      seek(device);
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (scan != null) {
        scan.close();
      }
      if (peripheral != null) {
        peripheral.close();
      }
    }
    connections.values().forEach(Connection::close);
    connections.clear();
  }
}

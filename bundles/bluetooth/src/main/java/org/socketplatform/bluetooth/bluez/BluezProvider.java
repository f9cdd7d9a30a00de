package org.socketplatform.bluetooth.bluez;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.socketplatform.bluetooth.api.AdapterState;
import org.socketplatform.bluetooth.api.Advertisement;
import org.socketplatform.bluetooth.api.BluetoothException;
import org.socketplatform.bluetooth.api.BluetoothException.Code;
import org.socketplatform.bluetooth.api.BluetoothProvider;
import org.socketplatform.bluetooth.api.Connection;
import org.socketplatform.bluetooth.api.DeviceId;
import org.socketplatform.bluetooth.api.Gatt;
import org.socketplatform.bluetooth.api.Peripheral;
import org.socketplatform.bluetooth.api.PeripheralListener;
import org.socketplatform.bluetooth.api.Registration;
import org.socketplatform.bluetooth.events.Inbox;

/**
 * Bluetooth by BlueZ 5.56 or newer. Pairing is up to the agents that the desktop has registered
 * with BlueZ: they ask its user.
 */
public final class BluezProvider implements BluetoothProvider, Bus.Listener {
  private static final Pattern ADDRESS = Pattern.compile("[0-9A-F]{2}(:[0-9A-F]{2}){5}");
  private static final System.Logger LOG = System.getLogger(BluezProvider.class.getName());
  private static final long RESOLVED_MILLIS = 20_000;
  private static final long CONNECTED_MILLIS = 2_000;
  private static final long WITHDRAWN_SECONDS = 5;

  private final Inbox inbox = new Inbox("bluez-events");

  /** What is asked of BlueZ on the program's own account, one after the other. */
  private final Inbox control = new Inbox("bluez-control");

  private final Discovery discovery = new Discovery(this, inbox, control);
  private final List<Consumer<AdapterState>> watchers = new CopyOnWriteArrayList<>();
  private final Map<String, BluezDevice> devices = new ConcurrentHashMap<>();
  private final Map<String, Object> connecting = new ConcurrentHashMap<>();
  private final List<BluezPeripheral> peripherals = new CopyOnWriteArrayList<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final Bus bus;
  private volatile boolean closed;

  /** How often the adapter was away or off, however short that was. */
  private final AtomicInteger interruptions = new AtomicInteger();

  // Used by control alone.
  private int interrupted;
  private AdapterState told = AdapterState.UNSUPPORTED;
  private String toldOf = "";

  private BluezProvider(Supplier<DBusConnectionBuilder> address) {
    bus = new Bus(address, this);
  }

  private BluezProvider started() {
    bus.start();
    return this;
  }

  /** On the system bus, or the one that {@code DBUS_SYSTEM_BUS_ADDRESS} names. */
  public static BluezProvider onSystemBus() {
    return new BluezProvider(DBusConnectionBuilder::forSystemBus).started();
  }

  /**
   * On any bus.
   *
   * @param address such as {@code unix:path=/run/dbus/system_bus_socket}
   */
  public static BluezProvider at(String address) {
    return new BluezProvider(() -> DBusConnectionBuilder.forAddress(address)).started();
  }

  Bus bus() {
    return bus;
  }

  Inbox inbox() {
    return inbox;
  }

  @Override
  public String name() {
    return "bluez";
  }

  /** The adapter that is used: the first that is on, or else the first. */
  Optional<String> adapter() {
    List<String> all = bus.paths(Bluez.ADAPTER);
    return all.stream().filter(this::isPowered).findFirst().or(() -> all.stream().findFirst());
  }

  private boolean isPowered(String adapter) {
    return Bus.isTrue(bus.properties(adapter, Bluez.ADAPTER), "Powered");
  }

  boolean isOfAdapter(String device) {
    return adapter().filter(adapter -> device.startsWith(adapter + "/")).isPresent();
  }

  boolean isOn() {
    return state() == AdapterState.POWERED_ON;
  }

  @Override
  public AdapterState state() {
    return adapter()
        .map(path -> isPowered(path) ? AdapterState.POWERED_ON : AdapterState.POWERED_OFF)
        .orElse(AdapterState.UNSUPPORTED);
  }

  @Override
  public Registration onState(Consumer<AdapterState> listener) {
    control.run(() -> {
      AdapterState now = told;
      inbox.run(() -> listener.accept(now));
      watchers.add(listener);
    });
    return () -> control.run(() -> watchers.remove(listener));
  }

  // --- what BlueZ says --------------------------------------------------------------------------

  @Override
  public void reset() {
    control.run(this::refresh);
  }

  @Override
  public void added(String path, Set<String> interfaces) {
    if (interfaces.contains(Bluez.DEVICE)) {
      discovery.heard(path);
    }
    if (interfaces.contains(Bluez.ADAPTER)) {
      control.run(this::refresh);
    }
  }

  @Override
  public void removed(String path, Set<String> interfaces) {
    if (interfaces.contains(Bluez.ADAPTER)) {
      interruptions.incrementAndGet();
      control.run(this::refresh);
    } else if (interfaces.contains(Bluez.DEVICE)
        || interfaces.contains(Bluez.SERVICE)
        || interfaces.contains(Bluez.CHARACTERISTIC)) {
      deviceOf(path).ifPresent(this::lose);
    }
  }

  @Override
  public void changed(String path, String name, Map<String, Object> values) {
    switch (name) {
      case Bluez.ADAPTER -> {
        if (values.containsKey("Powered")) {
          if (Boolean.FALSE.equals(values.get("Powered"))) {
            interruptions.incrementAndGet();
          }
          control.run(this::refresh);
        }
      }
      case Bluez.DEVICE -> {
        if (Boolean.FALSE.equals(values.get("Connected"))) {
          deviceOf(path).ifPresent(this::lose);
        }
        if (values.containsKey("RSSI")) {
          discovery.heard(path);
        }
      }
      case Bluez.CHARACTERISTIC ->
          Bus.bytes(values.get("Value"))
              .ifPresent(value -> deviceOf(path).ifPresent(device -> device.tell(path, value)));
      default -> {}
    }
  }

  private Optional<BluezDevice> deviceOf(String path) {
    return devices.values().stream()
        .filter(device -> path.equals(device.path()) || path.startsWith(device.path() + "/"))
        .findFirst();
  }

  private void lose(BluezDevice device) {
    if (devices.remove(device.path(), device)) {
      device.lost();
    }
  }

  /** Brings what was begun in line with what is there now. */
  private void refresh() {
    AdapterState now = closed ? AdapterState.UNSUPPORTED : state();
    String of = bus.owner() + adapter().orElse("");
    int count = interruptions.get();
    boolean other = !of.equals(toldOf) || count != interrupted;
    interrupted = count;
    boolean back = now == AdapterState.POWERED_ON && (other || told != AdapterState.POWERED_ON);
    boolean changed = now != told;
    if (other && !changed && !toldOf.isEmpty()) {
      tell(AdapterState.UNSUPPORTED);
      changed = true;
    }
    told = now;
    toldOf = of;
    if (other || now != AdapterState.POWERED_ON) {
      List.copyOf(devices.values()).forEach(this::lose);
      discovery.stopped();
      peripherals.forEach(BluezPeripheral::unsubscribed);
    }
    if (changed) {
      tell(now);
    }
    if (back) {
      discovery.stopped();
      discovery.update();
      peripherals.forEach(BluezPeripheral::register);
    }
  }

  private void tell(AdapterState state) {
    watchers.forEach(watcher -> inbox.run(() -> watcher.accept(state)));
  }

  // --- what is asked of BlueZ -------------------------------------------------------------------

  @Override
  public Registration scan(Set<UUID> services, Consumer<Advertisement> listener) {
    return discovery.add(services, listener);
  }

  @Override
  public Connection connect(DeviceId device, Runnable disconnected) {
    AdapterState now = state();
    if (now != AdapterState.POWERED_ON) {
      throw now == AdapterState.POWERED_OFF
          ? new BluetoothException(Code.POWERED_OFF, "Bluetooth is off; switch it on")
          : new BluetoothException(
              Code.UNSUPPORTED, "There is no Bluetooth adapter, or bluetoothd does not run");
    }
    String path = adapter().orElseThrow() + "/dev_" + device.value().replace(':', '_');
    if (!ADDRESS.matcher(device.value()).matches()
        || bus.properties(path, Bluez.DEVICE).isEmpty()) {
      throw new BluetoothException(
          Code.NOT_FOUND, "No device of this id was found: scan for it first");
    }
    synchronized (connecting.computeIfAbsent(path, _ -> new Object())) {
      BluezDevice connected = devices.get(path);
      if (connected == null || !connected.isOpen()) {
        connected = open(path, device);
      }
      BluezConnection connection = new BluezConnection(this, connected, disconnected);
      connected.add(connection);
      if (!connected.isOpen()) {
        connected.lost();
        throw new BluetoothException(Code.DISCONNECTED, "The device has ended the connection");
      }
      return connection;
    }
  }

  private BluezDevice open(String path, DeviceId device) {
    try {
      bus.remote(path, Bluez.Device.class).Connect();
    } catch (DBusExecutionException e) {
      if (!Failures.is(e, "AlreadyConnected")) {
        throw Failures.of(e, Code.UNREACHABLE);
      }
    }
    try {
      if (!bus.await(
          path, Bluez.DEVICE, "ServicesResolved", "Connected", RESOLVED_MILLIS, CONNECTED_MILLIS)) {
        throw new BluetoothException(
            Code.UNREACHABLE, "The device was connected, and went before it said what it has");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BluetoothException(Code.UNREACHABLE, "The connection was given up");
    }
    BluezDevice opened = new BluezDevice(bus, path, device, Attributes.of(bus, path), inbox);
    devices.put(path, opened);
    if (!Bus.isTrue(bus.properties(path, Bluez.DEVICE), "Connected")) {
      lose(opened);
    }
    return opened;
  }

  /** Nobody uses it any more. */
  void closed(BluezDevice device, BluezConnection connection) {
    synchronized (connecting.computeIfAbsent(device.path(), _ -> new Object())) {
      if (device.remove(connection) && devices.remove(device.path(), device)) {
        device.disconnect();
      }
    }
  }

  @Override
  public Peripheral serve(
      List<Gatt.ServiceSpec> services,
      Optional<String> name,
      boolean advertise,
      PeripheralListener listener) {
    BluezPeripheral peripheral =
        new BluezPeripheral(this, numbers.incrementAndGet(), services, name, advertise, listener);
    peripherals.add(peripheral);
    control.run(peripheral::register);
    return peripheral;
  }

  /** Returns when BlueZ has withdrawn it, unless that takes long. */
  void closed(BluezPeripheral peripheral) {
    if (peripherals.remove(peripheral)) {
      CompletableFuture<Boolean> done = new CompletableFuture<>();
      control.run(() -> {
        peripheral.unregister();
        done.complete(true);
      });
      if (!done.completeOnTimeout(false, WITHDRAWN_SECONDS, TimeUnit.SECONDS).join()) {
        LOG.log(System.Logger.Level.WARNING, "BlueZ takes long to withdraw services");
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    peripherals.forEach(BluezPeripheral::close);
    for (BluezDevice device : List.copyOf(devices.values())) {
      if (devices.remove(device.path(), device)) {
        device.lost();
        device.disconnect();
      }
    }
    control.run(() -> {
      watchers.clear();
      bus.close();
    });
  }
}

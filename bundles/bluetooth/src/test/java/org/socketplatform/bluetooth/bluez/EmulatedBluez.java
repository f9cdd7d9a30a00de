package org.socketplatform.bluetooth.bluez;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBus;
import org.freedesktop.dbus.interfaces.ObjectManager;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;
import org.socketplatform.bluetooth.api.AdapterState;
import org.socketplatform.bluetooth.api.BluetoothProvider;
import org.socketplatform.bluetooth.api.Registration;
import org.socketplatform.bluetooth.loop.LoopProvider;
import org.socketplatform.bluetooth.loop.Radio;

/**
 * What {@code bluetoothd} is to programs, on a radio that is none: the interfaces of BlueZ on one
 * side, the air on the other. It knows one adapter, {@code hci0}.
 */
public final class EmulatedBluez implements AutoCloseable, ObjectManager {
  static final String ADAPTER = "/org/bluez/hci0";

  private final Radio radio;
  private final BluetoothProvider provider;
  private final DBusConnection bus;
  private final Map<String, Node> nodes = new ConcurrentSkipListMap<>();
  private final Set<AutoCloseable> begun = ConcurrentHashMap.newKeySet();
  private final Registration states;
  private AdapterNode adapter;

  /** Takes the name {@code org.bluez} on a bus. */
  public EmulatedBluez(Radio radio, String address) throws DBusException {
    this.radio = radio;
    this.provider = new LoopProvider(radio);
    this.bus =
        DBusConnectionBuilder.forAddress(address)
            .withShared(false)
            .receivingThreadConfig()
            .withSignalThreadCount(1)
            .withMethodCallThreadCount(1)
            .connectionConfig()
            .build();
    bus.exportObject("/", this);
    adapter = new AdapterNode(this);
    states = provider.onState(this::state);
    if (radio.state() != AdapterState.UNSUPPORTED) {
      plug();
    }
    bus.addSigHandler(DBus.NameOwnerChanged.class, this::ownerChanged);
    bus.addSigHandler(Properties.PropertiesChanged.class, this::changed);
    bus.requestBusName(Bluez.NAME);
  }

  Radio radio() {
    return radio;
  }

  BluetoothProvider provider() {
    return provider;
  }

  DBusConnection bus() {
    return bus;
  }

  private synchronized void plug() {
    if (nodes.containsKey(ADAPTER)) {
      return;
    }
    adapter = new AdapterNode(this);
    add(adapter);
  }

  private synchronized void state(AdapterState state) {
    switch (state) {
      case UNSUPPORTED -> {
        adapter.gone();
        for (String path : List.copyOf(nodes.keySet()).reversed()) {
          remove(path);
        }
      }
      case POWERED_OFF -> {
        plug();
        adapter.off();
      }
      case POWERED_ON -> {
        plug();
        adapter.change(Bluez.ADAPTER, "Powered", new Variant<>(true));
      }
    }
  }

  private void ownerChanged(DBus.NameOwnerChanged signal) {
    if (signal.newOwner.isEmpty()) {
      adapter.gone(signal.name);
    }
  }

  private void changed(Properties.PropertiesChanged signal) {
    if (signal.getInterfaceName().equals(Bluez.CHARACTERISTIC)) {
      Bus.bytes(Node.get(signal.getPropertiesChanged(), "Value"))
          .ifPresent(bytes -> adapter.published(signal.getSource(), signal.getPath(), bytes));
    }
  }

  void add(Node node) {
    try {
      nodes.put(node.getObjectPath(), node);
      bus.exportObject(node.getObjectPath(), node);
      send(new InterfacesAdded("/", new DBusPath(node.getObjectPath()), node.interfaces()));
    } catch (DBusException e) {
      throw new IllegalStateException(e);
    }
  }

  void remove(String path) {
    Node node = nodes.remove(path);
    if (node == null) {
      return;
    }
    bus.unExportObject(path);
    try {
      send(new InterfacesRemoved("/", new DBusPath(path), List.copyOf(node.interfaces().keySet())));
    } catch (DBusException e) {
      throw new IllegalStateException(e);
    }
  }

  @Nullable Node node(String path) {
    return nodes.get(path);
  }

  List<DeviceNode> devices() {
    return nodes.values().stream()
        .filter(DeviceNode.class::isInstance)
        .map(DeviceNode.class::cast)
        .toList();
  }

  void send(DBusSignal signal) {
    if (bus.isConnected()) {
      bus.sendMessage(signal);
    }
  }

  void keep(AutoCloseable closeable) {
    begun.add(closeable);
  }

  @Override
  public String getObjectPath() {
    return "/";
  }

  @Override
  public Map<DBusPath, Map<String, Map<String, Variant<?>>>> GetManagedObjects() {
    Map<DBusPath, Map<String, Map<String, Variant<?>>>> all = new LinkedHashMap<>();
    nodes.values().forEach(node -> all.put(new DBusPath(node.getObjectPath()), node.interfaces()));
    return all;
  }

  /** As if it had been killed: its name goes, with all that it did. */
  @Override
  public void close() {
    states.close();
    bus.disconnect();
    adapter.off();
    for (AutoCloseable each : begun) {
      try {
        each.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}

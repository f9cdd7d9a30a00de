package org.socketplatform.bluetooth.bluez;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.bluez.Errors;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.socketplatform.bluetooth.api.AdapterState;
import org.socketplatform.bluetooth.api.Advertisement;
import org.socketplatform.bluetooth.api.Gatt;
import org.socketplatform.bluetooth.api.Peripheral;
import org.socketplatform.bluetooth.api.Registration;

/** The adapter of the emulated BlueZ. */
final class AdapterNode extends Node
    implements Bluez.Adapter, Bluez.GattManager, Bluez.AdvertisingManager {
  private static final int PACKET = 31;

  private final Map<String, Set<UUID>> filters = new ConcurrentHashMap<>();
  private final Set<String> discovering = ConcurrentHashMap.newKeySet();
  private final Map<String, Application> applications = new ConcurrentHashMap<>();
  private final Map<String, Peripheral> advertisements = new ConcurrentHashMap<>();
  private Optional<Registration> scan = Optional.empty();

  AdapterNode(EmulatedBluez bluez) {
    super(bluez, EmulatedBluez.ADAPTER);
    has(
        Bluez.ADAPTER,
        Map.of(
            "Address", new Variant<>(bluez.radio().id().value()),
            "AddressType", new Variant<>("public"),
            "Name", new Variant<>(bluez.radio().name()),
            "Alias", new Variant<>(bluez.radio().name()),
            "Class", new Variant<>(new UInt32(0)),
            "Powered", new Variant<>(bluez.radio().state() == AdapterState.POWERED_ON),
            "Discoverable", new Variant<>(false),
            "Pairable", new Variant<>(true),
            "Discovering", new Variant<>(false),
            "UUIDs", new Variant<>(new String[0])));
    has(Bluez.GATT_MANAGER, Map.of());
    has(
        Bluez.ADVERTISING_MANAGER,
        Map.of(
            "ActiveInstances", new Variant<>((byte) 0),
            "SupportedInstances", new Variant<>((byte) 5),
            "SupportedIncludes", new Variant<>(new String[] {"tx-power", "local-name"})));
  }

  private static String sender() {
    return DBusConnection.getCallInfo().getSource();
  }

  // --- discovery --------------------------------------------------------------------------------

  @Override
  public void SetDiscoveryFilter(Map<String, Variant<?>> filter) {
    Set<UUID> wanted = new HashSet<>();
    list(filter, "UUIDs").forEach(text -> wanted.add(uuid(text)));
    filters.put(sender(), wanted);
  }

  @Override
  public synchronized void StartDiscovery() {
    requireReady();
    if (!discovering.add(sender())) {
      throw Errors.of("InProgress", "Operation already in progress");
    }
    if (scan.isEmpty()) {
      change(Bluez.ADAPTER, "Discovering", new Variant<>(true));
      Registration made = bluez().provider().scan(Set.of(), this::heard);
      bluez().keep(made);
      scan = Optional.of(made);
    }
  }

  private void heard(Advertisement heard) {
    boolean wanted =
        discovering.stream()
            .map(each -> filters.getOrDefault(each, Set.of()))
            .anyMatch(
                filter -> filter.isEmpty() || heard.services().stream().anyMatch(filter::contains));
    if (!wanted) {
      return;
    }
    String path = DeviceNode.path(heard.device());
    if (bluez().node(path) instanceof DeviceNode known) {
      known.heard(heard);
    } else {
      bluez().add(new DeviceNode(bluez(), heard));
    }
  }

  @Override
  public void StopDiscovery() {
    stop(sender());
  }

  private synchronized void stop(String sender) {
    filters.remove(sender);
    if (discovering.remove(sender) && discovering.isEmpty()) {
      scan.ifPresent(Registration::close);
      scan = Optional.empty();
      bluez().devices().forEach(device -> device.forget(Bluez.DEVICE, "RSSI"));
      change(Bluez.ADAPTER, "Discovering", new Variant<>(false));
    }
  }

  private void requireReady() {
    if (!Boolean.TRUE.equals(value(Bluez.ADAPTER, "Powered").orElse(false))) {
      throw Errors.of("NotReady", "Resource Not Ready");
    }
  }

  /** It is switched off or pulled out. */
  void off() {
    List.copyOf(discovering).forEach(this::stop);
    bluez().devices().forEach(DeviceNode::lost);
    change(Bluez.ADAPTER, "Powered", new Variant<>(false));
  }

  /** It is pulled out, and all that was registered with it is gone. */
  void gone() {
    off();
    applications.values().forEach(application -> application.peripheral().close());
    applications.clear();
    advertisements.values().forEach(Peripheral::close);
    advertisements.clear();
  }

  // --- services of programs ---------------------------------------------------------------------

  private record Application(String sender, Peripheral peripheral, Map<String, UUID[]> places) {}

  @Override
  public void RegisterApplication(DBusPath path, Map<String, Variant<?>> options) {
    String sender = sender();
    if (applications.containsKey(sender + path)) {
      throw Errors.of("AlreadyExists", "Already Exists");
    }
    ProgramObjects program = ProgramObjects.of(bluez(), sender, path.getPath());
    Peripheral served =
        bluez().provider().serve(program.services(), Optional.empty(), false, program);
    bluez().keep(served);
    applications.put(sender + path, new Application(sender, served, program.places()));
  }

  @Override
  public void UnregisterApplication(DBusPath path) {
    Application application = applications.remove(sender() + path);
    if (application == null) {
      throw Errors.of("DoesNotExist", "Does Not Exist");
    }
    application.peripheral().close();
  }

  /** A program tells a new value. */
  void published(String sender, String path, byte[] value) {
    for (Application application : applications.values()) {
      UUID[] place = application.places().get(path);
      if (place != null && application.sender().equals(sender)) {
        application.peripheral().publish(place[0], place[1], value);
      }
    }
  }

  // --- advertisements of programs ---------------------------------------------------------------

  @Override
  public void RegisterAdvertisement(DBusPath path, Map<String, Variant<?>> options) {
    requireReady();
    String sender = sender();
    if (advertisements.containsKey(sender + path)) {
      throw Errors.of("AlreadyExists", "Already Exists");
    }
    Map<String, Variant<?>> told;
    try {
      told =
          bluez()
              .bus()
              .getRemoteObject(sender, path.getPath(), Properties.class)
              .GetAll(Bluez.ADVERTISEMENT);
    } catch (DBusException e) {
      throw Errors.of("Failed", String.valueOf(e.getMessage()));
    }
    List<Gatt.ServiceSpec> services =
        list(told, "ServiceUUIDs").stream()
            .map(text -> new Gatt.ServiceSpec(uuid(text), List.of()))
            .toList();
    Optional<String> name =
        Optional.ofNullable(told.get("LocalName")).map(text -> (String) text.getValue());
    int size = 3 + 18 * services.size() + name.map(text -> 2 + text.length()).orElse(0);
    if (size > PACKET) {
      throw Errors.of("InvalidLength", "Advertising data too long");
    }
    Peripheral served =
        bluez().provider().serve(services, name, true, new ProgramObjects.Nothing());
    bluez().keep(served);
    advertisements.put(sender + path, served);
  }

  @Override
  public void UnregisterAdvertisement(DBusPath path) {
    Peripheral advertisement = advertisements.remove(sender() + path);
    if (advertisement == null) {
      throw Errors.of("DoesNotExist", "Does Not Exist");
    }
    advertisement.close();
  }

  /** A program has left the bus. */
  void gone(String sender) {
    stop(sender);
    applications.forEach((key, application) -> {
      if (application.sender().equals(sender) && applications.remove(key) != null) {
        application.peripheral().close();
      }
    });
    advertisements.forEach((key, advertisement) -> {
      if (key.startsWith(sender + "/") && advertisements.remove(key) != null) {
        advertisement.close();
      }
    });
  }
}

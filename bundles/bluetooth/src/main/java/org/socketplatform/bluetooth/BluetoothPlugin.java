package org.socketplatform.bluetooth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.Supplier;
import org.socketplatform.bluetooth.api.Advertisement;
import org.socketplatform.bluetooth.api.BluetoothException;
import org.socketplatform.bluetooth.api.Gatt;
import org.socketplatform.plugin.Application;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Command;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Handover;
import org.socketplatform.plugin.Permission;
import org.socketplatform.plugin.Plugin;
import org.socketplatform.plugin.Route;

/** Bluetooth Low Energy: services shared with peers, and devices nearby. */
@Plugin("bluetooth")
@Permission(
    value = BluetoothPlugin.CENTRAL,
    description = "Finds Bluetooth devices, connects to them, reads and writes.")
@Permission(
    value = BluetoothPlugin.PERIPHERAL,
    description = "Offers Bluetooth services to devices nearby.")
final class BluetoothPlugin implements Handover, AutoCloseable {
  static final String CENTRAL = "bluetooth:central";
  static final String PERIPHERAL = "bluetooth:peripheral";

  private static final int MOST_SESSIONS = 256;
  private static final int MOST_FILTERS = 64;
  private static final String CHOSEN = "chosen";

  private final ServiceGrants grants;
  private final Machines machines;
  private final Requests requests;
  private final ChosenDevices chosen = new ChosenDevices();
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  BluetoothPlugin(Application application, Screen screen) {
    this.grants = new ServiceGrants(application.settings());
    this.machines = new Machines(application.settings());
    this.requests = new Requests(application, screen);
  }

  /**
   * What a command of a service has done.
   *
   * @param characteristicId if it was about one
   */
  record Done(String serviceId, Optional<String> characteristicId, String message) {}

  /** What is there. */
  record Availability(String provider, String state) {}

  /** A device that was chosen. */
  record Device(String id, Optional<String> name) {}

  /**
   * A characteristic of a device.
   *
   * @param properties such as {@code read} and {@code write-without-response}
   */
  record Characteristic(
      int handle, String uuid, List<String> properties, List<Descriptor> descriptors) {}

  /** A descriptor of a characteristic. */
  record Descriptor(int handle, String uuid) {}

  /** A service of a device. */
  record Service(String uuid, boolean primary, List<Characteristic> characteristics) {}

  /**
   * A device that is connected.
   *
   * @param mtu largest packet, in bytes
   */
  record Server(int mtu, List<Service> services) {}

  // --- sessions ---------------------------------------------------------------------------------

  /** Each document or worker has its own; without a name, its window has one. */
  private Session session(Caller caller, Optional<String> name) {
    String key = caller.window() + ":" + name.orElse("");
    Session known = sessions.get(key);
    if (known != null) {
      return known;
    }
    if (sessions.size() >= MOST_SESSIONS) {
      throw new FailureException(
          new Failure(
              "QuotaExceededError", "TOO_MANY", "Too many documents use Bluetooth at a time"));
    }
    return sessions.computeIfAbsent(
        key, _ -> new Session(machines, chosen, caller.origin(), () -> end(key)));
  }

  private void end(String key) {
    Session ended = sessions.remove(key);
    if (ended != null) {
      ended.close();
    }
  }

  /**
   * What happens, from now on; with the last reader the session ends.
   *
   * @param session name of the session, made up by the page
   */
  @Command(permission = Route.BASIC)
  Flow.Publisher<Event> events(Caller caller, String session) {
    return session(caller, Optional.of(session)).events();
  }

  // --- socket:bluetooth -------------------------------------------------------------------------

  /**
   * Offers a service to all devices nearby.
   *
   * @param session see {@link #events}
   */
  @Command(permission = PERIPHERAL)
  Done start(Caller caller, String serviceId, Optional<String> session) {
    UUID service = service(caller, serviceId);
    return failing(() -> {
      session(caller, session).peer(service).start();
      return new Done(serviceId, Optional.empty(), "Service started");
    });
  }

  /** Listens to a characteristic of all devices nearby that have the service. */
  @Command(permission = CENTRAL)
  Done subscribe(
      Caller caller, String serviceId, String characteristicId, Optional<String> session) {
    UUID service = service(caller, serviceId);
    UUID characteristic = Uuids.parse(characteristicId);
    return failing(() -> {
      session(caller, session).peer(service).subscribe(characteristic);
      return new Done(serviceId, Optional.of(characteristicId), "Subscribed to characteristic");
    });
  }

  /**
   * Tells a value to all that have subscribed.
   *
   * @param value instead of a body, as text
   * @param bytes at most 512
   */
  @Command(permission = PERIPHERAL)
  Done publish(
      Caller caller,
      String serviceId,
      String characteristicId,
      Optional<String> value,
      Optional<String> session,
      Body bytes)
      throws IOException {
    UUID service = service(caller, serviceId);
    UUID characteristic = Uuids.parse(characteristicId);
    byte[] told = value.isPresent() ? value.get().getBytes(UTF_8) : bytes.bytes(1 << 16);
    return failing(() -> {
      session(caller, session).peer(service).publish(characteristic, told);
      return new Done(serviceId, Optional.of(characteristicId), "Published");
    });
  }

  // --- devices ----------------------------------------------------------------------------------

  /** Tells whether there is Bluetooth, and whether it is on. */
  @Command(permission = CENTRAL)
  Availability availability(Caller caller, String session) {
    return failing(() -> {
      var provider = session(caller, Optional.of(session)).provider();
      return new Availability(provider.name(), Session.nameOf(provider.state()));
    });
  }

  /**
   * Has a device chosen that the page may use from then on.
   *
   * @param filters the device must meet one; none for any device
   * @param services that the page will use besides those of the filters
   */
  @Command(permission = CENTRAL)
  Device requestDevice(
      Caller caller,
      String session,
      List<Filter> filters,
      List<String> services,
      Cancellation cancellation)
      throws InterruptedException {
    if (filters.size() > MOST_FILTERS || services.size() > MOST_FILTERS) {
      throw new FailureException(
          Failure.badRequest("At most " + MOST_FILTERS + " filters and services"));
    }
    Set<UUID> used = new HashSet<>();
    filters.forEach(filter -> used.addAll(filter.uuids()));
    services.forEach(text -> used.add(Uuids.parse(text)));
    used.forEach(each -> grants.require(caller, each));
    Session own = failing(() -> session(caller, Optional.of(session)));
    try {
      Advertisement picked = requests.await(caller.window(), own.provider(), filters, cancellation);
      return told(chosen.add(caller.origin(), picked.device(), picked.name(), used));
    } catch (BluetoothException e) {
      throw failure(e);
    }
  }

  private static Device told(ChosenDevices.Chosen device) {
    return new Device(device.id(), device.name());
  }

  /** The devices that were chosen for the documents of the caller's origin since the app runs. */
  @Command(permission = CENTRAL)
  List<Device> devices(Caller caller) {
    return chosen.of(caller.origin()).stream().map(BluetoothPlugin::told).toList();
  }

  /** Gives a device up: documents of the origin may use it no more. */
  @Command(permission = CENTRAL)
  void forget(Caller caller, String session, String device) {
    on(
        caller,
        session,
        devices -> {
          devices.disconnect(device);
          chosen.remove(caller.origin(), device);
          return device;
        });
  }

  /**
   * Devices that are heard, a few lists a second.
   *
   * @param services a device must advertise one of them; none for all, which an app may that was
   *     granted all services
   */
  @Command(permission = CENTRAL)
  Flow.Publisher<List<Sightings.Sighting>> scan(
      Caller caller, String session, List<String> services) {
    Set<UUID> wanted = new HashSet<>();
    services.forEach(text -> wanted.add(service(caller, text)));
    return failing(() ->
        new Sightings(
            session(caller, Optional.of(session)).provider(),
            wanted,
            heard ->
                !wanted.isEmpty()
                    || grants.isUnrestricted(caller)
                    || heard.services().stream().anyMatch(each -> grants.isGranted(caller, each))));
  }

  /** Connects to a device, and tells what it has of the services that were asked for. */
  @Command(permission = CENTRAL)
  Server connect(Caller caller, String session, String device) {
    return on(
        caller,
        session,
        devices -> {
          int mtu = devices.connect(device).mtu();
          return new Server(mtu, devices.services(device).stream().map(this::told).toList());
        });
  }

  private Service told(Gatt.Service service) {
    return new Service(
        service.uuid().toString(),
        service.primary(),
        service.characteristics().stream()
            .map(each ->
                new Characteristic(
                    each.handle(),
                    each.uuid().toString(),
                    each.properties().stream().map(Gatt.Property::flag).sorted().toList(),
                    each.descriptors().stream()
                        .map(one -> new Descriptor(one.handle(), one.uuid().toString()))
                        .toList()))
            .toList());
  }

  /** Ends the connection to a device. */
  @Command(permission = CENTRAL)
  void disconnect(Caller caller, String session, String device) {
    on(
        caller,
        session,
        devices -> {
          devices.disconnect(device);
          return device;
        });
  }

  /** Reads a characteristic or a descriptor. */
  @Command(permission = CENTRAL)
  byte[] read(Caller caller, String session, String device, int handle) {
    return on(caller, session, devices -> devices.read(device, handle));
  }

  /**
   * Writes a characteristic.
   *
   * @param response true to wait until the device has confirmed it
   * @param bytes at most 512
   */
  @Command(permission = CENTRAL)
  void write(Caller caller, String session, String device, int handle, boolean response, Body bytes)
      throws IOException {
    byte[] value = bytes.bytes(1 << 16);
    on(
        caller,
        session,
        devices -> {
          devices.write(
              device,
              handle,
              value,
              response ? Gatt.Write.WITH_RESPONSE : Gatt.Write.WITHOUT_RESPONSE);
          return device;
        });
  }

  /** Starts or ends to tell new values of a characteristic, as events. */
  @Command(permission = CENTRAL)
  void notifications(Caller caller, String session, String device, int handle, boolean on) {
    on(
        caller,
        session,
        devices -> {
          devices.notify(device, handle, on);
          return device;
        });
  }

  /** Pairs with a device; the system asks what there is to ask. */
  @Command(permission = CENTRAL)
  void pair(Caller caller, String session, String device) {
    on(
        caller,
        session,
        devices -> {
          devices.pair(device);
          return device;
        });
  }

  // --- failures ---------------------------------------------------------------------------------

  private UUID service(Caller caller, String text) {
    UUID service = Uuids.parse(text);
    grants.require(caller, service);
    return service;
  }

  private <T> T on(Caller caller, String session, Function<WebDevices, T> action) {
    return failing(() -> action.apply(session(caller, Optional.of(session)).devices()));
  }

  private static <T> T failing(Supplier<T> action) {
    try {
      return action.get();
    } catch (BluetoothException e) {
      throw failure(e);
    }
  }

  /** With the name that Web Bluetooth has for it. */
  private static FailureException failure(BluetoothException e) {
    String name =
        switch (e.code()) {
          case NOT_FOUND -> "NotFoundError";
          case NOT_PERMITTED -> "NotSupportedError";
          case NOT_PAIRED -> "SecurityError";
          case VALUE_TOO_LONG -> "InvalidModificationError";
          case UNSUPPORTED, POWERED_OFF -> "NotSupportedError";
          case REJECTED -> "OperationError";
          case IN_PROGRESS -> "InvalidStateError";
          case TOO_MANY -> "QuotaExceededError";
          case TIMEOUT -> "TimeoutError";
          case UNREACHABLE, DISCONNECTED -> "NetworkError";
        };
    return new FailureException(
        new Failure(
            name, e.code().name(), String.valueOf(e.getMessage()), e.code().retryable(), Map.of()));
  }

  @Override
  public Map<String, Object> release() {
    return Map.of(CHOSEN, chosen.release());
  }

  @Override
  public void adopt(Map<String, Object> state) {
    if (state.get(CHOSEN) instanceof List<?> devices) {
      chosen.adopt(devices);
    }
  }

  @Override
  public void close() {
    sessions.keySet().forEach(this::end);
    machines.close();
  }
}

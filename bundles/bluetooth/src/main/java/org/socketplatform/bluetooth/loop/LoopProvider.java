package org.socketplatform.bluetooth.loop;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
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

/** Bluetooth over the {@link Air}: the only user of its radio. */
public final class LoopProvider implements BluetoothProvider {
  private final Radio radio;
  private final Set<Registration> begun = ConcurrentHashMap.newKeySet();

  public LoopProvider(Radio radio) {
    this.radio = radio;
  }

  @Override
  public String name() {
    return "loop";
  }

  @Override
  public AdapterState state() {
    return radio.state();
  }

  @Override
  public Registration onState(Consumer<AdapterState> listener) {
    return keep(radio.watch(listener));
  }

  @Override
  public Registration scan(Set<UUID> services, Consumer<Advertisement> listener) {
    Set<UUID> wanted = Set.copyOf(services);
    AtomicBoolean ended = new AtomicBoolean();
    Consumer<Advertisement> heard =
        advertisement -> {
          if (!ended.get()) {
            listener.accept(advertisement);
          }
        };
    Runnable listen = () -> listen(wanted, heard);
    Registration repeated = radio.air().time().every(Air.INTERVAL, listen);
    listen.run();
    return keep(() -> {
      ended.set(true);
      repeated.close();
    });
  }

  private void listen(Set<UUID> wanted, Consumer<Advertisement> listener) {
    for (Radio other : radio.air().radios()) {
      if (other != radio && Air.reaches(radio, other)) {
        advertisement(other)
            .filter(
                heard -> wanted.isEmpty() || heard.services().stream().anyMatch(wanted::contains))
            .ifPresent(heard -> radio.inbox().run(() -> listener.accept(heard)));
      }
    }
  }

  private Optional<Advertisement> advertisement(Radio other) {
    Set<UUID> services = new HashSet<>();
    Optional<String> name = Optional.empty();
    boolean advertises = false;
    for (Served served : other.served()) {
      if (served.isAdvertised()) {
        advertises = true;
        services.addAll(served.uuids());
        name = name.or(served::name);
      }
    }
    return advertises
        ? Optional.of(new Advertisement(other.id(), name, Air.rssi(radio, other), services))
        : Optional.empty();
  }

  @Override
  public Connection connect(DeviceId device, Runnable disconnected) {
    requireOn();
    Radio other =
        radio
            .air()
            .radio(device)
            .filter(found -> found != radio)
            .orElseThrow(
                () -> new BluetoothException(Code.NOT_FOUND, "No device " + device + " was found"));
    Link link;
    synchronized (radio.air()) {
      if (!Air.reaches(radio, other) || other.served().stream().noneMatch(Served::isAdvertised)) {
        throw new BluetoothException(
            Code.UNREACHABLE, "The device " + device + " does not answer; bring it nearer");
      }
      link = new Link(radio, other);
      radio.add(link);
      other.add(link);
    }
    return new LoopConnection(link, disconnected);
  }

  @Override
  public Peripheral serve(
      List<Gatt.ServiceSpec> services,
      Optional<String> name,
      boolean advertise,
      PeripheralListener listener) {
    Served served =
        new Served(radio, services, name.or(() -> Optional.of(radio.name())), advertise, listener);
    radio.add(served);
    return served;
  }

  private void requireOn() {
    switch (radio.state()) {
      case UNSUPPORTED ->
          throw new BluetoothException(Code.UNSUPPORTED, "There is no Bluetooth adapter");
      case POWERED_OFF ->
          throw new BluetoothException(Code.POWERED_OFF, "Bluetooth is off; switch it on");
      case POWERED_ON -> {}
    }
  }

  private Registration keep(Registration registration) {
    begun.add(registration);
    return () -> {
      begun.remove(registration);
      registration.close();
    };
  }

  @Override
  public void close() {
    begun.forEach(Registration::close);
    begun.clear();
    radio.served().forEach(Served::close);
    radio.links().forEach(Link::end);
    radio.air().remove(radio);
  }
}

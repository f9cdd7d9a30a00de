package org.socketplatform.bluetooth.loop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.socketplatform.bluetooth.api.BluetoothException;
import org.socketplatform.bluetooth.api.BluetoothException.Code;
import org.socketplatform.bluetooth.api.Gatt;
import org.socketplatform.bluetooth.api.Peripheral;
import org.socketplatform.bluetooth.api.PeripheralListener;

/** Services that a radio serves. */
final class Served implements Peripheral {
  private final Radio radio;
  private final Optional<String> name;
  private final boolean advertised;
  private final PeripheralListener listener;
  private final List<Gatt.Service> services = new ArrayList<>();
  private final Map<Integer, Attribute> attributes = new HashMap<>();

  // Guarded by the air.
  private final Map<Integer, Integer> subscribers = new HashMap<>();

  /**
   * What a handle stands for.
   *
   * @param text of a descriptor; null of a characteristic
   */
  record Attribute(UUID service, Gatt.Characteristic characteristic, @Nullable String text) {}

  Served(
      Radio radio,
      List<Gatt.ServiceSpec> specs,
      Optional<String> name,
      boolean advertised,
      PeripheralListener listener) {
    this.radio = radio;
    this.name = name;
    this.advertised = advertised;
    this.listener = listener;
    for (Gatt.ServiceSpec spec : specs) {
      services.add(
          new Gatt.Service(
              spec.uuid(),
              true,
              spec.characteristics().stream().map(each -> add(spec.uuid(), each)).toList()));
    }
  }

  private Gatt.Characteristic add(UUID service, Gatt.CharacteristicSpec spec) {
    int handle = radio.handles(1 + spec.descriptors().size());
    List<Gatt.Descriptor> descriptors = new ArrayList<>();
    for (Gatt.DescriptorSpec each : spec.descriptors()) {
      descriptors.add(new Gatt.Descriptor(handle + 1 + descriptors.size(), each.uuid()));
    }
    Gatt.Characteristic made =
        new Gatt.Characteristic(handle, spec.uuid(), spec.properties(), descriptors);
    attributes.put(handle, new Attribute(service, made, null));
    for (int i = 0; i < descriptors.size(); i++) {
      attributes.put(
          descriptors.get(i).handle(),
          new Attribute(service, made, spec.descriptors().get(i).text()));
    }
    return made;
  }

  boolean isAdvertised() {
    return advertised;
  }

  Optional<String> name() {
    return name;
  }

  List<Gatt.Service> services() {
    return services;
  }

  Set<UUID> uuids() {
    return services.stream().map(Gatt.Service::uuid).collect(Collectors.toSet());
  }

  @Nullable Attribute attribute(int handle) {
    return attributes.get(handle);
  }

  /** Answers on the peripheral's own thread, as everything there happens. */
  byte[] read(Radio central, Attribute attribute) {
    String text = attribute.text();
    return text != null
        ? text.getBytes(UTF_8)
        : listener.onRead(central.id(), attribute.service(), attribute.characteristic().uuid());
  }

  void write(Radio central, Attribute attribute, byte[] value) {
    listener.onWrite(central.id(), attribute.service(), attribute.characteristic().uuid(), value);
  }

  /** Counts a central in or out. */
  void subscribed(int handle, boolean more) {
    Attribute attribute = attributes.get(handle);
    if (attribute == null) {
      return;
    }
    synchronized (radio.air()) {
      int before = subscribers.getOrDefault(handle, 0);
      int after = Math.max(0, before + (more ? 1 : -1));
      subscribers.put(handle, after);
      if (before == 0 == (after == 0)) {
        return;
      }
      radio
          .inbox()
          .run(() ->
              listener.onSubscription(
                  attribute.service(), attribute.characteristic().uuid(), after > 0));
    }
  }

  @Override
  public boolean publish(UUID service, UUID characteristic, byte[] value) {
    Gatt.Characteristic found =
        services.stream()
            .filter(each -> each.uuid().equals(service))
            .flatMap(each -> each.characteristics().stream())
            .filter(each -> each.uuid().equals(characteristic))
            .findFirst()
            .orElseThrow(() ->
                new BluetoothException(
                    Code.NOT_FOUND, "Nothing is served as " + characteristic + " in " + service));
    if (!Link.canSubscribe(found)) {
      throw new BluetoothException(
          Code.NOT_PERMITTED, "The characteristic " + characteristic + " has no notifications");
    }
    Link.requireShort(value);
    boolean told = false;
    for (Link link : radio.links()) {
      told |= link.peripheral() == radio && link.tell(found.handle(), value);
    }
    return told;
  }

  @Override
  public void close() {
    radio.remove(this);
  }
}

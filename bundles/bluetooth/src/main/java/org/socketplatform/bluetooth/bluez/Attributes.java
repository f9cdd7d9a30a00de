package org.socketplatform.bluetooth.bluez;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.socketplatform.bluetooth.api.Gatt;
import org.socketplatform.bluetooth.api.Gatt.Property;

/**
 * What BlueZ says that a device has, with the paths where it says so.
 *
 * @param byHandle the path of every attribute
 * @param mtu the smallest that a characteristic tells
 */
record Attributes(List<Gatt.Service> services, Map<Integer, Place> byHandle, int mtu) {
  private static final int SMALLEST_MTU = 23;

  /**
   * Where an attribute is.
   *
   * @param characteristic itself, or that of the descriptor
   */
  record Place(String path, Gatt.Characteristic characteristic, boolean isDescriptor) {}

  static Attributes of(Bus bus, String device) {
    Map<Integer, Place> places = new HashMap<>();
    List<Gatt.Service> services = new ArrayList<>();
    int mtu = Integer.MAX_VALUE;
    for (String service : below(bus, device, Bluez.SERVICE)) {
      Map<String, Object> ofService = bus.properties(service, Bluez.SERVICE);
      List<Gatt.Characteristic> characteristics = new ArrayList<>();
      for (String path : below(bus, service, Bluez.CHARACTERISTIC)) {
        Map<String, Object> properties = bus.properties(path, Bluez.CHARACTERISTIC);
        Optional<UUID> uuid = uuid(properties.get("UUID"));
        Optional<Integer> handle = handle(path);
        if (uuid.isPresent() && handle.isPresent()) {
          Gatt.Characteristic made =
              new Gatt.Characteristic(
                  handle.get(), uuid.get(), flags(properties.get("Flags")), descriptors(bus, path));
          characteristics.add(made);
          places.put(made.handle(), new Place(path, made, false));
          for (String descriptor : below(bus, path, Bluez.DESCRIPTOR)) {
            handle(descriptor)
                .ifPresent(each -> places.put(each, new Place(descriptor, made, true)));
          }
          if (properties.get("MTU") instanceof Number told) {
            mtu = Math.min(mtu, told.intValue());
          }
        }
      }
      uuid(ofService.get("UUID"))
          .ifPresent(uuid ->
              services.add(
                  new Gatt.Service(uuid, Bus.isTrue(ofService, "Primary"), characteristics)));
    }
    return new Attributes(
        List.copyOf(services),
        Map.copyOf(places),
        mtu == Integer.MAX_VALUE ? SMALLEST_MTU : Math.max(SMALLEST_MTU, mtu));
  }

  private static List<Gatt.Descriptor> descriptors(Bus bus, String characteristic) {
    List<Gatt.Descriptor> descriptors = new ArrayList<>();
    for (String path : below(bus, characteristic, Bluez.DESCRIPTOR)) {
      Optional<UUID> uuid = uuid(bus.properties(path, Bluez.DESCRIPTOR).get("UUID"));
      Optional<Integer> handle = handle(path);
      if (uuid.isPresent() && handle.isPresent()) {
        descriptors.add(new Gatt.Descriptor(handle.get(), uuid.get()));
      }
    }
    return descriptors;
  }

  private static List<String> below(Bus bus, String parent, String name) {
    String prefix = parent + "/";
    return bus.paths(name).stream().filter(path -> path.startsWith(prefix)).toList();
  }

  /** BlueZ ends a path by the handle, as in {@code char001f}. */
  private static Optional<Integer> handle(String path) {
    String last = path.substring(Math.max(0, path.length() - 4));
    try {
      return Optional.of(Integer.parseInt(last, 16));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  static Optional<UUID> uuid(@Nullable Object text) {
    try {
      return text instanceof String given && given.length() == 36
          ? Optional.of(UUID.fromString(given))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Set<Property> flags(@Nullable Object list) {
    Set<Property> flags = EnumSet.noneOf(Property.class);
    Iterable<?> texts =
        list instanceof Iterable<?> all
            ? all
            : list instanceof Object[] all ? List.of(all) : List.of();
    for (Object text : texts) {
      for (Property property : Property.values()) {
        if (property.flag().equals(text)) {
          flags.add(property);
        }
      }
    }
    return flags;
  }
}

package org.socketplatform.bluetooth;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.socketplatform.bluetooth.api.BluetoothException;
import org.socketplatform.bluetooth.api.BluetoothException.Code;
import org.socketplatform.bluetooth.api.DeviceId;

/**
 * The devices that were chosen, and for whom: the documents of an origin share what was chosen for
 * one of them. It lasts as long as the app runs. Safe for use by many threads.
 */
final class ChosenDevices {
  private static final int MOST = 1024;

  // Guarded by this.
  private final Map<String, Chosen> all = new LinkedHashMap<>();

  /**
   * A device that documents of an origin may use.
   *
   * @param id by which they name it, made up
   * @param services those of it that they may use
   */
  record Chosen(
      String id, String origin, DeviceId device, Optional<String> name, Set<UUID> services) {
    Chosen {
      services = Set.copyOf(services);
    }
  }

  /** Lets an origin use services of a device; beside those that it may use already. */
  synchronized Chosen add(
      String origin, DeviceId device, Optional<String> name, Set<UUID> services) {
    Optional<Chosen> before =
        all.values().stream()
            .filter(chosen -> chosen.origin().equals(origin) && chosen.device().equals(device))
            .findFirst();
    if (before.isEmpty() && all.size() >= MOST) {
      throw new BluetoothException(Code.TOO_MANY, "The app has " + MOST + " devices already");
    }
    Set<UUID> used = new HashSet<>(services);
    before.ifPresent(known -> used.addAll(known.services()));
    String id = before.map(Chosen::id).orElseGet(() -> UUID.randomUUID().toString());
    Chosen chosen =
        new Chosen(id, origin, device, name.or(() -> before.flatMap(Chosen::name)), used);
    all.put(id, chosen);
    return chosen;
  }

  /**
   * What an origin may do with a device.
   *
   * @throws BluetoothException {@code NOT_FOUND}
   */
  synchronized Chosen of(String origin, String id) {
    Chosen found = all.get(id);
    if (found == null || !found.origin().equals(origin)) {
      throw new BluetoothException(
          Code.NOT_FOUND, "The page has no such device: call requestDevice() first");
    }
    return found;
  }

  synchronized List<Chosen> of(String origin) {
    return all.values().stream().filter(chosen -> chosen.origin().equals(origin)).toList();
  }

  synchronized void remove(String origin, String id) {
    all.remove(of(origin, id).id());
  }

  /** For the next version of the plugin. */
  synchronized List<List<String>> release() {
    List<List<String>> state = new ArrayList<>();
    for (Chosen chosen : all.values()) {
      List<String> fields =
          new ArrayList<>(
              List.of(
                  chosen.id(), chosen.origin(), chosen.device().value(), chosen.name().orElse("")));
      chosen.services().forEach(service -> fields.add(service.toString()));
      state.add(List.copyOf(fields));
    }
    return List.copyOf(state);
  }

  /** From the version before. */
  synchronized void adopt(List<?> state) {
    for (Object each : state) {
      List<String> fields = ((List<?>) each).stream().map(String.class::cast).toList();
      Set<UUID> services = new HashSet<>();
      fields.subList(4, fields.size()).forEach(text -> services.add(UUID.fromString(text)));
      String name = fields.get(3);
      all.put(
          fields.get(0),
          new Chosen(
              fields.get(0),
              fields.get(1),
              new DeviceId(fields.get(2)),
              name.isEmpty() ? Optional.empty() : Optional.of(name),
              services));
    }
  }
}

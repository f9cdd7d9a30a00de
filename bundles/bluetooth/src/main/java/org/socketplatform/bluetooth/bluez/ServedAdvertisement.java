package org.socketplatform.bluetooth.bluez;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.freedesktop.dbus.types.Variant;

/** What BlueZ is to advertise. */
final class ServedAdvertisement extends ServedObject implements Bluez.Advertisement {
  ServedAdvertisement(String path, List<UUID> services, Optional<String> name) {
    super(path, Bluez.ADVERTISEMENT, properties(services, name));
  }

  private static Map<String, Variant<?>> properties(List<UUID> services, Optional<String> name) {
    Map<String, Variant<?>> properties = new HashMap<>();
    properties.put("Type", new Variant<>("peripheral"));
    properties.put(
        "ServiceUUIDs",
        new Variant<>(services.stream().map(UUID::toString).toArray(String[]::new)));
    name.ifPresent(text -> properties.put("LocalName", new Variant<>(text)));
    return properties;
  }

  /** BlueZ does not advertise it any more; it is registered again when the adapter is back. */
  @Override
  public void Release() {}
}

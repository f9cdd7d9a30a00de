package org.socketplatform.bluetooth.api;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What a device tells everybody.
 *
 * @param device who
 * @param name if it has told one
 * @param rssi strength of the signal in dBm, such as -60
 * @param services that it says it has
 */
public record Advertisement(DeviceId device, Optional<String> name, int rssi, Set<UUID> services) {
  public Advertisement {
    services = Set.copyOf(services);
  }
}

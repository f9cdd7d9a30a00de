package org.socketplatform.bluetooth;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.socketplatform.bluetooth.api.Advertisement;

/**
 * Which devices a page looks for; a device must meet all that is given.
 *
 * @param services UUIDs, all of which the device advertises
 * @param name exactly
 * @param namePrefix how the name begins
 */
record Filter(Optional<List<String>> services, Optional<String> name, Optional<String> namePrefix) {
  Filter {
    if (services.isEmpty() && name.isEmpty() && namePrefix.isEmpty()) {
      throw new IllegalArgumentException("a filter must have services, name or namePrefix");
    }
    services.ifPresent(given -> {
      if (given.isEmpty()) {
        throw new IllegalArgumentException("the services of a filter must not be empty");
      }
      given.forEach(Uuids::parse);
    });
  }

  Set<UUID> uuids() {
    Set<UUID> uuids = new HashSet<>();
    services.orElse(List.of()).forEach(text -> uuids.add(Uuids.parse(text)));
    return uuids;
  }

  boolean matches(Advertisement heard) {
    return heard.services().containsAll(uuids())
        && name.map(wanted -> heard.name().equals(Optional.of(wanted))).orElse(true)
        && namePrefix
            .map(start -> heard.name().filter(text -> text.startsWith(start)).isPresent())
            .orElse(true);
  }
}

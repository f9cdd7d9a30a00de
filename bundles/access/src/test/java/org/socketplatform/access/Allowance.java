package org.socketplatform.access;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** Decisions as tests expect them. */
final class Allowance {
  private Allowance() {}

  /** Allowed, with these places. */
  static Decision ofPlaces(Map<String, Path> places) {
    return new Decision.Allowed(
        places.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> new CheckedPath(e.getValue()))),
        Map.of(),
        Map.of());
  }
}

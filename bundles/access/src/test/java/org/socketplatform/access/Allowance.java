package org.socketplatform.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.socketplatform.plugin.ScopedPath;

/** Decisions as tests look at them. */
final class Allowance {
  private Allowance() {}

  /** What was allowed. */
  static Decision.Allowed of(Decision decision) {
    assertThat(decision).isInstanceOf(Decision.Allowed.class);
    return (Decision.Allowed) decision;
  }

  /** The place of a parameter named {@code path}. */
  static ScopedPath path(Decision decision) {
    return Objects.requireNonNull(of(decision).paths().get("path"));
  }

  /** The names of the places that were allowed. */
  static Map<String, Path> places(Decision decision) {
    return of(decision).paths().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().path()));
  }
}

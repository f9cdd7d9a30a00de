package org.socketplatform.access;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code socket.ini} says about one plugin. Filled while reading, not changed afterwards. */
final class Grant {
  private final Map<String, Boolean> flags = new HashMap<>();
  private final Map<String, List<PathRule>> rules = new HashMap<>();
  private final List<PathRule> denied = new ArrayList<>();
  private Optional<Boolean> whole = Optional.empty();
  private Optional<String> unreadableDenial = Optional.empty();

  void setWhole(boolean allowed) {
    whole = Optional.of(allowed);
  }

  void setFlag(String permission, boolean allowed) {
    flags.merge(permission, allowed, Boolean::logicalAnd);
  }

  void allow(String permission, PathRule rule) {
    rules.computeIfAbsent(permission, _ -> new ArrayList<>()).add(rule);
  }

  void deny(PathRule rule) {
    denied.add(rule);
  }

  /** A denial that cannot be understood denies everything: the safe reading. */
  void denyAllFor(String text) {
    unreadableDenial = Optional.of(text);
  }

  /** Whether calls that name no path are allowed. A refusal wins over every grant. */
  boolean allows(String permission) {
    if (whole.equals(Optional.of(false)) || Boolean.FALSE.equals(flags.get(permission))) {
      return false;
    }
    return whole.isPresent() || flags.containsKey(permission) || rules.containsKey(permission);
  }

  boolean allows(String permission, Path path) {
    if (!allows(permission)) {
      return false;
    }
    for (PathRule rule : rules.getOrDefault(permission, List.of())) {
      if (rule.matches(path)) {
        return true;
      }
    }
    return false;
  }

  /** The line that denies a path whatever is granted. */
  Optional<String> denial(Path path) {
    if (unreadableDenial.isPresent()) {
      return unreadableDenial;
    }
    for (PathRule rule : denied) {
      if (rule.matches(path)) {
        return Optional.of(rule.text());
      }
    }
    return Optional.empty();
  }
}

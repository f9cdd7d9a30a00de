package org.socketplatform.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code socket.ini} says about one plugin in one window. Filled while reading, not changed
 * afterwards.
 */
final class PluginGrants {
  static final PluginGrants NOTHING = new PluginGrants();

  private final Map<String, List<Grant>> patterns = new HashMap<>();
  private final Map<String, List<Grant>> flags = new HashMap<>();
  private final List<Grant> whole = new ArrayList<>();

  void add(Grant grant) {
    if (grant.permission().isEmpty()) {
      whole.add(grant);
    } else if (grant.isPattern()) {
      patterns.computeIfAbsent(grant.permission(), _ -> new ArrayList<>()).add(grant);
    } else {
      flags.computeIfAbsent(grant.permission(), _ -> new ArrayList<>()).add(grant);
    }
  }

  /** The line that forbids a permission, whatever else is granted. */
  @Nullable Grant prohibition(String permission) {
    for (Grant grant : whole) {
      if (grant.isDenial()) {
        return grant;
      }
    }
    for (Grant grant : flags.getOrDefault(permission, List.of())) {
      if (grant.isDenial()) {
        return grant;
      }
    }
    return null;
  }

  /** The line that allows calls whose parameters are not looked at. */
  @Nullable Grant permit(String permission) {
    if (prohibition(permission) != null) {
      return null;
    }
    for (List<Grant> lines :
        List.of(
            flags.getOrDefault(permission, List.of()),
            whole,
            permission.equals(Grant.DENY) ? List.<Grant>of() : patterns(permission))) {
      if (!lines.isEmpty()) {
        return lines.getFirst();
      }
    }
    return null;
  }

  /** The lines that grant a permission for some values. */
  List<Grant> patterns(String permission) {
    return patterns.getOrDefault(permission, List.of());
  }

  /** The lines that take values back. */
  List<Grant> denials() {
    return patterns.getOrDefault(Grant.DENY, List.of());
  }
}

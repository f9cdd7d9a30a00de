package org.socketplatform.store;

import java.util.regex.Pattern;
import org.socketplatform.plugin.ReservedNames;

/** Which names a plugin may have that is not part of the platform. */
public final class PluginName {
  private static final int LONGEST = 60;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  private PluginName() {}

  /**
   * Returns the name if a plugin may have it.
   *
   * @throws StoreException if not
   */
  public static String check(String name) {
    if (name.length() > LONGEST || !NAME.matcher(name).matches()) {
      throw new StoreException(
          "'%s' is no name of a plugin; take lower-case letters, digits and inner hyphens, a letter first, at most %d characters"
              .formatted(name, LONGEST));
    }
    if (ReservedNames.contains(name)) {
      throw new StoreException(
          "the name '%s' belongs to the platform; give the plugin another one".formatted(name));
    }
    return name;
  }
}

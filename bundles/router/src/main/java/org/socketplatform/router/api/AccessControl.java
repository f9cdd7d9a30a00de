package org.socketplatform.router.api;

import org.osgi.annotation.versioning.ProviderType;
import org.socketplatform.plugin.Settings;

/**
 * Changes what the app may do while it runs: a service of the router, for the platform itself. Safe
 * for use by many threads.
 */
@ProviderType
public interface AccessControl {
  /**
   * Grants what these settings say and nothing else, from the next call on. Calls that are being
   * answered, streams and open handles are not touched. What is wrong with the settings is logged.
   *
   * @param settings as in {@code socket.ini}; only {@code [capabilities]} and {@code [permissions]}
   *     are looked at
   */
  void replaceGrants(Settings settings);
}

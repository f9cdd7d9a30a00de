package org.socketplatform.pluginhost.api;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Runs plugins out of process. To replace one, start the new version, then close the old one: the
 * router switches between them as between bundles. Safe for use by many threads.
 */
@ProviderType
public interface PluginHost {
  /**
   * Starts a plugin and waits until its routes are served, some tenths of a second.
   *
   * @param plugin the name that the plugin must have; it can serve no routes but {@code plugin.*}
   * @param bundle its jar, the same that would run in the process of the platform
   * @throws org.socketplatform.plugin.FailureException {@code PLUGIN_START_FAILED}, with what was
   *     wrong
   */
  PluginProcess start(String plugin, Path bundle);
}

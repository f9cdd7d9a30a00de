package org.socketplatform.pluginhost.api;

import java.util.OptionalLong;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A plugin that runs out of process. When its process ends by itself, the calls under way fail with
 * the retryable {@code PLUGIN_CRASHED}, and it is started again after a second, after two, and so
 * on up to a minute. Safe for use by many threads.
 */
@ProviderType
public interface PluginProcess extends AutoCloseable {
  /** Name of the plugin. */
  String plugin();

  /** Id of the process that was started last; none between a crash and the next start. */
  OptionalLong pid();

  /** Takes the routes away, lets the calls under way end, then ends the process. */
  @Override
  void close();
}

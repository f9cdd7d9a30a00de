package org.socketplatform.router.api;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A look at the router from outside, for an inspector: a service of the router. It changes nothing.
 * Safe for use by many threads.
 */
@ProviderType
public interface RouterView {
  /** Each route that was offered since the router started, by name. */
  List<RouteStatistics> routes();

  /**
   * The latest calls, the newest last, at most 256. They are kept from the first time on that
   * anybody asks, which is answered with none.
   */
  List<FinishedCall> recentCalls();

  /** The latest replacements of plugins, the newest last, at most 256. */
  List<Swap> swaps();
}

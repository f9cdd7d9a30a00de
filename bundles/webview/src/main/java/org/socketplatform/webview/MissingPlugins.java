package org.socketplatform.webview;

import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.socketplatform.plugin.Settings;

/** Tells the developer, once each, what to do about a plugin that a page imports in vain. */
final class MissingPlugins {
  private static final System.Logger LOG = System.getLogger("webview");

  private static final int MOST = 100;

  private final Settings settings;
  private final Runnable start;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /**
   * For one app.
   *
   * @param start returns when the installed plugins have started; may throw if they do not
   */
  MissingPlugins(Settings settings, Runnable start) {
    this.settings = settings;
    this.start = start;
  }

  /** Returns when the plugins that are installed have started. */
  void awaitStart() {
    start.run();
  }

  /** Says nothing of a project: the plugin store and the development loop tell of those. */
  void tell(String plugin) {
    Optional<String> named = settings.text("plugins." + plugin);
    boolean project = named.isPresent() && named.get().contains("/");
    if (!project && told.size() < MOST && told.add(plugin)) {
      LOG.log(
          Level.WARNING,
          "the page imports plugin:%s, which %s"
              .formatted(
                  plugin,
                  named.isEmpty()
                      ? "socket.ini does not name; write there under [plugins]: %s = \"[1,2)\""
                          .formatted(plugin)
                      : "is not there; run: ssc plugin install SOURCE, where SOURCE is a jar, a folder or group:artifact:version"));
    }
  }
}

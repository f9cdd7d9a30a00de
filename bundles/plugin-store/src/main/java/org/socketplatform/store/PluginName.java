package org.socketplatform.store;

import java.util.Set;
import java.util.regex.Pattern;

/** Which names a plugin may have that is not part of the platform. */
public final class PluginName {
  private static final int LONGEST = 60;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  /** First segments of the platform's own routes and modules, those that are planned included. */
  private static final Set<String> OF_THE_PLATFORM =
      Set.of(
          "application",
          "assert",
          "async-context",
          "bluetooth",
          "bootstrap",
          "buffer",
          "child-process",
          "commonjs",
          "config",
          "console",
          "constants",
          "crypto",
          "dev",
          "dgram",
          "diagnostics",
          "dns",
          "enumeration",
          "errno",
          "errors",
          "event",
          "events",
          "external",
          "extension",
          "fetch",
          "fs",
          "gc",
          "hooks",
          "http",
          "https",
          "i18n",
          "internal",
          "internals",
          "ip",
          "ipc",
          "itertools",
          "language",
          "latica",
          "location",
          "log",
          "mime",
          "module",
          "navigation",
          "net",
          "network",
          "node",
          "notification",
          "npm",
          "os",
          "path",
          "permissions",
          "ping",
          "platform",
          "plugin",
          "plugins",
          "process",
          "protocol",
          "protocol-handlers",
          "querystring",
          "relay",
          "router",
          "serviceworker",
          "signal",
          "socket",
          "stderr",
          "stdlib",
          "stdout",
          "store",
          "stream",
          "string-decoder",
          "sys",
          "tcp",
          "test",
          "timers",
          "tls",
          "tty",
          "udp",
          "url",
          "util",
          "vm",
          "webview",
          "window",
          "worker",
          "worker-threads");

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
    if (OF_THE_PLATFORM.contains(name)) {
      throw new StoreException(
          "the name '%s' belongs to the platform; give the plugin another one".formatted(name));
    }
    return name;
  }
}

package org.socketplatform.webview;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * The JavaScript that bundles bring: {@code modules/fs/promises.js} of a bundle of the platform is
 * {@code socket:fs/promises}, and {@code node:fs/promises} as well; {@code
 * modules/plugin/greeter.js} is {@code plugin:greeter}. The bundle of an installed plugin brings
 * only what has its own name. Looked up anew for each document, so that a page loaded after a swap
 * gets the new half.
 */
final class Modules {
  private static final Pattern NAME = Pattern.compile("[a-z0-9_-]+(/[a-z0-9_-]+)*");
  private static final String PLUGINS = "plugin/";

  /** What {@code node:} names: modules of Node, and four that the original counted among them. */
  private static final Set<String> NODE =
      Set.of(
          "assert",
          "assert/strict",
          "async_hooks",
          "buffer",
          "child_process",
          "console",
          "constants",
          "crypto",
          "dgram",
          "diagnostics_channel",
          "dns",
          "dns/promises",
          "events",
          "fs",
          "fs/constants",
          "fs/promises",
          "http",
          "https",
          "ip",
          "module",
          "net",
          "os",
          "os/constants",
          "path",
          "path/posix",
          "path/win32",
          "perf_hooks",
          "process",
          "punycode",
          "querystring",
          "readline",
          "readline/promises",
          "stream",
          "stream/consumers",
          "stream/promises",
          "stream/web",
          "string_decoder",
          "sys",
          "test",
          "timers",
          "timers/promises",
          "tls",
          "tty",
          "url",
          "util",
          "util/types",
          "v8",
          "vm",
          "worker_threads",
          "zlib");

  /** Where the bundle of an installed plugin comes from: {@code plugin:NAME/VERSION#DIGEST}. */
  private static final Pattern INSTALLED = Pattern.compile("plugin:([^/]+)/.*");

  private static final Pattern DEFAULT_EXPORT =
      Pattern.compile(
          "^\\s*export\\s+default\\b|\\bas\\s+default\\b"
              + "|^\\s*export\\s*\\{(?:[^}]*,)?\\s*default\\s*[,}]",
          Pattern.MULTILINE);

  private final BundleContext context;
  private final String base;

  /**
   * A view on the bundles of the framework.
   *
   * @param origin the app's origin, under which modules are served as {@code /socket/name.js}
   */
  Modules(BundleContext context, String origin) {
    this.context = context;
    this.base = origin + "/socket/";
  }

  /**
   * The name of the module behind an address of its own scheme, such as {@code plugin:greeter};
   * empty if it cannot be one.
   */
  static String nameOf(String address) {
    int colon = address.indexOf(':');
    String name = address.substring(colon + 1);
    return switch (address.substring(0, colon)) {
      case "plugin" -> PLUGINS + name;
      case "node" -> NODE.contains(name) ? name : "";
      default -> name;
    };
  }

  /** The plugin that a module belongs to; empty if it belongs to the platform. */
  static Optional<String> pluginOf(String name) {
    return name.startsWith(PLUGINS)
        ? Optional.of(name.substring(PLUGINS.length()).split("/", -1)[0])
        : Optional.empty();
  }

  /** Whether Node has a module of this name, which comes before any package. */
  static boolean isOfNode(String name) {
    return NODE.contains(name);
  }

  /** The text of a module by its name, such as {@code fs/promises}. */
  Optional<byte[]> find(String name) throws IOException {
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    for (Bundle bundle : context.getBundles()) {
      URL entry =
          isAvailable(bundle) && mayBring(bundle, name)
              ? bundle.getEntry("modules/" + name + ".js")
              : null;
      if (entry != null) {
        try (InputStream in = entry.openStream()) {
          return Optional.of(in.readAllBytes());
        }
      }
    }
    return Optional.empty();
  }

  /**
   * A module that re-exports the one of this name, so that {@code socket:fs} and {@code
   * socket://id/socket/fs.js} are one instance.
   */
  Optional<String> proxy(String name) throws IOException {
    return find(name)
        .map(module ->
            proxyOf("'" + base + name + ".js'", new String(module, StandardCharsets.UTF_8)));
  }

  /** A module that re-exports another, by its quoted address and its text. */
  static String proxyOf(String url, String text) {
    String proxy = "export * from " + url + "\n";
    return DEFAULT_EXPORT.matcher(text).find()
        ? proxy + "export { default } from " + url + "\n"
        : proxy;
  }

  private static boolean mayBring(Bundle bundle, String name) {
    Matcher installed = INSTALLED.matcher(bundle.getLocation());
    return !installed.matches() || pluginOf(name).equals(Optional.of(installed.group(1)));
  }

  private static boolean isAvailable(Bundle bundle) {
    // A page may ask while the bundles are still starting behind it.
    return bundle.getBundleId() != 0 && bundle.getState() != Bundle.UNINSTALLED;
  }
}

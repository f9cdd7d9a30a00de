package org.socketplatform.webview;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * The JavaScript that bundles bring: {@code modules/fs/promises.js} of any installed bundle is
 * {@code socket:fs/promises}. Looked up anew for each document, so that a page loaded after a swap
 * gets the new half.
 */
final class Modules {
  private static final Pattern NAME = Pattern.compile("[a-z0-9_-]+(/[a-z0-9_-]+)*");
  private static final Pattern DEFAULT_EXPORT =
      Pattern.compile("^export\\s+default\\b|\\bas\\s+default\\b", Pattern.MULTILINE);

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

  /** The text of a module by its name, such as {@code fs/promises}. */
  Optional<byte[]> find(String name) throws IOException {
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    for (Bundle bundle : context.getBundles()) {
      URL entry = isAvailable(bundle) ? bundle.getEntry("modules/" + name + ".js") : null;
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
        .map(module -> {
          String url = "'" + base + name + ".js'";
          String proxy = "export * from " + url + "\n";
          return DEFAULT_EXPORT.matcher(new String(module, StandardCharsets.UTF_8)).find()
              ? proxy + "export { default } from " + url + "\n"
              : proxy;
        });
  }

  private static boolean isAvailable(Bundle bundle) {
    // A page may ask while the bundles are still starting behind it.
    return bundle.getBundleId() != 0 && bundle.getState() != Bundle.UNINSTALLED;
  }
}

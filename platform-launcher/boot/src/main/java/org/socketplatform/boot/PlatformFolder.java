package org.socketplatform.boot;

import java.net.URISyntaxException;
import java.nio.file.Path;

/**
 * The built platform: {@code lib} holds the class path of the launcher, {@code bundles} what the
 * framework runs.
 *
 * @param root absolute
 */
record PlatformFolder(Path root) {
  /** The folder above the jar that this class comes from, unless a test says otherwise. */
  static PlatformFolder find() {
    String given = System.getProperty("socket.platform");
    if (given != null) {
      return new PlatformFolder(Path.of(given).toAbsolutePath());
    }
    try {
      Path jar =
          Path.of(PlatformFolder.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return new PlatformFolder(jar.resolve("../..").normalize());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What to start: the plan for everyday use, unless the command asks for another. */
  Path plan() {
    return root.resolve(System.getProperty("socket.plan", Plan.FILE));
  }

  /** Native libraries, unpacked. */
  Path natives() {
    return root.resolve("native");
  }

  Path bundle(String file) {
    return root.resolve("bundles").resolve(file);
  }
}

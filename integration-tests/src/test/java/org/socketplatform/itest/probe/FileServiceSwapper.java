package org.socketplatform.itest.probe;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.socketplatform.plugin.Reply;

/**
 * Replaces the bundle {@code fs} by a copy of itself: the new one starts before the old one goes.
 */
final class FileServiceSwapper {
  private static final String FS = "org.socketplatform.fs";

  private final BundleContext context;
  private int swaps;

  /** What the platform itself started from. */
  private Path jar = Path.of("");

  FileServiceSwapper(BundleContext context) {
    this.context = context;
  }

  synchronized Reply swap() throws IOException, BundleException {
    Bundle old =
        Arrays.stream(context.getBundles())
            .filter(bundle -> FS.equals(bundle.getSymbolicName()))
            .findFirst()
            .orElseThrow();
    if (swaps == 0) {
      jar = Path.of(URI.create(old.getLocation().replaceFirst("^reference:", "")));
    }
    Bundle next;
    try (InputStream bytes = Files.newInputStream(jar)) {
      next = context.installBundle("test:fs-" + ++swaps, bytes);
    }
    next.start();
    old.uninstall();
    return Reply.value(swaps);
  }
}

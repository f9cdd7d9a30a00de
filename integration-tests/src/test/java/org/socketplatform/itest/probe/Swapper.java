package org.socketplatform.itest.probe;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.socketplatform.plugin.Reply;

/** Replaces a bundle by a copy of itself: the new one starts before the old one goes. */
final class Swapper {
  private final BundleContext context;
  private int swaps;

  /** What the platform itself started from, by symbolic name. */
  private final Map<String, Path> jars = new HashMap<>();

  Swapper(BundleContext context) {
    this.context = context;
  }

  /**
   * Swaps.
   *
   * @param name of the bundle, such as {@code fs}
   */
  synchronized Reply swap(String name) throws IOException, BundleException {
    String symbolicName = "org.socketplatform." + name;
    Bundle old =
        Arrays.stream(context.getBundles())
            .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
            .findFirst()
            .orElseThrow();
    Path jar =
        jars.computeIfAbsent(
            name, _ -> Path.of(URI.create(old.getLocation().replaceFirst("^reference:", ""))));
    Bundle next;
    try (InputStream bytes = Files.newInputStream(jar)) {
      next = context.installBundle("test:" + name + "-" + ++swaps, bytes);
    }
    next.start();
    old.uninstall();
    return Reply.value(swaps);
  }
}

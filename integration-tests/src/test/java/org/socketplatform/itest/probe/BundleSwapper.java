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
final class BundleSwapper {
  private static final String PLATFORM = "org.socketplatform.";

  private final BundleContext context;
  private int swaps;

  /** What the platform itself started from. */
  private final Map<String, Path> jars = new HashMap<>();

  BundleSwapper(BundleContext context) {
    this.context = context;
  }

  /**
   * Replaces one.
   *
   * @param bundle such as {@code fs}
   */
  synchronized Reply swap(String bundle) throws IOException, BundleException {
    String name = PLATFORM + bundle;
    Bundle old =
        Arrays.stream(context.getBundles())
            .filter(installed -> name.equals(installed.getSymbolicName()))
            .findFirst()
            .orElseThrow();
    Path jar =
        jars.computeIfAbsent(
            name, _ -> Path.of(URI.create(old.getLocation().replaceFirst("^reference:", ""))));
    Bundle next;
    try (InputStream bytes = Files.newInputStream(jar)) {
      next = context.installBundle("test:" + bundle + "-" + ++swaps, bytes);
    }
    next.start();
    old.uninstall();
    return Reply.value(swaps);
  }
}

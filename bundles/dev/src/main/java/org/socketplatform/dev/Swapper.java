package org.socketplatform.dev;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleRevisions;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Puts new bundles in the place of those that run. A bundle that does not start gives way to the
 * one before it. Not safe for use by several threads.
 */
final class Swapper {
  private static final int START_LEVEL = 3;
  private static final long REFRESH_SECONDS = 20;
  private static final String REFERENCE = "reference:";

  private final BundleContext context;
  private final Map<Long, byte[]> running = new HashMap<>();

  Swapper(BundleContext context) {
    this.context = context;
  }

  Optional<Bundle> find(String symbolicName) {
    for (Bundle bundle : context.getBundles()) {
      if (symbolicName.equals(bundle.getSymbolicName())) {
        return Optional.of(bundle);
      }
    }
    return Optional.empty();
  }

  /**
   * Installs a bundle, or updates the one of the same name.
   *
   * @param location for a bundle that was not there
   * @throws BundleException if it does not start; what ran before runs again
   */
  void swap(String symbolicName, String location, byte[] jar) throws BundleException {
    Optional<Bundle> present = find(symbolicName);
    if (present.isEmpty()) {
      Bundle bundle = context.installBundle(location, new ByteArrayInputStream(jar));
      running.put(bundle.getBundleId(), jar);
      bundle.adapt(BundleStartLevel.class).setStartLevel(START_LEVEL);
      bundle.start();
      return;
    }
    Bundle bundle = present.get();
    Optional<byte[]> before = content(bundle);
    try {
      update(bundle, jar);
      running.put(bundle.getBundleId(), jar);
    } catch (BundleException e) {
      if (before.isPresent()) {
        update(bundle, before.get());
      }
      throw e;
    }
  }

  private void update(Bundle bundle, byte[] jar) throws BundleException {
    boolean active = bundle.getState() == Bundle.ACTIVE;
    bundle.update(new ByteArrayInputStream(jar));
    if (bundle.adapt(BundleRevisions.class).getRevisions().size() > 1) {
      refresh(bundle);
    }
    if (active && bundle.getState() != Bundle.ACTIVE) {
      bundle.start(); // says why not
    }
  }

  /** Others still use packages of the bundle as it was. */
  private void refresh(Bundle bundle) throws BundleException {
    CountDownLatch refreshed = new CountDownLatch(1);
    context
        .getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
        .adapt(FrameworkWiring.class)
        .refreshBundles(List.of(bundle), event -> refreshed.countDown());
    try {
      if (!refreshed.await(REFRESH_SECONDS, TimeUnit.SECONDS)) {
        throw new BundleException("its users did not let go of it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BundleException("interrupted", e);
    }
  }

  private Optional<byte[]> content(Bundle bundle) {
    byte[] known = running.get(bundle.getBundleId());
    if (known != null) {
      return Optional.of(known);
    }
    String location = bundle.getLocation();
    if (!location.startsWith(REFERENCE)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Files.readAllBytes(Path.of(URI.create(location.substring(REFERENCE.length())))));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}

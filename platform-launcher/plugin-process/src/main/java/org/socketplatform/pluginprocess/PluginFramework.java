package org.socketplatform.pluginprocess;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.socketplatform.boot.Plan;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.RouteProvider;
import org.socketplatform.plugin.Router;

/** The framework with Declarative Services and the bundle of one plugin, as it is. */
final class PluginFramework {
  private final Framework framework;
  private final BundleContext context;

  private PluginFramework(Framework framework) {
    this.framework = framework;
    this.context = framework.getBundleContext();
  }

  static PluginFramework start(Path platform, Plan plan, Path jar, Router router)
      throws BundleException, IOException {
    Map<String, String> properties = new HashMap<>(plan.properties());
    properties.put(
        Constants.FRAMEWORK_STORAGE, Files.createTempDirectory("socket-plugin-").toString());
    Framework framework =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no OSGi framework in " + platform))
            .newFramework(properties);
    framework.start();
    BundleContext context = framework.getBundleContext();
    context.registerService(Router.class, router, null);
    for (Plan.PlannedBundle planned : plan.bundles()) {
      start(context, platform.resolve("bundles").resolve(planned.file()));
    }
    start(context, jar);
    return new PluginFramework(framework);
  }

  private static void start(BundleContext context, Path jar) throws BundleException {
    Bundle bundle = context.installBundle("reference:" + jar.toUri());
    bundle.start(Bundle.START_ACTIVATION_POLICY);
  }

  /** Stops the plugin; does not wait longer than so many milliseconds. */
  void stop(long millis) {
    try {
      framework.stop();
      framework.waitForStop(millis);
    } catch (BundleException e) {
      System.err.println("warning: the plugin did not stop: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * All routes of the plugin.
   *
   * @throws IllegalStateException if it has none, or the bundle brings another plugin
   */
  List<Route> routes(String plugin) {
    List<Route> routes = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>();
    try {
      for (ServiceReference<RouteProvider> reference :
          context.getServiceReferences(RouteProvider.class, null)) {
        RouteProvider provider = context.getService(reference);
        if (provider != null) {
          names.add(provider.name());
          routes.addAll(provider.routes());
        }
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
    if (names.isEmpty()) {
      throw new IllegalStateException(
          "its bundle offers no routes; of the services of the platform, only Router is there for a"
              + " plugin in a process of its own");
    }
    if (!names.equals(new TreeSet<>(List.of(plugin)))) {
      throw new IllegalStateException("its bundle brings " + names + ", not " + plugin + " alone");
    }
    return routes;
  }
}

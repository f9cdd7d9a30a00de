package org.socketplatform.pluginhost;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.RouteProvider;
import org.socketplatform.plugin.Router;
import org.socketplatform.pluginhost.api.PluginHost;
import org.socketplatform.pluginhost.api.PluginProcess;

/** Runs plugins in processes of the platform's own runtime, in a sandbox where there is one. */
@Component
public final class PluginProcesses implements PluginHost {
  /** Framework property that names the folder of the built platform. */
  static final String FOLDER = "socket.platform";

  /** Tells the router that the routes are not the platform's own: their names are checked. */
  private static final String HOSTED = "plugin.bundle";

  /** Tells the router what the plugin may call of its own accord. */
  private static final String NEEDS = "plugin.needs";

  private static final String HOSTED_AS = "out-of-process.";

  private final BundleContext context;
  private final Logger log = System.getLogger("org.socketplatform.pluginhost");
  private final Spawner spawner = new Spawner();
  private final Set<HostedPlugin> plugins = ConcurrentHashMap.newKeySet();
  private HostedPlugin.@Nullable Surroundings surroundings;

  /** It comes and goes while plugins run, as any bundle may. */
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile @Nullable Router router;

  @Activate
  public PluginProcesses(BundleContext context) {
    this.context = context;
  }

  @Override
  public PluginProcess start(String plugin, Path bundle) {
    Path jar;
    try {
      jar = bundle.toRealPath();
    } catch (IOException e) {
      throw new FailureException(Failures.startFailed(plugin, "there is no file " + bundle));
    }
    HostedPlugin[] self = new HostedPlugin[1];
    HostedPlugin started =
        new HostedPlugin(
            plugin,
            jar,
            plugins.stream().noneMatch(other -> other.plugin().equals(plugin)),
            surroundings(plugin),
            () -> plugins.remove(self[0]));
    self[0] = started;
    plugins.add(started);
    boolean serving = false;
    try {
      started.start();
      serving = true;
    } finally {
      if (!serving) {
        plugins.remove(started);
      }
    }
    return started;
  }

  private synchronized HostedPlugin.Surroundings surroundings(String plugin) {
    HostedPlugin.Surroundings known = surroundings;
    if (known == null) {
      String folder = context.getProperty(FOLDER);
      if (folder == null || !Files.exists(Path.of(folder, "lib", "plugin-process.jar"))) {
        throw new FailureException(
            Failures.startFailed(plugin, "the platform was built without plugin-process.jar"));
      }
      known =
          new HostedPlugin.Surroundings(
              ProcessCommand.of(Path.of(folder), sandboxed()),
              spawner,
              Connection.Settings.USUAL,
              this::offer,
              this::route,
              log);
      surroundings = known;
    }
    return known;
  }

  /** Tries the sandbox out; without one a plugin is held apart, but not held back. */
  private boolean sandboxed() {
    String problem;
    try {
      Process trial =
          spawner.start(
              List.of(
                  "bwrap",
                  "--unshare-all",
                  "--die-with-parent",
                  "--ro-bind",
                  "/",
                  "/",
                  "--proc",
                  "/proc",
                  "--dev",
                  "/dev",
                  "true"));
      problem = new String(trial.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (trial.waitFor() == 0) {
        return true;
      }
    } catch (IOException e) {
      problem = String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      problem = "interrupted";
    }
    log.log(
        Level.WARNING,
        "There is no sandbox for plugins that are not trusted ("
            + problem
            + "): they run in processes of their own, but with the rights of this user, so they"
            + " can read and write files and use the network. Install bubblewrap");
    return false;
  }

  private Reply route(Call call) {
    Router current = router;
    return current == null ? Reply.failed(Failures.withoutRouter()) : current.call(call);
  }

  private Runnable offer(RouteProvider routes, List<String> needs) {
    ServiceRegistration<RouteProvider> registration =
        context.registerService(
            RouteProvider.class,
            routes,
            FrameworkUtil.asDictionary(Map.of(HOSTED, HOSTED_AS + routes.name(), NEEDS, needs)));
    return () -> {
      try {
        registration.unregister();
      } catch (IllegalStateException e) {
        // The bundle has stopped, and its services with it.
      }
    };
  }

  @Deactivate
  void close() {
    List.copyOf(plugins).forEach(HostedPlugin::close);
    spawner.close();
  }
}

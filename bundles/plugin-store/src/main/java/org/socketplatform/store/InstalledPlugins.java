package org.socketplatform.store;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.VersionRange;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.socketplatform.plugin.Application;
import org.socketplatform.plugin.Settings;
import org.socketplatform.pluginhost.api.PluginHost;

/**
 * Runs the plugins that the app names under {@code [plugins]}, from the store of the user, and
 * follows the store while the app runs. A new version is started before the old one goes.
 *
 * <p>Such a bundle has the location {@code plugin:NAME/VERSION#DIGEST}, by which the platform tells
 * it from its own bundles. One that is not trusted runs in a process of its own; its bundle, with
 * {@code -isolated} at the end of its location, has the JavaScript half only. Every jar is verified
 * anew before it is installed, from a copy that nobody else can change.
 */
@Component(
    service = {},
    immediate = true)
public final class InstalledPlugins {
  private static final System.Logger LOG = System.getLogger("plugins");
  private static final String SCHEME = "plugin:";
  private static final String ISOLATED = "-isolated";
  private static final String SECTION = "plugins.";
  private static final int PATIENCE_SECONDS = 5;

  private final BundleContext context;
  private final Map<String, VersionRange> wanted;
  private final PluginStore store;
  private final IsolatedPlugins isolated;
  private final boolean development;
  private final Map<String, String> told = new HashMap<>();
  private final @Nullable WatchService watch;

  /**
   * Starts what is installed; the app's first call comes after that, unless a plugin out of process
   * takes too long.
   */
  @Activate
  public InstalledPlugins(
      BundleContext context,
      @Reference Application application,
      @Reference ServiceReference<PluginHost> host) {
    this.context = context;
    this.development = Boolean.parseBoolean(context.getProperty("socket.development"));
    this.wanted = wanted(application.settings(), development);
    this.store = PluginStore.ofUser(System.getenv());
    this.isolated =
        new IsolatedPlugins(
            context,
            () -> Objects.requireNonNull(context.getService(host)),
            Objects.requireNonNull(context.getDataFile("isolated")).toPath());
    this.watch = wanted.isEmpty() ? null : watch();
    if (!wanted.isEmpty()) {
      isolated.clean();
      start();
    }
  }

  private void start() {
    List<String> slow = new ArrayList<>();
    for (String name : wanted.keySet()) {
      if (isIsolated(name)) {
        slow.add(name);
      } else {
        settle(name);
      }
    }
    CountDownLatch done = new CountDownLatch(1);
    Thread.ofVirtual()
        .name("plugin-store")
        .start(() -> {
          slow.forEach(this::settle);
          done.countDown();
          follow();
        });
    try {
      if (!slow.isEmpty() && !done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        LOG.log(Level.WARNING, "the app starts before its plugins out of process are ready");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isIsolated(String name) {
    try {
      return best(name).filter(one -> one.isolated().isPresent()).isPresent();
    } catch (StoreException e) {
      return false; // settle() tells it
    }
  }

  private static Map<String, VersionRange> wanted(Settings settings, boolean development) {
    Map<String, VersionRange> wanted = new LinkedHashMap<>();
    for (String key : settings.keys()) {
      if (key.startsWith(SECTION)) {
        String name = key.substring(SECTION.length());
        try {
          PluginName.check(name);
          Declaration declared = Declaration.of(settings.text(key).orElse(""));
          if (declared instanceof Declaration.Installed(VersionRange range)) {
            wanted.put(name, range);
          } else if (!development && declared instanceof Declaration.Project(String folder)) {
            LOG.log(
                Level.WARNING,
                "the plugin %s is the project %s, which ssc dev builds and runs; for ssc run, run: ssc plugin install %s, and write in socket.ini under [plugins]: %s = \"[1,2)\""
                    .formatted(name, folder, folder, name));
          }
        } catch (StoreException e) {
          LOG.log(Level.ERROR, "socket.ini, [plugins] %s: %s".formatted(name, e.getMessage()));
        }
      }
    }
    return wanted;
  }

  private @Nullable WatchService watch() {
    try {
      Path trust = Files.createDirectories(store.trust().folder());
      Path plugins = Files.createDirectories(store.folder());
      WatchService service = plugins.getFileSystem().newWatchService();
      plugins.register(
          service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
      trust.register(
          service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
      return service;
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "cannot watch the plugin store (%s): what is installed from now on needs a restart"
              .formatted(e));
      return null;
    }
  }

  private void follow() {
    WatchService service = watch;
    if (service == null) {
      return;
    }
    try {
      while (true) {
        WatchKey key = service.take();
        if (concernsUs(key)) {
          settle();
        }
        key.reset();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ClosedWatchServiceException e) {
      // The platform ends, or this bundle is replaced.
    }
  }

  private boolean concernsUs(WatchKey key) {
    boolean trust = store.trust().folder().equals(key.watchable());
    boolean concerned = false;
    for (WatchEvent<?> event : key.pollEvents()) {
      String file = String.valueOf(event.context());
      concerned |= trust ? file.endsWith(".pem") : file.equals(PluginStore.STAMP);
      concerned |= event.kind().equals(StandardWatchEventKinds.OVERFLOW);
    }
    return concerned;
  }

  /** Brings what runs in line with what is installed and wanted. */
  private void settle() {
    wanted.keySet().forEach(this::settle);
  }

  private synchronized void settle(String name) {
    try {
      replace(name);
    } catch (StoreException e) {
      tell(Level.ERROR, name, "the plugin %s is not used: %s".formatted(name, e.getMessage()));
    } catch (BundleException | RuntimeException e) {
      tell(
          Level.ERROR,
          name,
          "the plugin %s does not start: %s"
              .formatted(name, Objects.requireNonNullElse(e.getMessage(), e)));
    }
  }

  private Optional<PluginStore.Installed> best(String name) {
    return store.best(
        name,
        Objects.requireNonNull(wanted.get(name)),
        damage -> tell(Level.WARNING, name + " damage", damage));
  }

  private void replace(String name) throws BundleException {
    List<Bundle> before = running(name);
    Optional<PluginStore.Installed> best = best(name);
    if (best.isEmpty()) {
      remove(name, before);
      tell(
          Level.WARNING,
          name,
          "the plugin %s %s is not installed; run: ssc plugin install SOURCE"
              .formatted(name, wanted.get(name)));
      return;
    }
    Optional<Bundle> current;
    try {
      current = Optional.of(start(best.get(), before));
    } catch (StoreException e) {
      remove(name, before);
      throw e;
    }
    List<Bundle> old = new ArrayList<>(before);
    old.remove(current.get());
    uninstall(old);
  }

  /** The bundle of an installed jar: the one that runs already, or a new one. */
  private Bundle start(PluginStore.Installed installed, List<Bundle> running)
      throws BundleException {
    String name = installed.name();
    Path copy = copy(installed.file());
    try {
      VerifiedPlugin plugin = store.verify(installed, copy, development);
      String location = SCHEME + name + "/" + installed.version() + "#" + plugin.digest();
      if (installed.isolated().isPresent()) {
        return startIsolated(location + ISOLATED, plugin, copy, running);
      }
      if (plugin.signer().isEmpty()) {
        tell(Level.WARNING, name + " unsigned", "the plugin %s is not signed".formatted(name));
      }
      isolated.stop(name); // the router takes no name from two sources at once
      for (Bundle bundle : running) {
        if (bundle.getLocation().equals(location)) {
          return bundle;
        }
      }
      try (InputStream in = Files.newInputStream(copy)) {
        return start(context.installBundle(location, in), installed);
      }
    } catch (IOException e) {
      throw new StoreException("cannot read %s (%s)".formatted(installed.file(), e), e);
    } finally {
      delete(copy);
    }
  }

  private Bundle startIsolated(
      String location, VerifiedPlugin plugin, Path jar, List<Bundle> running)
      throws BundleException, IOException {
    for (Bundle bundle : running) {
      if (!bundle.getLocation().endsWith(ISOLATED)) {
        bundle.uninstall(); // the router takes no name from two sources at once
      }
    }
    Bundle started = isolated.start(location, plugin, jar);
    told.remove(plugin.jar().name());
    return started;
  }

  private Bundle start(Bundle bundle, PluginStore.Installed installed) throws BundleException {
    try {
      bundle.start(Bundle.START_TRANSIENT);
    } catch (BundleException e) {
      bundle.uninstall();
      throw e;
    }
    told.remove(installed.name());
    LOG.log(Level.DEBUG, "the plugin {0} {1} has started", installed.name(), installed.version());
    return bundle;
  }

  private Path copy(Path jar) {
    try {
      Path copy = Files.createTempFile("socket-plugin-", ".jar");
      try {
        return Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        delete(copy);
        throw e;
      }
    } catch (IOException e) {
      throw new StoreException("cannot read %s (%s)".formatted(jar, e), e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot remove " + file, e);
    }
  }

  private List<Bundle> running(String name) {
    List<Bundle> running = new ArrayList<>();
    for (Bundle bundle : context.getBundles()) {
      if (bundle.getLocation().startsWith(SCHEME + name + "/")) {
        running.add(bundle);
      }
    }
    return running;
  }

  private void remove(String name, List<Bundle> bundles) throws BundleException {
    isolated.stop(name);
    uninstall(bundles);
  }

  private static void uninstall(List<Bundle> bundles) throws BundleException {
    for (Bundle bundle : bundles) {
      if (bundle.getState() != Bundle.UNINSTALLED) {
        bundle.uninstall();
      }
    }
  }

  /** Says a thing once, not at each change of the store. */
  private void tell(Level level, String about, String message) {
    if (!message.equals(told.put(about, message))) {
      LOG.log(level, message);
    }
  }

  /** Follows the store no more; what runs in this process goes on running. */
  @Deactivate
  void stop() throws IOException {
    isolated.close();
    if (watch != null) {
      watch.close();
    }
  }
}

package org.socketplatform.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.socketplatform.boot.Plan;
import org.socketplatform.plugin.Application;
import org.socketplatform.plugin.Settings;
import org.socketplatform.plugin.WindowMode;

/** The built platform without windows, and what needs them, in this process. */
final class Kernel implements AutoCloseable {
  private static final String WINDOWS = "org.socketplatform.webview";
  private static final String SHARED = "org.osgi.framework.system.packages.extra";

  private final Framework framework;

  private Kernel(Framework framework) {
    this.framework = framework;
  }

  static Kernel start(Path platform, Path scratch) throws IOException {
    Plan plan = Plan.read(platform.resolve(Plan.FILE));
    Map<String, String> properties = new HashMap<>(plan.properties());
    properties.put(Constants.FRAMEWORK_STORAGE, scratch.resolve("framework").toString());
    properties.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, "3");
    properties.put("socket.platform", platform.toString());
    for (String shared : List.of("pluginhost", "udp")) {
      properties.merge(
          SHARED,
          "org.socketplatform." + shared + ".api;version=1.0.0",
          (before, more) -> before + "," + more);
    }
    Framework framework =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow()
            .newFramework(properties);
    try {
      framework.init();
      framework.getBundleContext().registerService(Application.class, new NoApp(scratch), null);
      framework.start();
      Kernel kernel = new Kernel(framework);
      for (Plan.PlannedBundle bundle : plan.bundles()) {
        Path jar = platform.resolve("bundles").resolve(bundle.file());
        if (!isAboutWindows(jar)) {
          kernel.install(jar);
        }
      }
      return kernel;
    } catch (BundleException e) {
      throw new BenchmarkException("the platform does not start: " + e);
    }
  }

  private static boolean isAboutWindows(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      Attributes manifest = file.getManifest().getMainAttributes();
      return Stream.of(Constants.BUNDLE_SYMBOLICNAME, Constants.IMPORT_PACKAGE)
          .map(manifest::getValue)
          .anyMatch(value -> value != null && value.contains(WINDOWS));
    }
  }

  /** Starts a bundle. */
  Bundle install(Path jar) throws BundleException {
    Bundle bundle = framework.getBundleContext().installBundle("reference:" + jar.toUri());
    bundle.start();
    return bundle;
  }

  <T> T service(Class<T> type) {
    BundleContext context = framework.getBundleContext();
    ServiceReference<T> reference = context.getServiceReference(type);
    if (reference == null) {
      throw new BenchmarkException("the platform offers no " + type.getSimpleName());
    }
    return context.getService(reference);
  }

  @Override
  public void close() {
    try {
      framework.stop();
      framework.waitForStop(0);
    } catch (BundleException e) {
      throw new BenchmarkException("the platform does not stop: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** An app without a file, which may do what it likes. */
  private record NoApp(Path folder) implements Application {
    @Override
    public String id() {
      return "org.socketplatform.benchmark";
    }

    @Override
    public String title() {
      return "Benchmark";
    }

    @Override
    public Path profile() {
      return folder;
    }

    @Override
    public Map<String, Path> paths() {
      return Map.of("data", folder);
    }

    @Override
    public Settings settings() {
      return new NoSettings();
    }

    @Override
    public List<String> arguments() {
      return List.of();
    }

    @Override
    public Map<String, String> environment() {
      return Map.of();
    }

    @Override
    public WindowMode window() {
      return new WindowMode(true, Optional.empty());
    }

    @Override
    public void exit(int status) {}
  }

  private record NoSettings() implements Settings {
    @Override
    public Optional<String> text(String key) {
      return Optional.empty();
    }

    @Override
    public List<String> list(String key) {
      return List.of();
    }

    @Override
    public Set<String> keys() {
      return Set.of();
    }

    @Override
    public boolean hasSection(String name) {
      return false;
    }
  }
}

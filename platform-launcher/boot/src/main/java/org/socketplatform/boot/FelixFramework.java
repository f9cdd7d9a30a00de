package org.socketplatform.boot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.socketplatform.plugin.Application;

/**
 * The framework with the bundles of a plan. Bundles are run from where they lie, so that their
 * classes come out of the AOT cache, which knows them by place.
 */
final class FelixFramework {
  private static final String REBUILD = "run './ssc build --clean'";
  private static final String UI = "(ui=main)";
  private static final String UI_OPEN = "(ui=open)";

  private final PlatformFolder platform;
  private final Plan plan;
  private final FrameworkStorage storage;
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private Framework framework;

  private FelixFramework(PlatformFolder platform, Plan plan, FrameworkStorage storage) {
    this.platform = platform;
    this.plan = plan;
    this.storage = storage;
    this.framework = create();
  }

  /**
   * Starts the bundles up to the beginning start level, among them the user interface. The app is
   * there as a service before the first of them starts.
   */
  static FelixFramework start(
      PlatformFolder platform, Plan plan, FrameworkStorage storage, Application application) {
    FelixFramework started = new FelixFramework(platform, plan, storage);
    started.start(application);
    return started;
  }

  private void start(Application application) {
    try {
      bringBundlesIn();
      framework.getBundleContext().registerService(Application.class, application, null);
      framework.start();
    } catch (BundleException e) {
      throw broken(e);
    }
  }

  /**
   * Starts the other bundles as soon as the window is on its way, while the engine does its part.
   *
   * @param onFailure told, on another thread, when one of them does not start
   */
  void startRestBehindUi(Consumer<StartException> onFailure) {
    try {
      framework
          .getBundleContext()
          .addServiceListener(
              event -> {
                if (event.getType() == ServiceEvent.REGISTERED) {
                  startRest(onFailure);
                }
              },
              UI_OPEN);
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Starts the other bundles; returns at once.
   *
   * @param onFailure told, on another thread, when one of them does not start
   */
  void startRest(Consumer<StartException> onFailure) {
    int highest = plan.bundles().stream().mapToInt(Plan.PlannedBundle::level).max().orElse(1);
    framework
        .adapt(FrameworkStartLevel.class)
        .setStartLevel(
            highest,
            event -> {
              try {
                checkStarted();
              } catch (StartException e) {
                onFailure.accept(e);
              }
            });
  }

  private void checkStarted() {
    if (framework.getState() != Bundle.ACTIVE) {
      return; // the end was asked for meanwhile
    }
    for (Bundle bundle : framework.getBundleContext().getBundles()) {
      if (bundle.getState() != Bundle.ACTIVE && !isFragment(bundle)) {
        throw broken(failures.peek());
      }
    }
    for (Throwable failure : failures) {
      Log.error("a bundle reported a failure", failure);
    }
  }

  /** What the main thread is to run until the app ends. */
  Runnable ui() {
    BundleContext context = framework.getBundleContext();
    try {
      Optional<ServiceReference<Runnable>> reference =
          context.getServiceReferences(Runnable.class, UI).stream().findFirst();
      Optional<Runnable> ui = reference.map(context::getService);
      if (ui.isPresent()) {
        return ui.get();
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
    throw broken(new IllegalStateException("no bundle offers the user interface"));
  }

  /** Stops all bundles; returns at once. */
  void stop() {
    try {
      framework.stop();
    } catch (BundleException e) {
      Log.error("cannot stop the framework", e);
    }
  }

  /** Returns when all bundles have stopped. */
  void awaitStop() {
    try {
      framework.waitForStop(0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Framework create() {
    Map<String, String> properties = new HashMap<>(plan.properties());
    properties.put(Constants.FRAMEWORK_STORAGE, storage.folder().toString());
    properties.put("socket.platform", platform.root().toString());
    return ServiceLoader.load(FrameworkFactory.class)
        .findFirst()
        .orElseThrow(
            () -> new StartException("no OSGi framework in " + platform.root() + "; " + REBUILD))
        .newFramework(properties);
  }

  private void bringBundlesIn() throws BundleException {
    boolean filled = storage.filled();
    if (filled) {
      try {
        initialise();
        if (knownBundles().equals(plannedBundles())) {
          return;
        }
      } catch (BundleException e) {
        Log.debug("the framework does not start from its cache: " + Reason.of(e));
      }
      stop();
      awaitStop();
      BundleCheck.firstDamaged(platform, plan)
          .ifPresent(damage -> {
            throw new StartException(damage + "; " + REBUILD);
          });
      Log.warning("the framework cache %s was damaged and is rebuilt".formatted(storage.folder()));
      framework = create();
      failures.clear();
    }
    storage.clear();
    initialise();
    install();
    storage.markFilled();
  }

  private void initialise() throws BundleException {
    FrameworkListener listener =
        event -> {
          if (event.getType() == FrameworkEvent.ERROR) {
            failures.add(event.getThrowable());
          }
        };
    framework.init(listener);
    framework.getBundleContext().addFrameworkListener(listener);
  }

  private List<String> knownBundles() {
    List<String> locations = new ArrayList<>();
    for (Bundle bundle : framework.getBundleContext().getBundles()) {
      if (bundle.getBundleId() != Constants.SYSTEM_BUNDLE_ID) {
        locations.add(bundle.getLocation());
      }
    }
    return locations;
  }

  private List<String> plannedBundles() {
    return plan.bundles().stream().map(this::location).toList();
  }

  private String location(Plan.PlannedBundle bundle) {
    return "reference:" + platform.bundle(bundle.file()).toUri();
  }

  private void install() throws BundleException {
    BundleContext context = framework.getBundleContext();
    for (Plan.PlannedBundle planned : plan.bundles()) {
      Bundle bundle = context.installBundle(location(planned));
      bundle.adapt(BundleStartLevel.class).setStartLevel(planned.level());
      if (!isFragment(bundle)) {
        bundle.start(Bundle.START_ACTIVATION_POLICY);
      }
    }
  }

  private static boolean isFragment(Bundle bundle) {
    return bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
  }

  private StartException broken(@Nullable Throwable failure) {
    // The next start is to look at the bundles afresh.
    storage.clear();
    String why =
        BundleCheck.firstDamaged(platform, plan)
            .orElseGet(() ->
                "the platform in %s does not start (%s)"
                    .formatted(
                        platform.root(),
                        failure == null ? "a bundle did not start" : Reason.of(failure)));
    return failure == null
        ? new StartException(why + "; " + REBUILD)
        : new StartException(why + "; " + REBUILD, failure);
  }
}

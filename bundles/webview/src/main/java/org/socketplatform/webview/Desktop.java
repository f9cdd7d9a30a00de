package org.socketplatform.webview;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.eclipse.swt.widgets.Display;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.socketplatform.plugin.Application;
import org.socketplatform.plugin.RouteProvider;
import org.socketplatform.plugin.Router;
import org.socketplatform.webview.api.Picker;
import org.socketplatform.webview.api.SideWindow;
import org.socketplatform.webview.gtk.GtkWebShell;
import org.socketplatform.webview.gtk.Sandbox;
import org.socketplatform.webview.shell.WebShell;

/**
 * The user interface of the process; the launcher opens the display on the JVM's main thread and
 * runs it there. A service with the property {@code ui=open} tells the launcher that the engine is
 * at work on the first page, so that the processor is free for the other bundles.
 */
@Component(service = Runnable.class, property = "ui=main")
public final class Desktop implements Runnable {
  private static final System.Logger LOG = System.getLogger("webview");
  private static final int FATAL = 1;

  private final BundleContext context;
  private final Application application;
  private final String origin;
  private final AwaitedRouter router = new AwaitedRouter();
  private final EventFeed events = new EventFeed();
  private final BundleListener reloads = this::bundleChanged;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable Thread uiThread;
  private volatile boolean ending;
  private volatile @Nullable WebShell engine;

  /** Keeps what the window needs; nothing is opened before {@link #run}. */
  @Activate
  public Desktop(BundleContext context, @Reference Application application) {
    this.context = context;
    this.application = application;
    this.origin = "socket://" + application.id();
  }

  /** Takes up the router, which may come after the window and may be replaced. */
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  void bindRouter(Router newRouter) {
    router.set(newRouter);
  }

  void unbindRouter(Router oldRouter) {
    router.unset(oldRouter);
  }

  @Override
  public void run() {
    uiThread = Thread.currentThread();
    try (CallThreads threads = CallThreads.start()) {
      Display opened = Display.getCurrent();
      Optional<WebShell> usable = newEngine();
      if (usable.isEmpty()) {
        return;
      }
      WebShell shell = usable.get();
      engine = shell;
      Windows windows =
          new Windows(context, application, origin, router, opened, shell, threads, this::fail);
      AppWindow window = windows.openApp();
      String version = context.getBundle().getVersion().toString();
      PlatformPlugin platform =
          new PlatformPlugin(application, version, isDevelopment(), windows::page, events);
      platform.onReady(() -> {
        windows.startServiceWorkers();
        shell.post(() -> ready(window));
      });
      context.addBundleListener(reloads);
      SynchronousBundleListener leaving = event -> closeAtEnd(event, windows);
      context.addBundleListener(leaving);
      var registration =
          context.registerService(
              RouteProvider.class, platform, FrameworkUtil.asDictionary(Map.of("ui", "open")));
      var workers = context.registerService(RouteProvider.class, windows.serviceWorkers(), null);
      if (isDevelopment()) {
        context.registerService(SideWindow.class, windows::openAtSide, null);
      }
      if (!application.window().headless()) {
        context.registerService(Picker.class, windows::pick, null);
      }
      // WebKit takes a turn of the main loop for each few kilobytes; a pass of SWT for each of them
      // would cost more than the turn.
      while (!ending && !window.isClosed()) {
        boolean busy = opened.readAndDispatch();
        shell.handleEvents(!busy);
      }
      registration.unregister();
      workers.unregister();
      context.removeBundleListener(reloads);
      context.removeBundleListener(leaving);
      windows.closeAll();
      application.exit(0);
      opened.dispose();
    } finally {
      ended.countDown();
    }
  }

  private Optional<WebShell> newEngine() {
    boolean sandbox = !"off".equals(System.getenv("SOCKET_WEBVIEW_SANDBOX"));
    if (!sandbox) {
      LOG.log(Level.WARNING, "SOCKET_WEBVIEW_SANDBOX=off: the page runs outside of the sandbox");
    } else if (Sandbox.isLeftOut()) {
      LOG.log(
          Level.WARNING,
          "the page runs outside of the sandbox: /.flatpak-info makes the engine believe that this"
              + " is a Flatpak; remove the file if it is not");
    } else {
      Optional<String> problem = Sandbox.problem(application.profile());
      if (problem.isPresent()) {
        fail(
            "the engine's sandbox does not work here (%s): allow user namespaces, or set SOCKET_WEBVIEW_SANDBOX=off to run the page without it"
                .formatted(problem.get()));
        return Optional.empty();
      }
    }
    return Optional.of(
        new GtkWebShell(new WebShell.Settings(origin, application.profile(), sandbox)));
  }

  /** Tells the page that a bundle with modules was replaced, so that it may import them anew. */
  private void bundleChanged(BundleEvent event) {
    // An installed plugin is replaced by another bundle, which starts before the old one goes.
    boolean renewed =
        event.getType() == BundleEvent.UPDATED
            || (event.getType() == BundleEvent.STARTED
                && event.getBundle().getLocation().startsWith("plugin:"));
    if (renewed && event.getBundle().getEntryPaths("modules") != null) {
      events.emit("pluginreloaded", Map.of("name", event.getBundle().getSymbolicName()));
    }
  }

  /** Plugins wait for the calls that they answer: without this, one endless call delays the end. */
  private static void closeAtEnd(BundleEvent event, Windows windows) {
    if (event.getType() == BundleEvent.STOPPING
        && event.getBundle().getBundleId() == Constants.SYSTEM_BUNDLE_ID) {
      windows.endCalls();
    }
  }

  private boolean isDevelopment() {
    return Boolean.parseBoolean(context.getProperty("socket.development"));
  }

  private void fail(String message) {
    LOG.log(Level.ERROR, message);
    application.exit(FATAL);
  }

  /** The first page is complete: takes the screenshot that was asked for and ends the run. */
  private void ready(AppWindow window) {
    if (application.window().screenshot().isEmpty() || window.isClosed()) {
      return;
    }
    Path file = application.window().screenshot().get();
    window.snapshot(
        file,
        written -> {
          if (written) {
            application.exit(0);
          } else {
            fail("Could not write the screenshot to " + file);
          }
        });
  }

  /** Ends the loop and waits until the windows are gone. */
  @Deactivate
  void end() throws InterruptedException {
    ending = true;
    WebShell current = engine;
    if (current != null) {
      current.post(() -> {}); // wakes the loop, which then sees that it is to end
    }
    Thread running = uiThread;
    if (running != null && !running.equals(Thread.currentThread())) {
      ended.await();
    }
  }
}

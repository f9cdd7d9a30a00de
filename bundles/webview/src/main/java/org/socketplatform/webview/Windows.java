package org.socketplatform.webview;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.eclipse.swt.widgets.Display;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.socketplatform.plugin.Application;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.RouteProvider;
import org.socketplatform.plugin.Settings;
import org.socketplatform.plugin.TestFile;
import org.socketplatform.webview.api.Picker;
import org.socketplatform.webview.api.SideWindow;
import org.socketplatform.webview.shell.WebShell;
import org.socketplatform.webview.shell.WebViewSpec;

/**
 * All that shows a document: the windows of the app, that of a tool, and the one that nobody sees,
 * where service workers run. Used on the UI thread, but for what says otherwise.
 */
final class Windows {
  private static final int SECRET_BYTES = 16;

  /** Socket Runtime has as many. */
  private static final int MAX_WINDOWS = HostView.INDEX;

  /** Index of the window beside that of the app. */
  private static final int SIDE = Caller.FIRST_TOOL;

  private static final String WORKERS = "webview.service-workers.";
  private static final String FETCH_TIMEOUT = "webview.service_worker_fetch_event_timeout";
  private static final int FETCH_MILLIS = 32_000;

  private final BundleContext context;
  private final Application application;
  private final String origin;
  private final AwaitedRouter router;
  private final Display display;
  private final WebShell engine;
  private final CallThreads threads;
  private final Consumer<String> onFatal;
  private final UiThread ui;
  private final ContentPolicy policy;
  private final AppFiles files;
  private final ProtocolHandlers protocols;
  private final Registrations registrations;
  private final ScriptHost scripts;
  private final Map<Integer, AppWindow> windows = new ConcurrentHashMap<>();
  private volatile @Nullable HostView host;
  private boolean hostFailed;

  /**
   * No windows yet.
   *
   * @param onFatal told why the app cannot go on
   */
  Windows(
      BundleContext context,
      Application application,
      String origin,
      AwaitedRouter router,
      Display display,
      WebShell engine,
      CallThreads threads,
      Consumer<String> onFatal) {
    this.context = context;
    this.application = application;
    this.origin = origin;
    this.router = router;
    this.display = display;
    this.engine = engine;
    this.threads = threads;
    this.onFatal = onFatal;
    this.ui = new UiThread(engine);
    Settings settings = application.settings();
    this.protocols =
        new ProtocolHandlers(
            settings,
            scheme ->
                ui.ask(() -> {
                  engine.registerScheme(scheme);
                  return scheme;
                }));
    this.policy = new ContentPolicy(origin, settings, protocols.configured());
    AppFiles own =
        new AppFiles(application.folder(), settings.text("webview.default_index").orElse(""));
    this.files = application.test().map(TestFile::root).map(own::andThen).orElse(own);
    this.registrations = new Registrations(origin);
    this.scripts =
        new ScriptHost(
            registrations,
            Duration.ofMillis(fetchMillis(settings)),
            threads,
            () -> engine.post(this::openHost));
    protocols
        .scripts()
        .forEach((scheme, script) ->
            registrations.add(new Registration.Address(scheme, "/", script, "")));
  }

  private static int fetchMillis(Settings settings) {
    String text = settings.text(FETCH_TIMEOUT).orElse("");
    return text.matches("[1-9]\\d{0,7}") ? Integer.parseInt(text) : FETCH_MILLIS;
  }

  /** Opens the first window of the app. */
  AppWindow openApp() {
    String root = application.settings().text("webview.root").orElse("/");
    return openApp(0, origin + (root.startsWith("/") ? root : "/" + root));
  }

  private AppWindow openApp(int index, String uri) {
    AppWindow window = open(index, WindowSize.of(application.settings()), policy, files, scripts);
    window.load(uri, application.title());
    return window;
  }

  /** Opens a further window of the app. */
  private AppWindow openAnother(String uri) {
    for (int index = 1; index < MAX_WINDOWS; index++) {
      if (!windows.containsKey(index)) {
        return openApp(index, uri);
      }
    }
    throw new FailureException(
        new Failure(
            "OperationError",
            "TOO_MANY_WINDOWS",
            "The app has " + MAX_WINDOWS + " windows open: close some"));
  }

  private Map<Integer, AppWindow> ofApp() {
    Map<Integer, AppWindow> own = new TreeMap<>(windows);
    own.keySet().removeIf(index -> index >= MAX_WINDOWS);
    return own;
  }

  /** Opens the window of a tool, or brings it to the front. Any thread. */
  void openAtSide(SideWindow.Content content) {
    engine.post(() -> {
      AppWindow there = windows.get(SIDE);
      if (there != null) {
        there.bringToFront();
      } else {
        open(
                SIDE,
                WindowSize.of(content.width(), content.height()),
                ContentPolicy.strict(origin),
                new AppFiles(content.folder(), ""),
                null)
            .load(origin + "/", content.title());
      }
    });
  }

  /** Has the person pick something. Any thread. */
  Picker.Picking pick(Picker.Question question) {
    return new PickerDialog(question, engine::post)
        .open(index -> {
          AppWindow window = windows.get(index);
          return window == null ? null : window.shell();
        });
  }

  private AppWindow open(
      int index,
      WindowSize size,
      ContentPolicy pagePolicy,
      AppFiles pageFiles,
      @Nullable ScriptHost pageScripts) {
    String secret = newSecret();
    AppWindow window =
        new AppWindow(
            display,
            engine,
            size,
            spec(index, secret),
            page(index, secret),
            resources(pageFiles, pagePolicy),
            pagePolicy,
            threads,
            onFatal,
            pageScripts);
    windows.put(index, window);
    window.onClosed(() -> windows.remove(index, window));
    return window;
  }

  /** Opens the document of the service workers, unless it is open. */
  private void openHost() {
    if (host == null && !hostFailed) {
      String secret = newSecret();
      host =
          new HostView(
              display,
              engine,
              origin,
              spec(HostView.INDEX, secret),
              page(HostView.INDEX, secret),
              resources(files, policy),
              policy.headers(),
              threads,
              this::hostFailed);
    }
  }

  private void hostFailed(String reason) {
    hostFailed = true;
    scripts.end(reason);
  }

  private WebViewSpec spec(int index, String secret) {
    boolean development = index == 0 && isDevelopment();
    return new WebViewSpec(PreloadScript.of(application, index, secret, development), false);
  }

  private Page page(int index, String secret) {
    return new Page(index, origin, secret, newSecret(), router, threads);
  }

  private Resources resources(AppFiles pageFiles, ContentPolicy pagePolicy) {
    return new Resources(
        origin,
        pageFiles,
        new Modules(context, origin),
        new MissingPlugins(application.settings(), router::get),
        pagePolicy.headers());
  }

  private boolean isDevelopment() {
    return Boolean.parseBoolean(context.getProperty("socket.development"));
  }

  private static String newSecret() {
    byte[] bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** The routes of service workers. */
  RouteProvider serviceWorkers() {
    ClientWindows clients = new ClientWindows(ui, this::ofApp, this::openAnother);
    return new ServiceWorkerPlugin(origin, scripts, protocols, clients);
  }

  /** Starts the service workers that {@code socket.ini} names. Any thread. */
  void startServiceWorkers() {
    Settings settings = application.settings();
    if (!settings.flag("webview.auto_register_service_workers", true)) {
      return;
    }
    for (String key : settings.keys()) {
      if (key.startsWith(WORKERS)) {
        scripts.add(
            new Registration.Address(
                Registration.Address.OWN_SCHEME,
                key.substring(WORKERS.length()),
                settings.text(key).orElse(""),
                ""));
      }
    }
  }

  /**
   * The page of a window. Any thread.
   *
   * @throws FailureException aborted, if the window is closed
   */
  Page page(int index) {
    HostView hidden = host;
    if (index == HostView.INDEX && hidden != null) {
      return hidden.page();
    }
    AppWindow window = windows.get(index);
    if (window == null) {
      throw new FailureException(Failure.aborted());
    }
    return window.page();
  }

  /** Ends what is under way for the pages and takes no more calls. Any thread. */
  void endCalls() {
    windows.values().forEach(window -> window.page().close());
    HostView hidden = host;
    if (hidden != null) {
      hidden.page().close();
    }
  }

  /** Closes all that is open. */
  void closeAll() {
    if (host != null) {
      host.close();
    }
    windows.values().forEach(AppWindow::close);
  }
}

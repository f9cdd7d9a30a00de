package org.socketplatform.webview;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Shell;
import org.jspecify.annotations.Nullable;
import org.socketplatform.webview.shell.MessageReply;
import org.socketplatform.webview.shell.PageRequest;
import org.socketplatform.webview.shell.PageResponse;
import org.socketplatform.webview.shell.WebShell;
import org.socketplatform.webview.shell.WebView;
import org.socketplatform.webview.shell.WebViewHost;
import org.socketplatform.webview.shell.WebViewSpec;

/** One window with one page. Used on the UI thread only, but for {@link #page}. */
final class AppWindow implements WebViewHost {
  private static final System.Logger LOG = System.getLogger("webview");
  private static final int MAX_RELOADS = 3;
  private static final String BODY_REFUSED =
      "Nothing shows that the body of this request is plain bytes. Documents may send one to a"
          + " service worker; workers and forms may not\n";

  private final Page page;
  private final Resources resources;
  private final ContentPolicy policy;
  private final Executor threads;
  private final Consumer<String> onFatal;
  private final @Nullable ScriptHost scripts;
  private final Shell shell;
  private final WebView view;
  private int reloads;

  /**
   * Opens the window.
   *
   * @param onFatal told when the page's process keeps crashing
   * @param scripts what answers the requests of the page besides files; null if nothing does
   */
  AppWindow(
      Display display,
      WebShell engine,
      WindowSize size,
      WebViewSpec spec,
      Page page,
      Resources resources,
      ContentPolicy policy,
      Executor threads,
      Consumer<String> onFatal,
      @Nullable ScriptHost scripts) {
    this.page = page;
    this.resources = resources;
    this.policy = policy;
    this.threads = threads;
    this.onFatal = onFatal;
    this.scripts = scripts;
    this.shell = new Shell(display, SWT.SHELL_TRIM);
    shell.setLayout(new FillLayout());
    this.view = engine.open(new Composite(shell, SWT.NONE), spec, this);
    shell.setBounds(around(size, display.getPrimaryMonitor().getClientArea()));
  }

  /** The bounds of the window whose page has the size asked for. */
  private Rectangle around(WindowSize size, Rectangle screen) {
    Rectangle trim = shell.computeTrim(0, 0, 0, 0);
    Rectangle page =
        size.within(
            new Rectangle(
                screen.x - trim.x,
                screen.y - trim.y,
                screen.width - trim.width,
                screen.height - trim.height));
    return shell.computeTrim(page.x, page.y, page.width, page.height);
  }

  void load(String uri, String title) {
    shell.setText(title);
    view.load(uri);
    shell.open();
  }

  Page page() {
    return page;
  }

  /** What dialogs belong to. */
  Shell shell() {
    return shell;
  }

  boolean isClosed() {
    return shell.isDisposed();
  }

  void bringToFront() {
    shell.setMinimized(false);
    shell.forceActive();
  }

  /** Runs when the window is gone. */
  void onClosed(Runnable listener) {
    shell.addDisposeListener(event -> {
      page.cancelAll();
      listener.run();
    });
  }

  /** The window as service workers see it. */
  Map<String, Object> describe() {
    return Map.of(
        "id",
        page.client(),
        "url",
        view.uri(),
        "type",
        "window",
        "frameType",
        "top-level",
        "focused",
        shell.equals(shell.getDisplay().getActiveShell()),
        "visibilityState",
        shell.getMinimized() ? "hidden" : "visible");
  }

  /** Shows another document; false if it may not. */
  boolean navigate(String uri) {
    boolean allowed = policy.allowsNavigation(uri);
    if (allowed) {
      view.load(uri);
    }
    return allowed;
  }

  void close() {
    shell.dispose();
  }

  void snapshot(Path file, Consumer<Boolean> done) {
    view.snapshot(file, done);
  }

  @Override
  public void resource(PageRequest request) {
    Optional<Registration> script =
        scripts == null ? Optional.empty() : scripts.covering(request.uri());
    if (scripts != null && script.isPresent()) {
      answerByScript(scripts, script.get(), request);
      return;
    }
    String method = request.method();
    String range = request.header("Range");
    threads.execute(() -> resources.answer(request, method, range));
  }

  private void answerByScript(ScriptHost host, Registration script, PageRequest request) {
    Map<String, String> headers = request.headers();
    headers.keySet().removeAll(Page.OWN_HEADERS);
    page.takeBody(request)
        .ifPresentOrElse(
            body ->
                host.handle(
                    script,
                    request,
                    new Exchange.Received(request.method(), headers, body, page.client()),
                    policy.headers(),
                    this::answerWithoutScript),
            () -> request.respond(PageResponse.text(403, "text/plain", BODY_REFUSED)));
  }

  private void answerWithoutScript(
      PageRequest request, Exchange.Received received, @Nullable PageResponse missing) {
    String range = received.headers().getOrDefault("range", "");
    if (missing == null) {
      resources.answer(request, received.method(), range);
    } else if (Set.of("GET", "HEAD").contains(received.method())) {
      resources.answer(request, received.method(), range, missing);
    } else {
      request.respond(missing);
    }
  }

  @Override
  public void ipc(PageRequest request) {
    page.request(request);
  }

  @Override
  public void message(String text, MessageReply reply) {
    page.message(text, reply);
  }

  @Override
  public boolean allowsNavigation(String uri, boolean newWindow) {
    boolean allowed = !newWindow && policy.allowsNavigation(uri);
    if (!allowed) {
      LOG.log(
          Level.WARNING,
          "Refused to open {0}{1}. To allow it, add it to allowed[] in [webview.navigator.policies] of"
              + " socket.ini",
          uri,
          newWindow ? " in a new window" : "");
    }
    return allowed;
  }

  @Override
  public void committed() {
    page.cancelAll();
  }

  @Override
  public void titled(String title) {
    if (!title.isEmpty() && !shell.isDisposed()) {
      shell.setText(title);
    }
  }

  @Override
  public void crashed(String reason) {
    page.cancelAll();
    if (++reloads > MAX_RELOADS) {
      onFatal.accept("The page's process keeps ending (" + reason + ")");
      return;
    }
    LOG.log(Level.ERROR, "The page''s process ended: {0}. Loading the page again", reason);
    view.reload();
  }
}

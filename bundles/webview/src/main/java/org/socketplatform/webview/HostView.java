package org.socketplatform.webview;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Shell;
import org.socketplatform.webview.shell.MessageReply;
import org.socketplatform.webview.shell.PageRequest;
import org.socketplatform.webview.shell.PageResponse;
import org.socketplatform.webview.shell.WebShell;
import org.socketplatform.webview.shell.WebView;
import org.socketplatform.webview.shell.WebViewHost;
import org.socketplatform.webview.shell.WebViewSpec;

/**
 * The document in which the service workers run. It is never shown, and has a process of its own,
 * so that neither a page that is busy nor one that is left holds the workers up. Used on the UI
 * thread only.
 */
final class HostView implements WebViewHost {
  /** Index of the window; Socket Runtime keeps those from here for the same purpose. */
  static final int INDEX = 64;

  private static final System.Logger LOG = System.getLogger("webview");
  private static final int MAX_RESTARTS = 3;
  private static final String PATH = "/socket/service-worker/index.html";
  private static final String DOCUMENT =
      """
      <!doctype html>
      <meta charset="utf-8">
      <title>Service workers</title>
      <script type="module" src="init.js"></script>
      """;

  private final String address;
  private final Page page;
  private final Resources resources;
  private final Map<String, String> headers;
  private final Executor threads;
  private final Consumer<String> onFatal;
  private final Shell shell;
  private final WebView view;
  private int restarts;

  /**
   * Opens the document.
   *
   * @param headers of what the app serves
   * @param onFatal told when its process keeps crashing
   */
  HostView(
      Display display,
      WebShell engine,
      String origin,
      WebViewSpec spec,
      Page page,
      Resources resources,
      Map<String, String> headers,
      Executor threads,
      Consumer<String> onFatal) {
    this.address = origin + PATH;
    this.page = page;
    this.resources = resources;
    this.headers = new LinkedHashMap<>(headers);
    this.headers.put("content-type", "text/html; charset=utf-8");
    this.threads = threads;
    this.onFatal = onFatal;
    this.shell = new Shell(display, SWT.NO_TRIM);
    this.view = engine.open(new Composite(shell, SWT.NONE), spec, this);
    view.load(address);
  }

  Page page() {
    return page;
  }

  void close() {
    page.cancelAll();
    shell.dispose();
  }

  @Override
  public void resource(PageRequest request) {
    if (request.uri().equals(address)) {
      byte[] text = DOCUMENT.getBytes(StandardCharsets.UTF_8);
      request.respond(new PageResponse.Whole(200, headers, ByteBuffer.wrap(text), () -> {}));
      return;
    }
    String method = request.method();
    String range = request.header("Range");
    threads.execute(() -> resources.answer(request, method, range));
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
    return !newWindow && uri.equals(address);
  }

  @Override
  public void committed() {
    page.cancelAll();
  }

  @Override
  public void titled(String title) {}

  @Override
  public void crashed(String reason) {
    page.cancelAll();
    if (++restarts > MAX_RESTARTS) {
      LOG.log(Level.ERROR, "The process of the service workers keeps ending: {0}", reason);
      onFatal.accept("The process of the service workers keeps ending (" + reason + ")");
      return;
    }
    LOG.log(
        Level.ERROR, "The process of the service workers ended: {0}. Starting it again", reason);
    view.load(address);
  }
}

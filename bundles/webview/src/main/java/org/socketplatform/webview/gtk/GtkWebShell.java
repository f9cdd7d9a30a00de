package org.socketplatform.webview.gtk;

import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.eclipse.swt.widgets.Composite;
import org.socketplatform.webview.shell.PageRequest;
import org.socketplatform.webview.shell.WebShell;
import org.socketplatform.webview.shell.WebView;
import org.socketplatform.webview.shell.WebViewHost;
import org.socketplatform.webview.shell.WebViewSpec;

/**
 * Makes {@code WebKitWebView}s of our own in a web context of our own, because SWT's {@code
 * Browser} has no way to choose the profile folder and the sandbox, rewrites {@code socket://}
 * addresses and runs nested event loops.
 */
public final class GtkWebShell implements WebShell {
  /** The views by the address of their C object, so that a callback finds its view. */
  private static final Map<Long, GtkWebView> VIEWS = new HashMap<>();

  private static final int EVENTS_AT_ONCE = 64;

  private final Settings settings;
  private final long context;
  private final long onResource;

  /** To be made on the UI thread, after the display. */
  public GtkWebShell(Settings settings) {
    this.settings = settings;
    if (!hasSessionBus()) {
      // Or each page's process complains that it finds no accessibility bus.
      GLib.setEnvironment("WEBKIT_A11Y_BUS_ADDRESS", "");
    }
    try (Arena arena = Arena.ofConfined()) {
      Path profile = settings.profile();
      long manager =
          GLib.newObject(
              Native.call(WebKit.DATA_MANAGER_TYPE),
              Map.of(
                  "base-data-directory", profile.resolve("data").toString(),
                  "base-cache-directory", profile.resolve("cache").toString()));
      context = Native.call(WebKit.CONTEXT_NEW, manager);
      Native.call(WebKit.SET_SANDBOX_ENABLED, context, settings.sandbox() ? 1 : 0);
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      register(arena, "ipc", Native.callback(lookup, "onIpc"));
      onResource = Native.callback(lookup, "onResource");
      for (String scheme : List.of("socket", "plugin", "node", "npm")) {
        register(arena, scheme, onResource);
      }
    }
  }

  private static boolean hasSessionBus() {
    String runtime = System.getenv("XDG_RUNTIME_DIR");
    return System.getenv("DBUS_SESSION_BUS_ADDRESS") != null
        || (runtime != null && Files.exists(Path.of(runtime, "bus")));
  }

  private void register(Arena arena, String scheme, long callback) {
    long name = Native.string(arena, scheme);
    Native.call(WebKit.REGISTER_SCHEME, context, name, callback, 0, 0);
    long security = Native.call(WebKit.SECURITY_MANAGER, context);
    Native.call(WebKit.SCHEME_IS_CORS, security, name);
    Native.call(WebKit.SCHEME_IS_SECURE, security, name);
  }

  @Override
  public WebView open(Composite parent, WebViewSpec spec, WebViewHost host) {
    GtkWebView view = new GtkWebView(context, settings.origin(), parent, spec, host);
    VIEWS.put(view.pointer(), view);
    parent.addDisposeListener(event -> {
      view.close();
      VIEWS.remove(view.pointer());
    });
    return view;
  }

  @Override
  public void handleEvents(boolean wait) {
    boolean more = GLib.iterate(wait);
    for (int i = 1; more && i < EVENTS_AT_ONCE; i++) {
      more = GLib.iterate(false);
    }
  }

  @Override
  public void registerScheme(String scheme) {
    try (Arena arena = Arena.ofConfined()) {
      register(arena, scheme, onResource);
    }
  }

  @Override
  public void post(Runnable task) {
    UiQueue.post(task);
  }

  static GtkWebView view(long pointer) {
    GtkWebView view = VIEWS.get(pointer);
    if (view == null) {
      throw new IllegalStateException("A callback of a view that is gone");
    }
    return view;
  }

  @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // C calls it
  private static long onIpc(long request, long data, long unused2, long unused3) {
    dispatch(request, WebViewHost::ipc);
    return 0;
  }

  @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // C calls it
  private static long onResource(long request, long data, long unused2, long unused3) {
    dispatch(request, WebViewHost::resource);
    return 0;
  }

  private static void dispatch(long request, BiConsumer<WebViewHost, PageRequest> handler) {
    UiQueue.guard(() -> {
      GtkWebView view = view(Native.call(WebKit.SCHEME_VIEW, request));
      handler.accept(view.host(), new GtkRequest(request, view.origin()));
    });
  }
}

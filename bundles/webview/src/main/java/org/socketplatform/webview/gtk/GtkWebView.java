package org.socketplatform.webview.gtk;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Composite;
import org.socketplatform.webview.shell.WebView;
import org.socketplatform.webview.shell.WebViewHost;
import org.socketplatform.webview.shell.WebViewSpec;

/** A {@code WebKitWebView} inside an SWT composite. */
final class GtkWebView implements WebView {
  private static final int ACCELERATION_NEVER = 2;
  private static final int TOP_FRAME = 1;
  private static final int AT_DOCUMENT_START = 0;
  private static final int LOAD_COMMITTED = 2;
  private static final int DECIDE_NAVIGATION = 0;
  private static final int DECIDE_NEW_WINDOW = 1;
  private static final int SNAPSHOT_VISIBLE = 0;
  private static final int ENDED_BY_US = 2;
  private static final String[] END_REASONS = {"it crashed", "it used too much memory"};

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final long ON_MESSAGE = Native.callback(LOOKUP, "onMessage");
  private static final long ON_LOAD = Native.callback(LOOKUP, "onLoad");
  private static final long ON_DECIDE = Native.callback(LOOKUP, "onDecide");
  private static final long ON_TITLE = Native.callback(LOOKUP, "onTitle");
  private static final long ON_TERMINATED = Native.callback(LOOKUP, "onTerminated");

  private final long view;
  private final String origin;
  private final WebViewHost host;

  GtkWebView(long context, String origin, Composite parent, WebViewSpec spec, WebViewHost host) {
    this.origin = origin;
    this.host = host;
    this.view = Native.call(WebKit.VIEW_NEW, context);
    configure(spec);
    connect(spec);
    embed(parent);
  }

  private void configure(WebViewSpec spec) {
    long settings = Native.call(WebKit.VIEW_SETTINGS, view);
    Native.call(WebKit.SET_ACCELERATION, settings, ACCELERATION_NEVER);
    Native.call(WebKit.SET_DEVELOPER_EXTRAS, settings, spec.inspectable() ? 1 : 0);
    Native.call(WebKit.SET_OPEN_WINDOWS, settings, 0);
  }

  private void connect(WebViewSpec spec) {
    long content = Native.call(WebKit.VIEW_CONTENT_MANAGER, view);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment allowed = arena.allocate(ValueLayout.JAVA_LONG, 2);
      allowed.setAtIndex(ValueLayout.JAVA_LONG, 0, Native.string(arena, origin + "/*"));
      long script =
          Native.call(
              WebKit.SCRIPT_NEW,
              Native.string(arena, spec.preload()),
              TOP_FRAME,
              AT_DOCUMENT_START,
              allowed.address(),
              0);
      Native.call(WebKit.ADD_SCRIPT, content, script);
      Native.call(WebKit.REGISTER_MESSAGE_HANDLER, content, Native.string(arena, "ipc"), 0);
    }
    GLib.connect(content, "script-message-with-reply-received::ipc", ON_MESSAGE, view);
    GLib.connect(view, "load-changed", ON_LOAD, 0);
    GLib.connect(view, "decide-policy", ON_DECIDE, 0);
    GLib.connect(view, "notify::title", ON_TITLE, 0);
    GLib.connect(view, "web-process-terminated", ON_TERMINATED, 0);
  }

  private void embed(Composite parent) {
    Gtk.add(parent.handle, view);
    Gtk.show(view);
    parent.addListener(
        SWT.Resize,
        event -> {
          Rectangle area = parent.getClientArea();
          Gtk.setSize(view, area.width, area.height);
        });
    parent.addListener(SWT.FocusIn, event -> Gtk.grabFocus(view));
  }

  /** Ends the page's process, which would not notice by itself if its script does not return. */
  void close() {
    Native.call(WebKit.TERMINATE, view);
  }

  long pointer() {
    return view;
  }

  String origin() {
    return origin;
  }

  WebViewHost host() {
    return host;
  }

  @Override
  public void load(String uri) {
    try (Arena arena = Arena.ofConfined()) {
      Native.call(WebKit.LOAD_URI, view, Native.string(arena, uri));
    }
  }

  @Override
  public String uri() {
    return Native.text(Native.call(WebKit.VIEW_URI, view));
  }

  @Override
  public void reload() {
    Native.call(WebKit.RELOAD, view);
  }

  @Override
  public void snapshot(Path file, Consumer<Boolean> done) {
    Snapshot.take(view, SNAPSHOT_VISIBLE, file, done);
  }

  @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // C calls it
  private static long onMessage(long content, long value, long reply, long view) {
    UiQueue.guard(() -> {
      long string = Native.call(WebKit.VALUE_TO_STRING, value);
      String text = Native.text(string);
      GLib.free(string);
      GtkWebShell.view(view).host.message(text, new GtkReply(value, reply)::send);
    });
    return 1;
  }

  @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // C calls it
  private static long onLoad(long view, long event, long data, long unused3) {
    if ((int) event == LOAD_COMMITTED) {
      UiQueue.guard(() -> GtkWebShell.view(view).host.committed());
    }
    return 0;
  }

  @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // C calls it
  private static long onDecide(long view, long decision, long type, long data) {
    int kind = (int) type;
    if (kind != DECIDE_NAVIGATION && kind != DECIDE_NEW_WINDOW) {
      return 0;
    }
    UiQueue.guard(() -> {
      long action = Native.call(WebKit.DECISION_ACTION, decision);
      long request = Native.call(WebKit.ACTION_REQUEST, action);
      String uri = Native.text(Native.call(WebKit.REQUEST_URI, request));
      boolean allowed =
          GtkWebShell.view(view).host.allowsNavigation(uri, kind == DECIDE_NEW_WINDOW);
      Native.call(allowed ? WebKit.DECISION_USE : WebKit.DECISION_IGNORE, decision);
    });
    return 1;
  }

  @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // C calls it
  private static long onTitle(long view, long property, long data, long unused3) {
    UiQueue.guard(() ->
        GtkWebShell.view(view).host.titled(Native.text(Native.call(WebKit.VIEW_TITLE, view))));
    return 0;
  }

  @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // C calls it
  private static long onTerminated(long view, long reason, long data, long unused3) {
    if ((int) reason != ENDED_BY_US) {
      UiQueue.guard(() ->
          GtkWebShell.view(view).host.crashed(END_REASONS[(int) reason % END_REASONS.length]));
    }
    return 0;
  }

  /** One pending answer to a script message. */
  private static final class GtkReply {
    private final long context;
    private final long reply;

    GtkReply(long value, long reply) {
      this.context = GLib.ref(Native.call(WebKit.VALUE_CONTEXT, value));
      this.reply = Native.call(WebKit.REPLY_REF, reply);
    }

    void send(String text) {
      UiQueue.post(() -> {
        try (Arena arena = Arena.ofConfined()) {
          long value = Native.call(WebKit.VALUE_NEW_STRING, context, Native.string(arena, text));
          Native.call(WebKit.REPLY_RETURN, reply, value);
          GLib.unref(value);
          Native.call(WebKit.REPLY_UNREF, reply);
          GLib.unref(context);
        }
      });
    }
  }

  /** A picture of a view on its way to a file. */
  private static final class Snapshot {
    private static final Map<Long, Consumer<Long>> PENDING = new HashMap<>();
    private static final long ON_READY = Native.callback(MethodHandles.lookup(), "onReady");
    private static long keys;

    static void take(long view, int region, Path file, Consumer<Boolean> done) {
      long key = ++keys;
      PENDING.put(
          key,
          result -> {
            long surface = Native.call(WebKit.SNAPSHOT_FINISH, view, result, 0);
            done.accept(surface != 0 && Cairo.writePng(surface, file));
          });
      Native.call(WebKit.SNAPSHOT, view, region, 0, 0, ON_READY, key);
    }

    @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // C calls it
    private static long onReady(long source, long result, long key, long unused3) {
      Consumer<Long> pending = PENDING.remove(key);
      if (pending != null) {
        UiQueue.guard(() -> pending.accept(result));
      }
      return 0;
    }
  }
}

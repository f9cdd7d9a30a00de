package org.socketplatform.webview;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.socketplatform.plugin.Application;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.RouteProvider;

/** The routes that every page of the app may call: transport, terminal, life cycle. */
final class PlatformPlugin implements RouteProvider {
  private static final int MAX_TEXT_BYTES = 1 << 20;

  private static final Map<String, String> ARCHITECTURES =
      Map.of("amd64", "x64", "x86_64", "x64", "aarch64", "arm64");

  private final Application application;
  private final String version;
  private final boolean development;
  private final IntFunction<Page> pages;
  private final EventFeed events;
  private final StandardInput input = new StandardInput(System.in);
  private final AtomicBoolean tested = new AtomicBoolean();
  private final AtomicReference<Runnable> onReady = new AtomicReference<>(() -> {});

  PlatformPlugin(
      Application application,
      String version,
      boolean development,
      IntFunction<Page> pages,
      EventFeed events) {
    this.application = application;
    this.version = version;
    this.development = development;
    this.pages = pages;
    this.events = events;
  }

  /** Runs once, when the first page says that it is complete. */
  void onReady(Runnable listener) {
    onReady.set(listener);
  }

  @Override
  public String name() {
    return "platform";
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.of("ping", Route.BASIC, call -> Reply.value("pong")),
        Route.of("stdout", Route.BASIC, call -> print(call, System.out)),
        Route.of("stderr", Route.BASIC, call -> print(call, System.err)),
        Route.of("application.exit", Route.BASIC, this::exit),
        Route.of("platform.primordials", Route.BASIC, call -> Reply.value(primordials())),
        Route.of("platform.arguments", Route.BASIC, this::arguments),
        Route.of("platform.body", Route.BASIC, this::bodyKey),
        Route.of("platform.ready", Route.BASIC, this::ready),
        Route.of("platform.test", Route.BASIC, this::test),
        Route.of("platform.cancel", Route.BASIC, this::cancel),
        Route.of("platform.ack", Route.BASIC, this::acknowledge),
        Route.of("platform.piece", Route.BASIC, this::piece),
        Route.of("platform.events", Route.BASIC, this::subscribe),
        Route.of("platform.stdin", Route.BASIC, call -> new Reply.Stream(input)),
        Route.of("diagnostics.query", Route.BASIC, this::diagnostics));
  }

  private static Reply print(Call call, PrintStream stream) throws IOException {
    String text = call.params().text("value").orElse("");
    if (text.isEmpty()) {
      text = new String(call.body().bytes(MAX_TEXT_BYTES), StandardCharsets.UTF_8);
    }
    stream.println(text);
    return Reply.ok();
  }

  private Reply exit(Call call) {
    application.exit((int) call.params().requireLong("value"));
    return Reply.ok();
  }

  /** What the document of the window was given as {@code __args}; workers and frames ask for it. */
  private Reply arguments(Call call) {
    return Reply.value(
        Map.of(
            "argv", application.arguments(),
            "config", PreloadScript.config(application.settings()),
            "debug", development && call.caller().window() == 0,
            "env", application.environment(),
            "headless", application.window().headless(),
            "index", call.caller().window()));
  }

  private Reply bodyKey(Call call) {
    return Reply.value(Map.of("key", pages.apply(call.caller().window()).bodyKey()));
  }

  private Reply ready(Call call) {
    if (call.caller().window() == 0) {
      onReady.getAndSet(() -> {}).run();
    }
    return Reply.ok();
  }

  /** True for the first document that asks: tests do not begin anew where a page is left. */
  private Reply test(Call call) {
    return Reply.value(application.test().isPresent() && !tested.getAndSet(true));
  }

  private Reply cancel(Call call) {
    pages.apply(call.caller().window()).cancel(call.params().require("seq"));
    return Reply.ok();
  }

  private Reply acknowledge(Call call) {
    pages
        .apply(call.caller().window())
        .acknowledge(call.params().require("stream"), call.params().requireLong("bytes"));
    return Reply.ok();
  }

  private Reply piece(Call call) {
    Page page = pages.apply(call.caller().window());
    String id = call.params().require("id");
    if (call.params().flag("drop", false)) {
      page.drop(id);
      return Reply.ok();
    }
    return page.piece(id, call.params().requireLong("offset"));
  }

  private Reply diagnostics(Call call) {
    return Reply.value(pages.apply(call.caller().window()).diagnostics());
  }

  private Reply subscribe(Call call) {
    return new Reply.Stream(events);
  }

  private Map<String, Object> primordials() {
    return Map.of(
        "arch",
            ARCHITECTURES.getOrDefault(
                System.getProperty("os.arch"), System.getProperty("os.arch")),
        "cwd", application.folder().toString(),
        "platform", "linux",
        "host-operating-system", "linux",
        "version", Map.of("full", version, "short", version, "hash", ""));
  }
}

package org.socketplatform.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import org.socketplatform.config.SocketIni;
import org.socketplatform.plugin.Application;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.IpcUri;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Settings;
import org.socketplatform.plugin.WindowMode;
import org.socketplatform.plugin.Writable;
import org.socketplatform.router.PluginRouter;

/**
 * The router with this plugin, behind a port of HTTP: what stands in for the webview, so that the
 * modules can be tested under Node with the plugin itself. {@code /call?uri=} makes a call, {@code
 * /swap} replaces the plugin by another instance of it.
 */
final class Platform implements AutoCloseable {
  private static final String ORIGIN = "socket://com.example.test";
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final PluginRouter router;
  private final HttpServer http;
  private NetworkRoutes plugin = new NetworkRoutes();

  /** A platform for an app with these lines in its {@code socket.ini}. */
  Platform(String... settings) throws IOException {
    router =
        new PluginRouter(
            new App(SocketIni.parse(String.join("\n", settings))),
            System.getLogger("router"),
            PATIENCE);
    router.add(plugin, "org.socketplatform.net");
    // Otherwise it closes connections that Node means to use again.
    System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
    System.setProperty("sun.net.httpserver.idleInterval", "3600");
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.createContext("/call", this::call);
    http.createContext(
        "/swap",
        exchange -> {
          swap();
          answer(exchange, "text/plain", new byte[0]);
        });
    http.start();
  }

  int port() {
    return http.getAddress().getPort();
  }

  /** Replaces the plugin as an update of its bundle does. */
  synchronized void swap() {
    NetworkRoutes old = plugin;
    plugin = new NetworkRoutes();
    router.add(plugin, "org.socketplatform.net");
    router.remove(old);
    old.close();
  }

  private static Call call(IpcUri uri, byte[] body, Cancellation cancellation) {
    return new Call(
        uri.command(),
        uri.params(),
        Body.of(ByteBuffer.wrap(body)),
        new Caller(0, ORIGIN, Caller.Kind.PAGE),
        cancellation);
  }

  private void call(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    String uri = URLDecoder.decode(query.substring("uri=".length()), UTF_8);
    byte[] body = exchange.getRequestBody().readAllBytes();
    Cancellation cancellation = new Cancellation();
    Call call;
    try {
      call = call(IpcUri.parse(uri), body, cancellation);
    } catch (FailureException e) {
      answer(exchange, "text/plain", e.failure().message().getBytes(UTF_8));
      return;
    }
    switch (router.call(call)) {
      case Reply.Bytes bytes -> {
        byte[] copy = new byte[bytes.data().remaining()];
        bytes.data().get(copy);
        answer(exchange, "application/octet-stream", copy);
      }
      case Reply.Stream stream -> stream(exchange, stream, cancellation);
      case Reply other ->
          answer(exchange, "application/json", router.envelope(call, other).getBytes(UTF_8));
    }
  }

  private static void answer(HttpExchange exchange, String type, byte[] bytes) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("content-type", type);
      exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
      if (bytes.length > 0) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  private void stream(HttpExchange exchange, Reply.Stream stream, Cancellation cancellation)
      throws IOException {
    LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    stream.items().subscribe(new Lines(lines, cancellation));
    exchange.getResponseHeaders().set("content-type", "application/x-ndjson");
    exchange.getResponseHeaders().set("x-socket-stream", "s1");
    exchange.sendResponseHeaders(200, 0);
    try (exchange;
        OutputStream out = exchange.getResponseBody()) {
      out.write('\n');
      out.flush();
      for (String line = lines.take(); !line.isEmpty(); line = lines.take()) {
        out.write((line + "\n").getBytes(UTF_8));
        if (lines.isEmpty()) {
          out.flush();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      cancellation.cancel(); // the page has gone
    }
  }

  /** Writes what a stream brings as lines; an empty one is the end. */
  private final class Lines implements Flow.Subscriber<Writable> {
    private final LinkedBlockingQueue<String> lines;
    private final Cancellation cancellation;

    Lines(LinkedBlockingQueue<String> lines, Cancellation cancellation) {
      this.lines = lines;
      this.cancellation = cancellation;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      cancellation.onCancel(subscription::cancel);
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Writable item) {
      lines.add("{\"data\":" + router.json(item) + "}");
    }

    @Override
    public void onError(Throwable error) {
      Map<String, Object> fields =
          error instanceof FailureException known
              ? Map.of(
                  "code", known.failure().code(),
                  "message", known.failure().message(),
                  "retryable", known.failure().retryable())
              : Map.of("code", "INTERNAL", "message", String.valueOf(error));
      lines.add("{\"err\":" + router.json(Writable.of(fields)) + "}");
      lines.add("");
    }

    @Override
    public void onComplete() {
      lines.add("");
    }
  }

  @Override
  public void close() {
    http.stop(0);
    router.remove(plugin);
    router.end();
    plugin.close();
  }

  private record App(Settings settings) implements Application {
    @Override
    public String id() {
      return "com.example.test";
    }

    @Override
    public String title() {
      return "Test";
    }

    @Override
    public Path folder() {
      return Path.of("").toAbsolutePath();
    }

    @Override
    public Path profile() {
      return folder().resolve("target/profile");
    }

    @Override
    public Map<String, Path> paths() {
      return Map.of("resources", folder());
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
    public void exit(int status) {
      throw new UnsupportedOperationException("The plugin ended the app with " + status);
    }
  }
}

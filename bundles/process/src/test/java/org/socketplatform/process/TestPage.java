package org.socketplatform.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;
import org.socketplatform.config.SocketIni;
import org.socketplatform.plugin.Application;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Router;
import org.socketplatform.plugin.Settings;
import org.socketplatform.plugin.WindowMode;
import org.socketplatform.plugin.Writable;
import org.socketplatform.router.PluginRouter;

/** A page of an app that starts programs, through the real router and the real access rules. */
final class TestPage implements AutoCloseable {
  static final String OWNER = "1";
  private static final long PATIENCE_SECONDS = 20;
  private static final String BUNDLE = "org.socketplatform.process";

  private final App app;
  private final PluginRouter router;
  private final Caller caller = new Caller(0, "socket://com.example.app", Caller.Kind.PAGE);
  private Processes plugin;

  private record App(Path folder, Settings settings) implements Application {
    @Override
    public String id() {
      return "com.example.app";
    }

    @Override
    public String title() {
      return "App";
    }

    @Override
    public Path profile() {
      return folder;
    }

    @Override
    public Map<String, Path> paths() {
      return Map.of("resources", folder);
    }

    @Override
    public List<String> arguments() {
      return List.of();
    }

    @Override
    public Map<String, String> environment() {
      return Map.of("OF_THE_APP", "yes");
    }

    @Override
    public WindowMode window() {
      return new WindowMode(true, Optional.empty());
    }

    @Override
    public void exit(int status) {}
  }

  /** The router as the framework offers it. */
  private record Offered(Router router) implements ComponentServiceObjects<Router> {
    @Override
    public Router getService() {
      return router;
    }

    @Override
    public void ungetService(Router service) {}

    @Override
    public ServiceReference<Router> getServiceReference() {
      throw new UnsupportedOperationException();
    }
  }

  /** An app in a folder, with these lines in its {@code socket.ini}. */
  TestPage(Path folder, String... ini) throws IOException {
    app = new App(folder.toRealPath(), SocketIni.parse(String.join("\n", ini)));
    router = new PluginRouter(app, System.getLogger("test.router"), Duration.ofSeconds(5));
    plugin = newPlugin();
  }

  private Processes newPlugin() throws IOException {
    Processes next = new Processes(app);
    router.add(next, BUNDLE);
    next.setRouter(new Offered(router));
    return next;
  }

  /** Puts another version of the plugin in the place of this one, as a swap does. */
  void swap() throws IOException, InterruptedException {
    Processes old = plugin;
    plugin = newPlugin();
    router.remove(old);
    old.close();
  }

  Reply reply(String route, byte[] body, Cancellation cancellation, Object... params) {
    Map<String, String> all = new LinkedHashMap<>();
    for (int i = 0; i < params.length; i += 2) {
      all.put(String.valueOf(params[i]), String.valueOf(params[i + 1]));
    }
    return router.call(
        new Call(route, Params.of(all), Body.of(ByteBuffer.wrap(body)), caller, cancellation));
  }

  Reply reply(String route, Object... params) {
    return reply(route, new byte[0], new Cancellation(), params);
  }

  /** The answer as JSON. */
  String value(String route, Object... params) {
    return value(reply(route, params));
  }

  String value(Reply reply) {
    return switch (reply) {
      case Reply.Value(Writable value) -> router.json(value);
      default -> throw new AssertionError("Not a value: " + reply);
    };
  }

  Failure failure(String route, Object... params) {
    return failure(reply(route, params));
  }

  static Failure failure(Reply reply) {
    if (reply instanceof Reply.Failed(Failure failure)) {
      return failure;
    }
    throw new AssertionError("Did not fail: " + reply);
  }

  /** Starts a program under an id. */
  int spawn(String id, String... command) {
    return spawnWith(id, "[\"pipe\",\"pipe\",\"pipe\"]", command);
  }

  int spawnWith(String id, String stdio, String... command) {
    String answer =
        value(
            "child_process.spawn",
            "id",
            id,
            "owner",
            OWNER,
            "command",
            json(command),
            "stdio",
            stdio);
    return Integer.parseInt(field(answer, "pid"));
  }

  static String json(String... words) {
    StringBuilder json = new StringBuilder("[");
    for (String word : words) {
      json.append(json.length() > 1 ? "," : "")
          .append('"')
          .append(word.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"))
          .append('"');
    }
    return json.append(']').toString();
  }

  /** A field of flat JSON. */
  static String field(String json, String name) {
    Matcher matcher =
        Pattern.compile("\"" + name + "\":(\"((?:[^\"\\\\]|\\\\.)*)\"|[^,}]*)").matcher(json);
    if (!matcher.find()) {
      throw new AssertionError("No " + name + " in " + json);
    }
    return matcher.group(2) != null ? matcher.group(2) : matcher.group(1);
  }

  /** Values that follow one another, as JSON. */
  final class Items implements Flow.Subscriber<Writable> {
    private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
    private Flow.@Nullable Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription opened) {
      subscription = opened;
      opened.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Writable item) {
      arrived.add(router.json(item));
    }

    @Override
    public void onError(Throwable error) {
      arrived.add("error: " + error.getMessage());
    }

    @Override
    public void onComplete() {
      arrived.add("complete");
    }

    void cancel() {
      Objects.requireNonNull(subscription).cancel();
    }

    /** The next one in which this text stands; those before are passed over. */
    String awaiting(String text) throws InterruptedException {
      while (true) {
        String item = arrived.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (item == null) {
          throw new AssertionError("Nothing came with " + text);
        }
        if (item.contains(text)) {
          return item;
        }
      }
    }
  }

  Items items(String route, Object... params) {
    if (!(reply(route, params) instanceof Reply.Stream(var source))) {
      throw new AssertionError(route + " answers no stream");
    }
    Items items = new Items();
    source.subscribe(items);
    return items;
  }

  /** What a program is said to end with. */
  String end(Items items, String id) throws InterruptedException {
    while (true) {
      String item = items.awaiting("\"id\":\"" + id + "\"");
      if (item.contains("\"code\":")) {
        return item;
      }
    }
  }

  /** Reads a pipe as a page does, to its end. */
  long readAll(Items items, String id, int descriptor, Consumer<ByteBuffer> taker)
      throws InterruptedException {
    long position = 0;
    while (true) {
      Reply reply = reply("child_process.read", "id", id, "fd", descriptor, "from", position);
      if (!(reply instanceof Reply.Bytes(var data, var headers, var release))) {
        throw new AssertionError("Not bytes: " + reply);
      }
      boolean end = "true".equals(headers.get("x-socket-end"));
      int count = data.remaining();
      position += count;
      taker.accept(data);
      release.run();
      if (end) {
        return position;
      }
      if (count == 0) {
        String item = items.awaiting("\"id\":\"" + id + "\",\"fd\":" + descriptor);
        if (item.contains("\"end\":true") && field(item, "data").isEmpty()) {
          return position;
        }
      }
    }
  }

  /** Waits until a program has written this. */
  void awaitOutput(Items items, String id, int descriptor, String text)
      throws InterruptedException {
    Reply reply = reply("child_process.read", "id", id, "fd", descriptor);
    if (!(reply instanceof Reply.Bytes(var data, var _, var release))) {
      throw new AssertionError("Not bytes: " + reply);
    }
    byte[] some = new byte[data.remaining()];
    data.get(some);
    release.run();
    if (!new String(some, StandardCharsets.UTF_8).contains(text)) {
      items.awaiting(text);
    }
  }

  byte[] bytes(Items items, String id, int descriptor) throws InterruptedException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    readAll(
        items,
        id,
        descriptor,
        data -> {
          byte[] some = new byte[data.remaining()];
          data.get(some);
          all.writeBytes(some);
        });
    return all.toByteArray();
  }

  @Override
  public void close() {
    router.remove(plugin);
    try {
      plugin.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    router.end();
  }
}

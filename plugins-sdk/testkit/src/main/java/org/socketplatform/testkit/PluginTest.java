package org.socketplatform.testkit;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.socketplatform.config.Diagnostic;
import org.socketplatform.config.SocketIni;
import org.socketplatform.plugin.Application;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.RouteProvider;
import org.socketplatform.plugin.Writable;
import org.socketplatform.router.PluginRouter;

/**
 * An app without a window whose page calls plugins: through the real router and the real access
 * rules, as in a running app. An app may do only what the test allows it.
 *
 * <pre>{@code
 * try (PluginTest app =
 *     PluginTest.with(new GreeterRoutes(new Greeter()))
 *         .allow("[capabilities.greeter]", "hello = true")
 *         .start()) {
 *   assertThat(app.call("greeter.hello", "name", "Ada").text()).isEqualTo("Hello Ada");
 * }
 * }</pre>
 *
 * <p>Safe for use by many threads.
 */
public final class PluginTest implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final double NANOS_PER_MILLI = 1e6;
  private static final Caller PAGE =
      new Caller(0, "socket://" + TestApplication.ID, Caller.Kind.PAGE);

  private final List<RouteProvider> plugins;
  private final Log log = new Log();
  private final PluginRouter router;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("call-", 0).factory());

  private PluginTest(List<RouteProvider> plugins, TestApplication application) {
    this.plugins = plugins;
    this.router = new PluginRouter(application, log, PATIENCE);
    plugins.forEach(plugin -> router.add(plugin, plugin.getClass().getPackageName()));
    List<String> problems = log.lines().stream().filter(line -> !line.startsWith("INFO")).toList();
    if (!problems.isEmpty()) {
      router.end();
      throw new IllegalArgumentException(String.join("\n", problems));
    }
  }

  /** An app that is served by these plugins. */
  public static Builder with(RouteProvider... plugins) {
    return new Builder(_ -> List.of(plugins));
  }

  /** An app that is served by a plugin that needs the app: {@code with(GreeterRoutes::new)}. */
  public static Builder with(Function<Application, RouteProvider> plugin) {
    return new Builder(application -> List.of(plugin.apply(application)));
  }

  /** Says what the app may do, and where it is. */
  public static final class Builder {
    private final Function<Application, List<RouteProvider>> plugins;
    private final List<String> settings = new ArrayList<>(List.of("[capabilities]"));
    private final Map<String, Path> paths = new LinkedHashMap<>();
    private Path folder = Path.of("").toAbsolutePath();

    private Builder(Function<Application, List<RouteProvider>> plugins) {
      this.plugins = plugins;
    }

    /** Adds lines to the app's {@code socket.ini}. */
    public Builder allow(String... lines) {
      settings.addAll(List.of(lines));
      return this;
    }

    /** Gives the app a well-known folder, such as {@code data}, which grants call {@code $DATA}. */
    public Builder path(String name, Path path) {
      paths.put(name, path.toAbsolutePath());
      return this;
    }

    /** The folder with the app's pages; the current one unless given. */
    public Builder folder(Path path) {
      folder = path.toAbsolutePath();
      return this;
    }

    /**
     * Starts the app.
     *
     * @throws IllegalArgumentException if a line of {@code socket.ini} cannot be understood, or the
     *     router does not take a plugin up
     */
    public PluginTest start() {
      SocketIni ini = SocketIni.parse(String.join("\n", settings));
      List<Diagnostic> problems = ini.diagnostics();
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException("socket.ini: " + problems);
      }
      Map<String, Path> all = new LinkedHashMap<>(paths);
      all.putIfAbsent("resources", folder);
      TestApplication application = new TestApplication(folder, all, ini);
      return new PluginTest(plugins.apply(application), application);
    }
  }

  /**
   * Calls a command as the app's page does, and waits for the answer.
   *
   * @param command such as {@code greeter.hello}
   * @param arguments names and values by turns: strings, numbers, booleans, enums, paths, {@code
   *     Duration}, {@code Instant}; maps, lists and {@link Writable}s, which are sent as JSON; at
   *     most one {@code byte[]}, which is sent as the body. A value that is null or an empty {@code
   *     Optional} is left out
   */
  public Answer call(String command, @Nullable Object... arguments) {
    return answer(newCall(command, arguments));
  }

  /** Like {@link #call}, without waiting for the answer. */
  public PendingCall start(String command, @Nullable Object... arguments) {
    Call call = newCall(command, arguments);
    return new PendingCall(call.route(), call.cancellation(), threads.submit(() -> answer(call)));
  }

  /** All that the plugins serve. */
  public List<Route> routes() {
    return plugins.stream().flatMap(plugin -> plugin.routes().stream()).toList();
  }

  /** What the developer was told since the app started: refusals, with what to grant; defects. */
  public List<String> log() {
    return log.lines();
  }

  private Call newCall(String command, @Nullable Object... arguments) {
    if (arguments.length % 2 != 0) {
      throw new IllegalArgumentException("Arguments are names and values by turns");
    }
    Map<String, String> params = new LinkedHashMap<>();
    Body body = Body.EMPTY;
    for (int i = 0; i < arguments.length; i += 2) {
      String name = String.valueOf(arguments[i]);
      Object value = arguments[i + 1] instanceof Optional<?> o ? o.orElse(null) : arguments[i + 1];
      if (value instanceof byte[] bytes) {
        body = Body.of(ByteBuffer.wrap(bytes));
      } else if (value != null) {
        params.put(name, text(value));
      }
    }
    return new Call(
        command.toLowerCase(Locale.ROOT), Params.of(params), body, PAGE, new Cancellation());
  }

  private String text(Object value) {
    return switch (value) {
      case CharSequence text -> text.toString();
      case Path path -> path.toString();
      case Enum<?> constant -> constant.name();
      case Duration duration -> Double.toString(duration.toNanos() / NANOS_PER_MILLI);
      case Writable _, Map<?, ?> _, Iterable<?> _ -> router.json(Writable.of(value));
      default -> value.toString();
    };
  }

  private Answer answer(Call call) {
    List<String> before = log.lines();
    Reply reply = router.call(call);
    Answer.Kind kind =
        switch (reply) {
          case Reply.Bytes bytes -> bytes(bytes);
          case Reply.Stream stream ->
              new Answer.Kind.Stream(
                  new Items(call.route(), call.cancellation(), stream.items(), router::json));
          case Reply.Value _, Reply.Failed _ -> received(router.envelope(call, reply));
        };
    List<String> after = log.lines();
    return new Answer(call.route(), kind, after.subList(before.size(), after.size()));
  }

  private static Answer.Kind bytes(Reply.Bytes reply) {
    byte[] bytes = new byte[reply.data().remaining()];
    reply.data().get(bytes);
    reply.release().run();
    return new Answer.Kind.Bytes(ByteBuffer.wrap(bytes), reply.headers());
  }

  /** What a page makes of the envelope. */
  private Answer.Kind received(String envelope) {
    Map<?, ?> members = (Map<?, ?>) Objects.requireNonNull(JsonText.parse(envelope));
    if (members.get("err") instanceof Map<?, ?> error) {
      Map<String, Object> details = new LinkedHashMap<>();
      error.forEach((name, value) -> details.put(String.valueOf(name), value));
      return new Answer.Kind.Failed(
          new Failure(
              String.valueOf(details.remove("type")),
              String.valueOf(details.remove("code")),
              String.valueOf(details.remove("message")),
              Boolean.TRUE.equals(details.remove("retryable")),
              details));
    }
    Object data = members.get("data");
    return new Answer.Kind.Value(data, router.json(Writable.of(data)));
  }

  /** Takes the plugins down, as the end of the app does; calls under way are waited for. */
  @Override
  public void close() {
    plugins.forEach(router::remove);
    router.end();
    threads.close();
    plugins.forEach(PluginTest::close);
  }

  private static void close(RouteProvider plugin) {
    if (plugin instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new AssertionError("The plugin " + plugin.name() + " cannot be closed", e);
      }
    }
  }
}

package org.socketplatform.pluginhost;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Checked;
import org.socketplatform.plugin.CommandLine;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.Scope;
import org.socketplatform.pluginprotocol.Budget;
import org.socketplatform.pluginprotocol.Frame;
import org.socketplatform.pluginprotocol.FrameDecoder;
import org.socketplatform.pluginprotocol.FrameOutput;
import org.socketplatform.pluginprotocol.FrameReader;
import org.socketplatform.pluginprotocol.IncomingCalls;
import org.socketplatform.pluginprotocol.Limits;
import org.socketplatform.pluginprotocol.Link;
import org.socketplatform.pluginprotocol.OutgoingCalls;
import org.socketplatform.pluginprotocol.ProtocolException;

/**
 * The pipes to a process. One thread reads and never waits for anything else; callers write
 * themselves. Nothing that the process sends, or does not send, keeps more than a bounded number of
 * bytes here; a process that stops reading or answering pings is given up.
 */
final class Connection implements Link {
  /** What is kept of a body that a plugin sends. */
  private static final int WINDOW = 1 << 16;

  private final String plugin;
  private final Manifest manifest;
  private final FrameReader in;
  private final FrameOutput out;
  private final Settings settings;
  private final Runnable kill;
  private final OutgoingCalls calls;
  private final IncomingCalls incoming;
  private final PlaceServer places;
  private final Function<Call, Reply> router;
  private final Caller self;
  private final CompletableFuture<Frame.Ready> ready = new CompletableFuture<>();
  private final CompletableFuture<Void> offered = new CompletableFuture<>();
  private final CompletableFuture<String> end = new CompletableFuture<>();
  private final AtomicBoolean violated = new AtomicBoolean();
  private volatile Map<String, Route> routes = Map.of();
  private volatile @Nullable String why;
  private volatile boolean closed;
  private volatile boolean pinged;

  /**
   * What is waited for and kept.
   *
   * @param start how long a process may take to get ready
   * @param pulse how often a process that has calls is asked whether it lives, and how long it may
   *     take to answer
   * @param bytes most bytes kept for what it sent
   */
  record Settings(Duration start, Duration pulse, long bytes) {
    static final Settings USUAL =
        new Settings(Duration.ofSeconds(20), Duration.ofSeconds(10), 128L << 20);
  }

  /**
   * Pipes to a process that was just started.
   *
   * @param manifest what the plugin may announce
   * @param router answers the calls of the plugin
   * @param kill ends the process at once; after that the pipes end
   */
  Connection(
      String plugin,
      Manifest manifest,
      InputStream in,
      OutputStream out,
      Settings settings,
      Function<Call, Reply> router,
      Runnable kill) {
    this.plugin = plugin;
    this.manifest = manifest;
    this.in = new FrameReader(in);
    this.out = new FrameOutput(out);
    this.settings = settings;
    this.kill = kill;
    Budget budget = new Budget(settings.bytes());
    this.calls = new OutgoingCalls(plugin, Limits.CALLS, budget, this);
    this.incoming =
        new IncomingCalls(
            this::handler, new IncomingCalls.Settings(Limits.PLUGIN_CALLS, WINDOW), budget, this);
    this.places = new PlaceServer(calls);
    this.router = router;
    this.self = new Caller(-1, "plugin:" + plugin, Caller.Kind.PLUGIN);
  }

  /** Completed when the process is gone, with what is known of why. */
  CompletableFuture<String> end() {
    return end;
  }

  /**
   * Begins to talk, and waits for the process to get ready.
   *
   * @throws IOException what was wrong; the process is then killed
   */
  List<Route> open() throws IOException, InterruptedException {
    Thread.ofPlatform().daemon().name("plugin-" + plugin + "-in").start(this::read);
    Thread.ofVirtual().name("plugin-" + plugin + "-pulse").start(this::watch);
    try {
      Thread.ofVirtual().start(this::hello); // a process that does not read must not hold us up
      Frame.Ready announced = ready.get(settings.start().toNanos(), TimeUnit.NANOSECONDS);
      List<Route> served = Announced.routes(announced, plugin, manifest, this::call);
      routes = served.stream().collect(Collectors.toMap(Route::name, route -> route));
      places.serve(routes);
      return served;
    } catch (TimeoutException e) {
      throw refused("it did not get ready within " + settings.start().toSeconds() + " s");
    } catch (ExecutionException e) {
      throw refused(String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
    } catch (ProtocolException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  /** The routes are with the router: calls of the plugin may go on. */
  void offered() {
    offered.complete(null);
  }

  private IOException refused(String message) {
    kill.run();
    return new IOException(message);
  }

  private void hello() {
    try {
      out.send(new Frame.Hello(Limits.VERSION, plugin));
    } catch (IOException e) {
      lost();
    }
  }

  private Reply call(Call call) throws InterruptedException {
    return calls.call(call, checked(call));
  }

  /** What the plugin may know of the parameters that the router has checked. */
  private List<Frame.CheckedParam> checked(Call call) {
    @Nullable Route route = routes.get(call.route());
    if (route == null || route.scopes().isEmpty()) {
      return List.of();
    }
    Map<String, Frame.CheckedParam> checked = new LinkedHashMap<>();
    for (Scope scope : route.scopes()) {
      String param = scope.param();
      checked.put(
          param,
          switch (scope) {
            case Scope.Place _ -> new Frame.CheckedPath(param, call.path(param).path().toString());
            case Scope.Host _ -> new Frame.CheckedHost(param, call.host(param));
            case Scope.Program _ -> {
              CommandLine line = call.program(param);
              yield new Frame.CheckedProgram(param, line.program().toString(), line.arguments());
            }
          });
    }
    return List.copyOf(checked.values());
  }

  /** How calls of the plugin are answered. */
  private IncomingCalls.@Nullable Handler handler(String route) {
    return PlaceServer.isServed(route)
        ? (call, _, _) -> places.handle(call)
        : (call, _, _) -> {
          offered.join(); // what it was granted comes along with its routes
          return router.apply(asThePlugin(call));
        };
  }

  /** Whoever the plugin says that calls: it is the plugin itself. */
  private Call asThePlugin(Call call) {
    return new Call(
        call.route(),
        call.params(),
        call.body(),
        self,
        call.cancellation(),
        call.deadline(),
        Checked.NOTHING);
  }

  @Override
  public boolean send(Frame frame) throws IOException {
    return out.send(frame);
  }

  /** The process broke the protocol: it is ended. */
  @Override
  public void violated(ProtocolException how) {
    if (violated.compareAndSet(false, true)) {
      why = "it broke the protocol: " + how.getMessage();
      kill.run();
    }
  }

  /** It cannot be written to any more; the reader will find the end of it. */
  @Override
  public void lost() {
    kill.run();
  }

  private void read() {
    String reason = "its process ended";
    try {
      for (ByteBuffer content; (content = in.next()) != null; ) {
        receive(FrameDecoder.fromPlugin(content));
      }
    } catch (ProtocolException e) {
      violated(e);
    } catch (IOException e) {
      // The pipe ended within a frame, as it does when a process is killed.
    } catch (RuntimeException | Error e) {
      reason = "reading it failed: " + e;
    }
    closed = true;
    kill.run();
    String told = why;
    String message = told == null ? reason : told;
    ready.completeExceptionally(new IOException(message));
    calls.end();
    incoming.end();
    places.end();
    offered.complete(null);
    end.complete(message);
  }

  private void receive(Frame.FromPlugin frame) throws ProtocolException {
    if (!ready.isDone()) {
      switch (frame) {
        case Frame.Ready announced -> ready.complete(announced);
        case Frame.Refused(String message) -> ready.completeExceptionally(new IOException(message));
        default -> throw new ProtocolException("it does not begin with ready");
      }
      return;
    }
    switch (frame) {
      case Frame.Pong() -> pinged = false;
      case Frame.Ready _, Frame.Refused _ ->
          throw new ProtocolException("it says twice that it is ready");
      case Frame.Answering answering -> calls.receive(answering);
      case Frame.Asking asking -> incoming.receive(asking);
    }
  }

  /** A process with calls under way must answer pings: one that is idle is left alone. */
  private void watch() {
    long pulse = settings.pulse().toNanos();
    while (!closed) {
      LockSupport.parkNanos(this, pulse);
      if (closed || (calls.underWay() + incoming.underWay() == 0)) {
        pinged = false;
      } else if (pinged) {
        violated(new ProtocolException("it has not answered a ping for " + settings.pulse()));
      } else {
        pinged = true;
        Thread.ofVirtual().start(this::ping);
      }
    }
  }

  private void ping() {
    try {
      out.send(new Frame.Ping());
    } catch (IOException e) {
      lost();
    }
  }
}

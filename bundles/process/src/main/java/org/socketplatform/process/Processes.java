package org.socketplatform.process;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.socketplatform.plugin.Application;
import org.socketplatform.plugin.Body;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Cancellation;
import org.socketplatform.plugin.Errno;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Handover;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.RouteProvider;
import org.socketplatform.plugin.Router;

/**
 * Programs: those that pages start ({@code child_process.*}) and the backends of the app ({@code
 * process.*}). All that runs goes over to the next version of this plugin.
 */
@Component(immediate = true)
public final class Processes implements RouteProvider, Handover {
  private static final Logger LOG = System.getLogger("org.socketplatform.process");
  private static final String SYSTEM = "linux";
  private static final int CHILDREN = 256;
  private static final long DESCENDANTS = 4096;

  /** How a backend ends that cannot be handed over, as a shell would say it: by SIGKILL. */
  private static final String KILLED = "137";

  private static final String BEGIN = "process.begin";
  private static final long BEGIN_MILLIS = 20;

  private final Application application;
  private final Map<String, String> environment;
  private final @Nullable Running running;
  private volatile boolean released;

  /** The router, which is not made before somebody wants it; and once it is made. */
  private @Nullable ComponentServiceObjects<Router> offered;

  private @Nullable Router router;
  private volatile boolean begun;

  /** What there is where programs can be started. */
  private record Running(
      Poller poller,
      ScheduledExecutorService timer,
      Spawner spawner,
      Children children,
      Windows windows,
      Map<String, Backend> backends) {}

  /** Starts the backends that start with the app, unless others are adopted first. */
  @Activate
  public Processes(@Reference Application application) throws IOException {
    this.application = application;
    this.environment = ChildRoutes.environment(application);
    this.running = Posix.isSupported() ? begin() : null;
  }

  private Running begin() throws IOException {
    var settings = application.settings();
    Poller poller = new Poller();
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("process-timer").factory());
    Spawner spawner =
        new Spawner(
            settings.flag("process.contained", true),
            number("process.descendants", DESCENDANTS, 1L << 22));
    Children children =
        new Children(spawner, poller, timer, (int) number("process.children", CHILDREN, 1 << 16));
    Windows windows = new Windows();
    Map<String, Backend> backends = new LinkedHashMap<>();
    Running begun = new Running(poller, timer, spawner, children, windows, backends);
    BackendConfig.of(settings, SYSTEM)
        .forEach((name, config) -> backends.put(name, new Backend(config, new Shared(begun))));
    return begun;
  }

  /**
   * The router comes and goes, as any bundle may. When it serves this plugin, backends start: not
   * earlier, for they may run already and be handed over first. It is not taken here, for it may be
   * just being made, and wait for this plugin.
   */
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  synchronized void setRouter(ComponentServiceObjects<Router> current) {
    offered = current;
    router = null;
    Running now = running;
    if (now != null && !begun && now.backends.values().stream().anyMatch(Backend::isWithApp)) {
      var _ = now.timer.schedule(() -> askToBegin(now), 0, TimeUnit.MILLISECONDS);
    }
  }

  synchronized void unsetRouter(ComponentServiceObjects<Router> gone) {
    if (gone.equals(offered)) {
      offered = null;
      router = null;
    }
  }

  private @Nullable Router router() {
    ComponentServiceObjects<Router> current;
    synchronized (this) {
      if (router != null || offered == null) {
        return router;
      }
      current = offered;
    }
    Router made = current.getService();
    synchronized (this) {
      if (current.equals(offered)) {
        router = made;
      }
    }
    return made;
  }

  private void askToBegin(Running now) {
    @Nullable Router current = router();
    if (!released && isOffered() && (current == null || !begins(current))) {
      var _ = now.timer.schedule(() -> askToBegin(now), BEGIN_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private synchronized boolean isOffered() {
    return offered != null;
  }

  /** Has backends begin if the router serves this plugin already. */
  private static boolean begins(Router router) {
    Reply reply =
        router.call(new Call(BEGIN, Params.EMPTY, Body.EMPTY, Caller.SELF, new Cancellation()));
    return !(reply instanceof Reply.Failed(var failure) && failure.code().equals("NOT_FOUND"));
  }

  private Reply begin(Running now) {
    if (!begun) {
      begun = true;
      openWithApp(now);
    }
    return Reply.ok();
  }

  private long number(String key, long otherwise, long most) {
    String text = application.settings().text(key).orElse("");
    if (text.matches("[1-9][0-9]{0,9}") && Long.parseLong(text) <= most) {
      return Long.parseLong(text);
    }
    if (!text.isEmpty()) {
      LOG.log(Level.WARNING, "socket.ini: " + key + " must be a number from 1 to " + most);
    }
    return otherwise;
  }

  private void openWithApp(Running begun) {
    for (Backend backend : begun.backends.values()) {
      if (backend.isWithApp()) {
        open(backend);
      }
    }
  }

  private static void open(Backend backend) {
    try {
      backend.open(false);
    } catch (IOException | FailureException e) {
      LOG.log(
          Level.ERROR,
          "The backend " + backend.config().name() + " does not start: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What backends share. */
  private final class Shared implements Backend.Surroundings {
    private final Running shared;

    Shared(Running shared) {
      this.shared = shared;
    }

    @Override
    public Launch launch(BackendConfig config) {
      List<String> command = new ArrayList<>(config.command());
      command.set(0, program(command.getFirst()).toString());
      Map<String, String> variables = new HashMap<>(environment);
      variables.put("SOCKET_BACKEND", config.name());
      return new Launch(command, variables, application.folder(), List.of(), false);
    }

    @Override
    public Child start(Launch launch, List<Child.Stdio> stdio)
        throws IOException, InterruptedException {
      return shared.children.startCounted(launch, stdio);
    }

    @Override
    public Conversation conversation(BackendConfig config, Child child) {
      return new Conversation(
          config.name(),
          Objects.requireNonNull(child.outlets().get(0)),
          shared.windows,
          Processes.this::router,
          System.out);
    }

    @Override
    public void event(String name, String value) {
      shared.windows.send(-1, name, value, Payload.NONE);
    }

    @Override
    public Future<?> later(Duration pause, Runnable action) {
      return shared.timer.schedule(
          () -> Thread.startVirtualThread(action), pause.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** The file of a program: a path relative to the app's folder, or a name to look for. */
  private Path program(String name) {
    if (name.indexOf('/') >= 0) {
      Path path = application.folder().resolve(name);
      if (Files.isExecutable(path)) {
        return path;
      }
      throw Files.exists(path)
          ? Errno.EACCES.exception(path + " may not be executed")
          : Errno.ENOENT.exception("there is no program " + path);
    }
    for (String folder : environment.getOrDefault("PATH", "").split(":", -1)) {
      Path path = Path.of(folder, name);
      if (folder.startsWith("/") && Files.isRegularFile(path) && Files.isExecutable(path)) {
        return path;
      }
    }
    throw Errno.ENOENT.exception("there is no program " + name + " on the PATH");
  }

  @Override
  public String name() {
    return "process";
  }

  @Override
  public List<Route> routes() {
    Running current = running;
    List<Route> routes = new ArrayList<>();
    if (current != null) {
      routes.addAll(new ChildRoutes(current.children, application).routes());
      routes.addAll(new BackendRoutes(current.backends, current.windows).routes());
      routes.add(Route.of(BEGIN, Route.TOOL, _ -> begin(current)));
    } else {
      Failure unsupported =
          new Failure(
              "NotSupportedError",
              "ENOTSUP",
              "Programs can be started on Linux with glibc 2.34 or newer only");
      routes.add(Route.of("child_process.spawn", Route.BASIC, _ -> Reply.failed(unsupported)));
      routes.add(Route.of("process.open", Route.BASIC, _ -> Reply.failed(unsupported)));
    }
    return List.copyOf(routes);
  }

  @Override
  public Map<String, Object> release() {
    released = true;
    Running current = running;
    if (current == null) {
      return Map.of();
    }
    current.timer.shutdownNow();
    Map<String, Object> backends = new HashMap<>();
    current.backends.forEach((name, backend) -> {
      if (backend.isWanted()) {
        backends.put(name, backend.release().orElse(Map.of()));
      }
    });
    List<Object> children = current.children.release();
    current.poller.close();
    current.windows.close();
    return Map.of("spawner", current.spawner.release(), "children", children, "backends", backends);
  }

  @Override
  public void adopt(Map<String, Object> state) {
    Running current = running;
    if (current == null) {
      return;
    }
    if (state.get("spawner") instanceof Map<?, ?> spawner) {
      current.spawner.adopt(spawner);
    }
    if (state.get("children") instanceof List<?> children) {
      current.children.adopt(children);
    }
    begun = true;
    if (state.get("windows") instanceof Map<?, ?> windows) {
      current.windows.adopt(windows);
    }
    if (state.get("backends") instanceof Map<?, ?> backends) {
      backends.forEach((name, one) -> adopt(current, String.valueOf(name), (Map<?, ?>) one));
    }
  }

  private static void adopt(Running current, String name, Map<?, ?> state) {
    @Nullable Backend backend = current.backends.get(name);
    if (backend == null) {
      return;
    }
    try {
      if (state.isEmpty()) {
        current.windows.send(-1, "backend-exit", KILLED, Payload.NONE);
        open(backend);
      } else {
        backend.adopt(state, current.poller);
      }
    } catch (IOException e) {
      LOG.log(Level.ERROR, "The backend " + name + " is lost", e);
    }
  }

  /** Ends all that was not handed over. */
  @Deactivate
  void close() throws InterruptedException {
    Running current = running;
    if (current == null || released) {
      return;
    }
    released = true;
    current.timer.shutdownNow();
    for (Backend backend : current.backends.values()) {
      backend.close();
    }
    current.children.close();
    current.spawner.close();
    current.poller.close();
    current.windows.close();
  }
}

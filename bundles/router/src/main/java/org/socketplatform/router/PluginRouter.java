package org.socketplatform.router;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.socketplatform.access.AccessRules;
import org.socketplatform.access.Decision;
import org.socketplatform.json.Json;
import org.socketplatform.plugin.Application;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Deadline;
import org.socketplatform.plugin.Errno;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.NotServingException;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.RouteProvider;
import org.socketplatform.plugin.Router;
import org.socketplatform.plugin.Settings;
import org.socketplatform.plugin.Writable;
import org.socketplatform.router.api.AccessControl;
import org.socketplatform.router.api.FinishedCall;
import org.socketplatform.router.api.RouteStatistics;
import org.socketplatform.router.api.RouterView;
import org.socketplatform.router.api.Swap;

/**
 * Looks a call's route up, asks the access rules, then lets the plugin answer. Whatever a plugin
 * does, the caller gets a reply.
 */
@Component(service = {Router.class, RouterView.class, AccessControl.class})
public final class PluginRouter implements Router, RouterView, AccessControl {
  private static final String HOST = "org.socketplatform.plugin-host";
  private static final String HOSTED = "plugin.bundle";
  private static final String NEEDS = "plugin.needs";

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Application application;
  private volatile AccessRules rules;
  private final Logger log;
  private final Refusals refusals;
  private final long patienceNanos;
  private final Meters meters = new Meters();
  private final Watch watch;
  private final RouteTable table;
  private final Deadlines deadlines = new Deadlines();
  private final Map<String, Succession> successions = new ConcurrentHashMap<>();
  private final Map<RouteProvider, Provider> providers =
      Collections.synchronizedMap(new IdentityHashMap<>());
  private final OwnGrants ownGrants = new OwnGrants();
  private final Envelopes envelopes = new Envelopes();
  private volatile boolean ending;

  @Activate
  public PluginRouter(@Reference Application application) {
    this(application, System.getLogger("org.socketplatform.router"), PATIENCE);
  }

  /**
   * A router outside of OSGi, to which plugins are added one by one.
   *
   * @param log what the developer is told
   * @param patience how long calls wait for a plugin that was removed, and it for its calls
   */
  public PluginRouter(Application application, Logger log, Duration patience) {
    this.application = application;
    this.rules = rules(application.settings());
    this.log = log;
    this.refusals = new Refusals(log);
    this.patienceNanos = patience.toNanos();
    this.watch = new Watch(InstantSource.system());
    this.table = new RouteTable(patienceNanos, meters);
    tellAbout(rules);
  }

  private AccessRules rules(Settings settings) {
    return AccessRules.of(
        settings,
        "socket://" + application.id(),
        application.paths(),
        Objects.requireNonNullElse(System.getenv("PATH"), ""));
  }

  private void tellAbout(AccessRules rules) {
    rules.warnings().forEach(warning -> log.log(Level.WARNING, "socket.ini: " + warning));
    rules.advice().ifPresent(advice -> log.log(Level.INFO, "socket.ini: " + advice));
  }

  @Override
  public void replaceGrants(Settings settings) {
    AccessRules replacement = rules(settings);
    rules = replacement;
    tellAbout(replacement);
  }

  /**
   * Takes the routes of a plugin up. Services that were there before the router are bound in no
   * certain order, so their ids tell which is the newest.
   */
  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addPlugin(RouteProvider plugin, ServiceReference<RouteProvider> reference) {
    Bundle bundle = reference.getBundle();
    String name = bundle == null ? "" : bundle.getSymbolicName();
    // The host of plugins out of process registers routes for bundles that are not installed here.
    if (HOST.equals(name) && reference.getProperty(HOSTED) instanceof String hosted) {
      name = hosted;
      grantNeeds(plugin, reference.getProperty(NEEDS) instanceof List<?> needs ? needs : List.of());
    }
    long age = reference.getProperty(Constants.SERVICE_ID) instanceof Long id ? id : 0;
    add(plugin, new Provider.Origin(name == null ? "" : name, age));
  }

  /**
   * Takes the routes of a plugin up that is no service, or says in the log why not.
   *
   * @param bundle symbolic name of the bundle that it would come from
   */
  public void add(RouteProvider plugin, String bundle) {
    add(plugin, new Provider.Origin(bundle, 0));
  }

  /**
   * Lets a plugin in a process of its own call what it needs; to be followed by {@link #add}.
   *
   * @param needs a permission each, with a space and a pattern where it is about values
   */
  public void grantNeeds(RouteProvider plugin, List<?> needs) {
    ownGrants.add(plugin, rules(OwnGrants.settings(needs)));
  }

  /** Takes the routes of a plugin up, or says in the log why not. */
  void add(RouteProvider plugin, Provider.Origin origin) {
    try {
      Provider provider = new Provider(plugin, origin);
      Optional<String> problem = accept(plugin, provider);
      if (problem.isEmpty()) {
        succession(provider.name()).add(provider);
      } else {
        log.log(
            Level.ERROR,
            "The plugin %s of the bundle %s is not taken up: %s"
                .formatted(provider.name(), origin.bundle(), problem.get()));
      }
    } catch (RuntimeException | LinkageError e) {
      log.log(
          Level.ERROR, "The plugin " + plugin.getClass().getName() + " cannot tell its routes", e);
    }
  }

  private Optional<String> accept(RouteProvider plugin, Provider provider) {
    synchronized (providers) {
      Optional<String> problem = Names.problem(provider, List.copyOf(providers.values()));
      if (problem.isEmpty()) {
        providers.put(plugin, provider);
      }
      return problem;
    }
  }

  private Succession succession(String name) {
    return successions.computeIfAbsent(
        name, _ -> new Succession(name, table, deadlines, watch, log, patienceNanos));
  }

  /** Lets go of a plugin that was added; returns when it has answered its calls. */
  public void remove(RouteProvider plugin) {
    removePlugin(plugin);
  }

  /**
   * Lets no more calls to a plugin and waits for those that it is answering. Declarative Services
   * call this before the plugin is deactivated, so a plugin need not guard its own end.
   */
  void removePlugin(RouteProvider plugin) {
    Provider provider = providers.remove(plugin);
    if (provider != null) {
      succession(provider.name()).remove(provider, !ending);
    }
    ownGrants.remove(plugin);
  }

  /** The router goes, its plugins stay: their state is theirs. */
  @Deactivate
  public void end() {
    ending = true;
    successions.values().forEach(Succession::close);
    deadlines.close();
  }

  @Override
  public Reply call(Call call) {
    try {
      while (true) {
        RouteTable.Entry entry = table.find(call.route());
        if (entry == null) {
          return Reply.failed(Failures.unknown(call.route()));
        }
        if (call.cancellation().isCancelled()) {
          return Reply.failed(Failure.aborted());
        }
        if (call.deadline().hasPassed()) {
          return Reply.failed(Failures.deadlineExceeded(call.route()));
        }
        Decision decision = decide(call, entry.route());
        if (!(decision instanceof Decision.Allowed allowed)) {
          return refuse(call, entry, decision);
        }
        Reply reply =
            entry instanceof RouteTable.Served served
                ? answer(call.with(new CheckedParams(call.params(), allowed)), served)
                : afterWaiting(call, table.await((RouteTable.Vanished) entry, call));
        if (reply != null) {
          return reply;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reply.failed(Failure.aborted());
    } catch (Throwable e) {
      return defect(call.route(), e);
    }
  }

  /** A plugin in a process of its own has grants of its own; all others have those of the app. */
  private Decision decide(Call call, Route route) {
    return call.caller().kind() == Caller.Kind.PLUGIN
        ? ownGrants.decide(call, route)
        : rules.decide(call.caller(), route, call.params());
  }

  /** What a call is answered that has waited; null if it is to be tried anew. */
  private static @Nullable Reply afterWaiting(Call call, boolean changed) {
    return changed || call.cancellation().isCancelled() || call.deadline().hasPassed()
        ? null
        : Reply.failed(Failures.unavailable(call.route()));
  }

  private Reply refuse(Call call, RouteTable.Entry entry, Decision decision) {
    return switch (decision) {
      case Decision.Refused(var failure, var explanation) -> {
        entry.meter().refused();
        watch.refused(call, entry.route().permission());
        refusals.tell(explanation);
        yield Reply.failed(failure);
      }
      case Decision.Malformed(var failure) -> Reply.failed(failure);
      case Decision.Allowed _ -> throw new IllegalArgumentException("The call is allowed");
    };
  }

  /** Lets the plugin answer; null if it is going, and the call is to be tried anew. */
  private @Nullable Reply answer(Call call, RouteTable.Served served) throws InterruptedException {
    RunningCall running = new RunningCall(call);
    InFlight calls = served.provider().calls();
    if (!calls.enter(running)) {
      return null;
    }
    Recording.CallEvent event = watch.began();
    long began = System.nanoTime();
    @Nullable Reply reply;
    try {
      reply =
          call.deadline() == Deadline.NONE
              ? dispatch(call, served.route())
              : dispatchInTime(running, served.route());
      if (reply instanceof Reply.Stream(var items)) {
        reply =
            new Reply.Stream(StreamRelay.relayed(items, call.route(), served.provider().streams()));
      }
    } catch (NotServingException e) {
      reply = null;
    } catch (InterruptedException e) {
      if (running.stopped() == null) {
        throw e;
      }
      reply = Reply.failed(Failure.aborted());
    } finally {
      calls.exit(running);
    }
    if (reply == null) {
      return afterWaiting(call, table.awaitEnd(served, call));
    }
    Failure stopped = running.stopped();
    if (stopped != null) {
      reply = insteadOf(reply, stopped);
    }
    long took = System.nanoTime() - began;
    served.meter().answered(took, reply instanceof Reply.Failed);
    watch.answered(call, reply, took, event);
    return reply;
  }

  private Reply dispatchInTime(RunningCall running, Route route) throws InterruptedException {
    Call call = running.call;
    Future<?> timer =
        deadlines.after(
            call.deadline().remainingNanos(),
            () -> running.stop(Failures.deadlineExceeded(call.route())));
    try {
      return dispatch(call, route);
    } finally {
      timer.cancel(false);
    }
  }

  /** What is answered where the router stopped a call: nothing good comes after the deadline. */
  private static Reply insteadOf(Reply reply, Failure stopped) {
    boolean late = stopped.code().equals(Failures.DEADLINE_EXCEEDED);
    if (late && reply instanceof Reply.Bytes bytes) {
      bytes.release().run();
    }
    return late || reply instanceof Reply.Failed ? Reply.failed(stopped) : reply;
  }

  private Reply dispatch(Call call, Route route) throws InterruptedException {
    try {
      @Nullable Reply reply = route.handler().handle(call);
      return reply != null
          ? reply
          : defect(route.name(), new IllegalStateException("The handler returned null"));
    } catch (InterruptedException | NotServingException e) {
      throw e;
    } catch (FailureException e) {
      e.explanation().ifPresent(refusals::tell);
      return Reply.failed(e.failure());
    } catch (IOException e) {
      return failed(route, e);
    } catch (UncheckedIOException e) {
      return failed(route, Objects.requireNonNull(e.getCause()));
    } catch (Throwable e) {
      // An error of the machine, such as too little memory, ends this call, not the platform.
      return defect(route.name(), e);
    }
  }

  private Reply failed(Route route, IOException e) {
    return Errno.of(e)
        .map(errno -> Reply.failed(errno.failure()))
        .orElseGet(() -> {
          log.log(Level.WARNING, route.name() + " failed", e);
          return Reply.failed(Errno.EIO.failure());
        });
  }

  private Reply defect(String route, Throwable e) {
    try {
      log.log(Level.ERROR, route + " failed", e);
    } catch (Throwable whileLogging) {
      // Out of memory or stack still: the answer matters more.
      return Reply.failed(Failure.internal(route));
    }
    return Reply.failed(Failure.internal(route));
  }

  @Override
  public String envelope(Call call, Reply reply) {
    try {
      return envelopes.write(call, reply);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return envelopes.write(call, defect(call.route(), e));
    }
  }

  @Override
  public String json(Writable value) {
    return Json.text(value);
  }

  int waitingCalls() {
    return table.waitingCalls();
  }

  @Override
  public List<RouteStatistics> routes() {
    return meters.read(route -> table.find(route) instanceof RouteTable.Served);
  }

  @Override
  public List<FinishedCall> recentCalls() {
    return watch.recentCalls();
  }

  @Override
  public List<Swap> swaps() {
    return watch.swaps();
  }
}

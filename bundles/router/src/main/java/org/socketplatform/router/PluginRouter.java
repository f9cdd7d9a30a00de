package org.socketplatform.router;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.socketplatform.access.AccessRules;
import org.socketplatform.access.Decision;
import org.socketplatform.plugin.Application;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.RouteProvider;
import org.socketplatform.plugin.Router;
import org.socketplatform.plugin.Settings;
import org.socketplatform.plugin.Writable;
import org.socketplatform.router.api.AccessControl;

/**
 * Looks a call's route up, asks the access rules, then lets the plugin answer. Whatever a plugin
 * does, the caller gets a reply.
 */
@Component(service = {Router.class, AccessControl.class})
public final class PluginRouter implements Router, AccessControl {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int LONGEST_NAME = 100;

  private final Application application;
  private volatile AccessRules rules;
  private final Logger log;
  private final Refusals refusals;
  private final long drainNanos;
  private final RouteTable table;
  private final Map<RouteProvider, Provider> providers =
      Collections.synchronizedMap(new IdentityHashMap<>());
  private final Envelopes envelopes = new Envelopes();

  @Activate
  public PluginRouter(@Reference Application application) {
    this(application, System.getLogger("org.socketplatform.router"), PATIENCE);
  }

  PluginRouter(Application application, Logger log, Duration patience) {
    this.application = application;
    this.rules = rules(application.settings());
    this.log = log;
    this.refusals = new Refusals(log);
    this.drainNanos = patience.toNanos();
    this.table = new RouteTable(patience.toNanos());
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
  void addPlugin(RouteProvider plugin, Map<String, Object> properties) {
    try {
      Provider provider = new Provider(plugin, serviceId(properties));
      providers.put(plugin, provider);
      table.add(provider);
    } catch (RuntimeException | LinkageError e) {
      log.log(
          Level.ERROR, "The plugin " + plugin.getClass().getName() + " cannot tell its routes", e);
    }
  }

  private static long serviceId(Map<String, Object> properties) {
    return properties.get("service.id") instanceof Long id ? id : 0;
  }

  /**
   * Lets no more calls to a plugin and waits for those that it is answering. Declarative Services
   * call this before the plugin is deactivated, so a plugin need not guard its own end.
   */
  void removePlugin(RouteProvider plugin) {
    Provider provider = providers.remove(plugin);
    if (provider == null) {
      return;
    }
    table.remove(provider);
    if (!provider.drain(drainNanos)) {
      log.log(
          Level.WARNING, "The plugin " + provider.name() + " goes while it still answers calls");
    }
  }

  @Override
  public Reply call(Call call) {
    try {
      while (true) {
        RouteTable.Entry entry = table.find(call.route());
        if (entry == null) {
          return Reply.failed(unknown(call.route()));
        }
        RouteTable.Served served = null;
        if (entry instanceof RouteTable.Served found) {
          served = found;
        } else if (entry instanceof RouteTable.Vanished vanished) {
          Decision decision = rules.decide(call.caller(), vanished.route(), call.params());
          if (!(decision instanceof Decision.Allowed)) {
            return refuse(decision);
          }
          served = table.await(vanished, call.cancellation());
        }
        if (call.cancellation().isCancelled()) {
          return Reply.failed(Failure.aborted());
        }
        if (served == null) {
          return Reply.failed(unavailable(call.route()));
        }
        if (served.provider().enter()) {
          try {
            return authorise(call, served.route());
          } finally {
            served.provider().exit();
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reply.failed(Failure.aborted());
    } catch (Throwable e) {
      return defect(call.route(), e);
    }
  }

  private Reply authorise(Call call, Route route) throws InterruptedException {
    Decision decision = rules.decide(call.caller(), route, call.params());
    if (decision instanceof Decision.Allowed allowed) {
      return dispatch(call.with(new CheckedParams(call.params(), allowed)), route);
    }
    return refuse(decision);
  }

  private Reply refuse(Decision decision) {
    return switch (decision) {
      case Decision.Refused(var failure, var explanation) -> {
        refusals.tell(explanation);
        yield Reply.failed(failure);
      }
      case Decision.Malformed(var failure) -> Reply.failed(failure);
      case Decision.Allowed _ -> throw new IllegalArgumentException("The call is allowed");
    };
  }

  private Reply dispatch(Call call, Route route) throws InterruptedException {
    try {
      @Nullable Reply reply = route.handler().handle(call);
      return reply != null
          ? reply
          : defect(route.name(), new IllegalStateException("The handler returned null"));
    } catch (InterruptedException e) {
      throw e;
    } catch (FailureException e) {
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

  private static Failure unknown(String route) {
    String name = route.length() <= LONGEST_NAME ? route : route.substring(0, LONGEST_NAME) + "...";
    return Failure.notFound("No plugin serves the command " + name);
  }

  private static Failure unavailable(String route) {
    return new Failure(
        "InvalidStateError",
        "PLUGIN_UNAVAILABLE",
        "The plugin that serves " + route + " is not there; try again",
        true,
        Map.of());
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
    return envelopes.json(value);
  }

  int waitingCalls() {
    return table.waitingCalls();
  }
}

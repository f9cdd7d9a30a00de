package org.socketplatform.webview;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Writable;
import org.socketplatform.webview.Registration.Address;
import org.socketplatform.webview.shell.PageRequest;

/**
 * Lets scripts of the app answer requests of its pages. The scripts run in a document of their own,
 * which nobody sees and which is opened when the first one is registered. It reads one feed of what
 * is to be done, and answers by calls. When it goes, what it was answering is answered without it,
 * and another one takes its place. Safe for use by many threads.
 */
final class ScriptHost {
  private static final System.Logger LOG = System.getLogger("webview");
  private static final Duration START = Duration.ofSeconds(30);
  private static final String GONE = "The service worker ended before it had answered";

  private final Registrations registrations;
  private final Duration limit;
  private final Executor threads;
  private final Runnable open;
  private final HostFeed feed = new HostFeed(this::opened, this::closed);
  private final Map<String, Exchange> exchanges = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();

  /**
   * A host without a document.
   *
   * @param limit how long a script may take until it begins to answer
   * @param threads for what may block
   * @param open opens the document, unless it is open; returns at once
   */
  ScriptHost(Registrations registrations, Duration limit, Executor threads, Runnable open) {
    this.registrations = registrations;
    this.limit = limit;
    this.threads = threads;
    this.open = open;
  }

  /** What the document is told. */
  Flow.Publisher<Writable> feed() {
    return feed;
  }

  /** The script that answers requests of this address, if there is one. UI thread too. */
  Optional<Registration> covering(String uri) {
    return registrations.covering(uri);
  }

  /** Lets a script answer; returns at once. */
  void handle(
      Registration registration,
      PageRequest request,
      Exchange.Received received,
      Map<String, String> commonHeaders,
      Exchange.Otherwise otherwise) {
    String id = Long.toString(ids.incrementAndGet());
    Exchange exchange = new Exchange(id, registration, request, received, commonHeaders, otherwise);
    if (!registration.isAwaited()) {
      threads.execute(exchange::pass);
      return;
    }
    exchanges.put(id, exchange);
    if (!registration.active().isDone()) {
      open.run();
    }
    exchange.limit(limit, threads, () -> late(exchange));
    var _ =
        registration
            .active()
            .whenCompleteAsync(
                (_, failure) -> {
                  if (failure != null || !feed.send(event("fetch", exchange))) {
                    forget(exchange).giveUp(failure == null ? GONE : messageOf(failure));
                  }
                },
                threads);
  }

  private static Map<String, Object> event(String type, Exchange exchange) {
    return Map.of("type", type, "id", exchange.registration().id(), "fetch", exchange.describe());
  }

  private void late(Exchange exchange) {
    LOG.log(
        Level.WARNING,
        "The service worker {0} did not answer for {1} within {2} ms; what is there without it is"
            + " served",
        exchange.registration().address().script(),
        exchange.uri(),
        limit.toMillis());
    forget(exchange);
    feed.send(Map.of("type", "late", "id", exchange.registration().id()));
  }

  /**
   * A request that is being answered.
   *
   * @throws FailureException aborted, if it was answered otherwise
   */
  Exchange exchange(String id) {
    Exchange exchange = exchanges.get(id);
    if (exchange == null) {
      throw new FailureException(Failure.aborted());
    }
    return exchange;
  }

  /** The request needs the script no more. */
  Exchange forget(Exchange exchange) {
    exchanges.remove(exchange.id(), exchange);
    exchange.close();
    return exchange;
  }

  /** The scripts that answer requests. */
  List<Registration> all() {
    return registrations.all();
  }

  /** The one with this id. */
  Optional<Registration> find(String id) {
    return registrations.find(id);
  }

  /**
   * Registers a script and waits until it has run once. Where there is one with the same script, it
   * is looked at again whether that has changed.
   *
   * @throws FailureException why the script does not start
   */
  Registration register(Address address) throws InterruptedException {
    Registration registration = add(address);
    try {
      return registration.begun().get(START.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      registrations.remove(registration.id());
      throw e.getCause() instanceof FailureException known
          ? known
          : new FailureException(Failure.internal("serviceworker.register"));
    } catch (TimeoutException e) {
      unregister(registration.id());
      throw new FailureException(
          new Failure(
              "TimeoutError",
              "SERVICE_WORKER_FAILED",
              "The service worker %s did not start within %d s"
                  .formatted(address.script(), START.toSeconds())));
    }
  }

  /** Registers a script without waiting for it. */
  Registration add(Address address) {
    Registration registration;
    synchronized (this) {
      Optional<Registration> known = registrations.at(address.scheme(), address.scope());
      if (known.isPresent() && known.get().isFor(address)) {
        if (known.get().wasActive()) {
          update(known.get().id());
        }
        return known.get();
      }
      known.ifPresent(other -> unregister(other.id()));
      if (registrations.all().size() >= Registrations.MAX) {
        throw new FailureException(
            new Failure(
                "OperationError",
                "TOO_MANY_SERVICE_WORKERS",
                "An app may have " + Registrations.MAX + " service workers: unregister some"));
      }
      registration = registrations.add(address);
    }
    if (!feed.send(register(registration))) {
      open.run();
    }
    return registration;
  }

  private static Map<String, Object> register(Registration registration) {
    return Map.of(
        "type", "register",
        "id", registration.id(),
        "registration", registration.describe(),
        "restart", registration.wasActive());
  }

  /** Removes a script; false if there is no such. */
  boolean unregister(String id) {
    boolean known = registrations.remove(id).isPresent();
    if (known) {
      feed.send(Map.of("type", "unregister", "id", id));
    }
    return known;
  }

  /** Lets the document look whether the script has changed. */
  void update(String id) {
    feed.send(Map.of("type", "update", "id", id));
  }

  /** Lets the version that waits take over. */
  void skipWaiting(String id) {
    feed.send(Map.of("type", "skipWaiting", "id", id));
  }

  private void opened() {
    registrations.all().forEach(registration -> feed.send(register(registration)));
  }

  private void closed() {
    registrations.all().forEach(Registration::restart);
    List<Exchange> left = List.copyOf(exchanges.values());
    threads.execute(() -> left.forEach(exchange -> forget(exchange).giveUp(GONE)));
  }

  /** There will be no document any more. */
  void end(String reason) {
    Failure failure = new Failure("OperationError", "SERVICE_WORKER_FAILED", reason);
    for (Registration registration : registrations.all()) {
      registrations.remove(registration.id());
      registration.fail(failure);
    }
  }

  private static String messageOf(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return String.valueOf(cause.getMessage());
  }
}

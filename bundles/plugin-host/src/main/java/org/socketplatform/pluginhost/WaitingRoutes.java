package org.socketplatform.pluginhost;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.socketplatform.plugin.Call;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.NotServingException;
import org.socketplatform.plugin.Reply;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.RouteProvider;
import org.socketplatform.pluginprotocol.Limits;

/**
 * The routes of a plugin whose process is starting, as its manifest tells them. Calls that are
 * allowed wait here, for as long and as many as would wait for a plugin that is replaced.
 */
final class WaitingRoutes implements RouteProvider {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String plugin;
  private final List<Route> routes;
  private final CompletableFuture<Boolean> end = new CompletableFuture<>();
  private final AtomicInteger waiting = new AtomicInteger();

  WaitingRoutes(String plugin, Manifest manifest) {
    this.plugin = plugin;
    this.routes =
        manifest.routes().stream()
            .map(route -> new Route(route.name(), route.permission(), route.scopes(), this::await))
            .toList();
  }

  @Override
  public String name() {
    return plugin;
  }

  @Override
  public List<Route> routes() {
    return routes;
  }

  /**
   * Nobody has to wait any more.
   *
   * @param serves true if others serve the routes now
   */
  void end(boolean serves) {
    end.complete(serves);
  }

  private Reply await(Call call) throws InterruptedException {
    if (waiting.incrementAndGet() > Limits.CALLS) {
      waiting.decrementAndGet();
      return Reply.failed(Failures.unavailable(plugin));
    }
    try {
      CompletableFuture<Boolean> mine = end.copy();
      call.cancellation().onCancel(() -> mine.cancel(false));
      long nanos = Math.min(PATIENCE.toNanos(), call.deadline().remainingNanos());
      if (mine.get(nanos, TimeUnit.NANOSECONDS)) {
        throw new NotServingException(plugin); // the router asks those who serve now
      }
      return Reply.failed(Failures.unavailable(plugin));
    } catch (TimeoutException e) {
      return Reply.failed(Failures.unavailable(plugin));
    } catch (CancellationException e) {
      return Reply.failed(Failure.aborted());
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      waiting.decrementAndGet();
    }
  }
}

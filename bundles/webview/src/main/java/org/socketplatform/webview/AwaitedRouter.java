package org.socketplatform.webview;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.socketplatform.plugin.Router;

/**
 * The router, which may come after the first window: the engine needs its own time to start, so the
 * window does not wait for the router, only its first call does. It may also be replaced.
 */
final class AwaitedRouter {
  private static final long PATIENCE_SECONDS = 10;

  private volatile CompletableFuture<Router> current = new CompletableFuture<>();

  void set(Router router) {
    if (!current.complete(router)) {
      current = CompletableFuture.completedFuture(router);
    }
  }

  void unset(Router router) {
    if (router.equals(current.getNow(null))) {
      current = new CompletableFuture<>();
    }
  }

  /** Waits for the router; not for the UI thread. */
  Router get() {
    try {
      return current.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("The router did not start", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for the router", e);
    }
  }
}

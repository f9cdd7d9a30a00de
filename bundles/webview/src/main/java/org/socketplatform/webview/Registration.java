package org.socketplatform.webview;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;

/**
 * One service worker as the platform knows it: whose requests it answers, and how far its versions
 * have come. What runs in it is the affair of the script host. Safe for use by many threads.
 */
final class Registration {
  private final String id;
  private final String origin;
  private final Address address;

  // All guarded by this.
  private final Map<Long, String> versions = new TreeMap<>();
  private CompletableFuture<Registration> begun = new CompletableFuture<>();
  private CompletableFuture<Registration> active = new CompletableFuture<>();
  private boolean wasActive;

  /**
   * What is registered.
   *
   * @param scheme of the requests; {@code socket} for those of the app's own address
   * @param scope beginning of their paths
   * @param script path of the script in the app
   * @param type {@code module}, {@code classic}, or empty: what the script looks like
   */
  record Address(String scheme, String scope, String script, String type) {
    static final String OWN_SCHEME = "socket";

    boolean isOwn() {
      return scheme.equals(OWN_SCHEME);
    }
  }

  Registration(String id, String origin, Address address) {
    this.id = id;
    this.origin = origin;
    this.address = address;
  }

  String id() {
    return id;
  }

  Address address() {
    return address;
  }

  /** True if requests of this path are its to answer. */
  boolean covers(String scheme, String path) {
    return address.scheme().equals(scheme) && path.startsWith(address.scope());
  }

  /**
   * True if requests wait until it is active. Before it ever was, those of the app's own address go
   * on as if there were none.
   */
  synchronized boolean isAwaited() {
    return wasActive || !address.isOwn();
  }

  synchronized boolean wasActive() {
    return wasActive;
  }

  /** Done when its script has run; failed if the script cannot. */
  synchronized CompletableFuture<Registration> begun() {
    return begun;
  }

  /** Done while it can answer. */
  synchronized CompletableFuture<Registration> active() {
    return active;
  }

  /** A version has come to another state. */
  void update(long version, String state, String error) {
    CompletableFuture<Registration> reached;
    synchronized (this) {
      if (state.equals("redundant")) {
        versions.remove(version);
      } else {
        versions.put(version, state);
      }
      wasActive |= state.startsWith("activat");
      reached = state.equals("activated") ? active : begun;
      if (state.equals("redundant") && versions.isEmpty()) {
        fail(failure(error));
        return;
      }
    }
    if (!state.equals("redundant")) {
      reached.complete(this);
    }
  }

  private Failure failure(String error) {
    return new Failure(
        "TypeError",
        "SERVICE_WORKER_FAILED",
        "The service worker " + address.script() + " does not start: " + error);
  }

  /** It will not answer any more. */
  synchronized void fail(Failure failure) {
    versions.clear();
    FailureException reason = new FailureException(failure);
    begun.completeExceptionally(reason);
    active.completeExceptionally(reason);
  }

  /** True if it is registered for this, and has not failed. */
  synchronized boolean isFor(Address other) {
    return address.equals(other)
        && !begun.isCompletedExceptionally()
        && !active.isCompletedExceptionally();
  }

  /** What ran it is gone: it begins anew. */
  synchronized void restart() {
    versions.clear();
    if (begun.isDone()) {
      begun = new CompletableFuture<>();
    }
    if (active.isDone()) {
      active = new CompletableFuture<>();
    }
  }

  /** As pages see it. */
  synchronized Map<String, Object> describe() {
    List<Map<String, Object>> workers =
        versions.entrySet().stream()
            .map(entry ->
                Map.<String, Object>of("version", entry.getKey(), "state", entry.getValue()))
            .toList();
    String base = address.isOwn() ? origin : address.scheme() + "://";
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("id", id);
    all.put("scheme", address.scheme());
    all.put("scope", base + address.scope());
    all.put("scriptURL", origin + address.script());
    all.put("origin", origin);
    all.put("type", address.type());
    all.put("state", workers.isEmpty() ? "registered" : workers.getFirst().get("state"));
    all.put("priority", "high");
    all.put("serializedWorkerArgs", "");
    all.put("workers", workers);
    return all;
  }
}

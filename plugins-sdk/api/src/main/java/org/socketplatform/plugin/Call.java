package org.socketplatform.plugin;

import java.nio.file.Path;
import java.util.Map;

/**
 * One call on its way to a plugin: the same whether a page, a worker, a backend or a test made it.
 *
 * @param route name of the route in lower case, such as {@code fs.stat}
 * @param params what stands behind the {@code ?}
 * @param body the bytes that came along
 * @param caller who calls
 * @param cancellation tells that the answer is not wanted any more
 * @param paths the path parameters that the route declares as scopes, resolved and checked by the
 *     router; empty before the router has seen the call
 */
public record Call(
    String route,
    Params params,
    Body body,
    Caller caller,
    Cancellation cancellation,
    Map<String, Path> paths) {
  /** A call that the router has not seen yet. */
  public Call(String route, Params params, Body body, Caller caller, Cancellation cancellation) {
    this(route, params, body, caller, cancellation, Map.of());
  }

  /** The same call with its scopes checked; used by the router. */
  public Call withPaths(Map<String, Path> checked) {
    return new Call(route, params, body, caller, cancellation, checked);
  }

  /**
   * A path parameter that the route declares as a scope: absolute, and allowed for this caller.
   *
   * @throws IllegalStateException if the route does not declare it
   */
  public Path path(String param) {
    Path path = paths.get(param);
    if (path == null) {
      throw new IllegalStateException(route + " declares no path scope '" + param + "'");
    }
    return path;
  }
}

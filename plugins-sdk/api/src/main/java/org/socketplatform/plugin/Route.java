package org.socketplatform.plugin;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One command of a plugin.
 *
 * @param name segments joined by dots, in lower case, such as {@code fs.readfile}; callers may
 *     write it in any case
 * @param permission what a caller needs: {@code plugin:permission}, such as {@code fs:read}
 * @param scopes the parameters whose values the router checks against the grant
 * @param handler answers the calls
 */
public record Route(String name, String permission, List<Scope> scopes, Handler handler) {
  /** The permission that every page of the app itself has. */
  public static final String BASIC = "platform:basic";

  /**
   * The permission that the windows of the platform's own tools have, such as the inspector, and
   * that no app can be granted.
   */
  public static final String TOOL = "platform:tool";

  private static final Pattern NAME = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)*");
  private static final Pattern PERMISSION = Pattern.compile("[a-z0-9_-]+:[a-z0-9_-]+");

  public Route {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("Not a route name in lower case: " + name);
    }
    if (!PERMISSION.matcher(permission).matches()) {
      throw new IllegalArgumentException("Not a permission: " + permission);
    }
    scopes = List.copyOf(scopes);
  }

  /** A route without scopes. */
  public static Route of(String name, String permission, Handler handler) {
    return new Route(name, permission, List.of(), handler);
  }

  /** A route whose named parameter is a path that must lie within the grant of the permission. */
  public static Route ofPath(String name, String permission, String param, Handler handler) {
    return new Route(name, permission, List.of(new Scope.Place(param, permission, true)), handler);
  }

  /**
   * Like {@link #ofPath}, for a route that acts on the directory entry itself, even if it is a
   * symbolic link.
   */
  public static Route ofLink(String name, String permission, String param, Handler handler) {
    return new Route(name, permission, List.of(new Scope.Place(param, permission, false)), handler);
  }

  /** Answers the calls of a route, on any thread and many at a time. It may block. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Answers one call.
     *
     * @throws FailureException to answer with that failure
     * @throws Exception answered as an internal error and logged
     */
    Reply handle(Call call) throws Exception;
  }
}

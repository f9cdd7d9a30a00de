package org.socketplatform.access;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.Scope;
import org.socketplatform.plugin.ScopedPath;
import org.socketplatform.plugin.Settings;

/**
 * Decides whether a call may go on. Safe for use by many threads.
 *
 * <p>Guarantees, for an app with a {@code [capabilities]} section: what is not granted is refused;
 * {@code deny[]} and {@code false} win over every grant; a path is granted only if the place where
 * it stands is granted and, unless the route acts on links themselves, the place where it leads,
 * all links followed; that place is what the handler gets. For every app: documents of another
 * origin than the app's, or of none, get nothing.
 *
 * <p>Not guaranteed: that a link made between this decision and the use of the path is noticed.
 */
public final class AccessRules {
  static final String SECTION = "capabilities";

  private static final Grant NOTHING = new Grant();

  private final String origin;
  private final boolean restricted;
  private final Locations locations;
  private final Map<String, Grant> grants;
  private final List<String> warnings;
  private final Map<String, Permission> permissions = new ConcurrentHashMap<>();

  /** A permission taken apart, with what is granted of it to calls that name no path. */
  private record Permission(String plugin, String name, boolean granted) {}

  private AccessRules(
      String origin,
      boolean restricted,
      Locations locations,
      Map<String, Grant> grants,
      List<String> warnings) {
    this.origin = origin;
    this.restricted = restricted;
    this.locations = locations;
    this.grants = Map.copyOf(grants);
    this.warnings = List.copyOf(warnings);
  }

  /**
   * The rules of an app.
   *
   * @param settings what {@code socket.ini} says
   * @param origin of the app's own documents, such as {@code socket://com.example.app}
   * @param paths well-known folders, as in {@link org.socketplatform.plugin.Application#paths()}
   */
  public static AccessRules of(Settings settings, String origin, Map<String, Path> paths) {
    Locations locations = new Locations(paths);
    List<String> warnings = new ArrayList<>();
    Map<String, Grant> grants = new GrantReader(settings, locations, warnings).read();
    return new AccessRules(origin, settings.hasSection(SECTION), locations, grants, warnings);
  }

  /** What is wrong with the app's rules, for its developer. */
  public List<String> warnings() {
    return warnings;
  }

  /** Decides about one call. */
  public Decision decide(Caller caller, Route route, Params params) {
    if (caller.kind() == Caller.Kind.PAGE && !caller.origin().equals(origin)) {
      return new Decision.Refused(
          notGranted(route.permission()),
          route.name()
              + " was called by a document of "
              + Text.shown(caller.origin().isEmpty() ? "no origin" : caller.origin())
              + "; only documents of "
              + origin
              + " may call");
    }
    boolean checked = restricted && caller.kind() != Caller.Kind.PLATFORM;
    if (checked && !isGranted(route)) {
      return missing(route);
    }
    if (route.scopes().isEmpty()) {
      return Decision.Allowed.WITHOUT_SCOPES;
    }
    return decidePaths(route, params, checked);
  }

  /** A route whose own permission also guards one of its paths is decided by the path. */
  private boolean isGranted(Route route) {
    return route.permission().equals(Route.BASIC)
        || permission(route.permission()).granted()
        || route.scopes().stream().anyMatch(s -> s.permission().equals(route.permission()));
  }

  private Permission permission(String text) {
    return permissions.computeIfAbsent(text, this::newPermission);
  }

  private Permission newPermission(String text) {
    int colon = text.indexOf(':');
    String plugin = text.substring(0, colon);
    String name = text.substring(colon + 1);
    return new Permission(plugin, name, grants.getOrDefault(plugin, NOTHING).allows(name));
  }

  private Decision decidePaths(Route route, Params params, boolean checked) {
    Map<String, ScopedPath> paths = new LinkedHashMap<>();
    for (Scope declared : route.scopes()) {
      if (!(declared instanceof Scope.Place scope)) {
        throw new UnsupportedOperationException("There are no scopes of hosts and programs yet");
      }
      String name = scope.param();
      Optional<String> value = params.text(name);
      if (value.isEmpty()) {
        return malformed("Expecting '" + name + "' in parameters");
      }
      Path path;
      try {
        path = locations.parse(value.get());
      } catch (IllegalArgumentException e) {
        return malformed(
            "Invalid '" + name + "' given in parameters: " + Text.shown(e.getMessage()));
      }
      Path normal = path.normalize();
      Path entry;
      Path target;
      try {
        entry = RealPaths.entry(normal);
        target = scope.follow() ? RealPaths.follow(normal) : entry;
      } catch (IOException e) {
        return new Decision.Refused(
            notGranted(scope.permission()),
            route.name() + ": where the path leads cannot be told: " + Text.shown(e.toString()));
      }
      if (checked) {
        List<Path> places = entry.equals(target) ? List.of(target) : List.of(target, entry);
        Optional<Decision> refusal = refusal(route, scope, places, normal);
        if (refusal.isPresent()) {
          return refusal.get();
        }
      }
      paths.put(name, new CheckedPath(target));
    }
    return new Decision.Allowed(paths, Map.of(), Map.of());
  }

  private Optional<Decision> refusal(
      Route route, Scope.Place scope, List<Path> places, Path asked) {
    Permission permission = permission(scope.permission());
    Grant grant = grants.getOrDefault(permission.plugin(), NOTHING);
    for (Path place : places) {
      if (!grant.allows(permission.name(), place)) {
        return Optional.of(missing(route, scope, permission, place));
      }
    }
    return grant
        .denial(asked)
        .or(() -> places.stream().flatMap(place -> grant.denial(place).stream()).findFirst())
        .map(line -> denied(route, scope, permission, asked, line));
  }

  private Decision missing(Route route) {
    Permission permission = permission(route.permission());
    return new Decision.Refused(
        notGranted(route.permission()),
        route.name()
            + " needs the permission "
            + route.permission()
            + ". To grant it, write in socket.ini under [capabilities."
            + permission.plugin()
            + "]: "
            + permission.name()
            + " = true");
  }

  private Decision missing(Route route, Scope.Place scope, Permission permission, Path place) {
    return new Decision.Refused(
        notGranted(scope.permission()),
        route.name()
            + " needs the permission "
            + scope.permission()
            + " for "
            + Text.shown(place.toString())
            + ". To grant it, write in socket.ini under [capabilities."
            + permission.plugin()
            + "]: "
            + permission.name()
            + "[] = \""
            + locations.written(place)
            + "\"");
  }

  private static Decision denied(
      Route route, Scope.Place scope, Permission permission, Path asked, String line) {
    return new Decision.Refused(
        notGranted(scope.permission()),
        route.name()
            + " may not use "
            + Text.shown(asked.toString())
            + ". To grant it, remove from socket.ini under [capabilities."
            + permission.plugin()
            + "]: deny[] = \""
            + line
            + "\"");
  }

  private static Failure notGranted(String permission) {
    return Failure.notAllowed("The permission " + permission + " is not granted");
  }

  private static Decision malformed(String message) {
    return new Decision.Malformed(Failure.badRequest(message));
  }
}

package org.socketplatform.access;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Caller;
import org.socketplatform.plugin.CommandLine;
import org.socketplatform.plugin.Errno;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.HostAndPort;
import org.socketplatform.plugin.Params;
import org.socketplatform.plugin.Route;
import org.socketplatform.plugin.Scope;
import org.socketplatform.plugin.ScopedPath;
import org.socketplatform.plugin.Settings;

/**
 * Decides whether a call may go on. Immutable, and safe for use by many threads: to change what is
 * granted, put other rules in the place of these.
 *
 * <p>Guarantees, for an app with a {@code [capabilities]} section: what is not granted is refused;
 * {@code deny[]} and {@code false} win over every grant; a path is granted only if the place where
 * it stands is granted and, unless the route acts on links themselves, the place where it leads,
 * all links followed; that place is what the handler gets, and what it does there is done there,
 * whatever links are made meanwhile. A host is granted in its one spelling; a program by where its
 * links lead, with its arguments. For every app: documents of another origin than the app's, or of
 * none, get nothing; the windows of the platform's own tools get what they need, and no app gets
 * that.
 *
 * <p>Not guaranteed: that the name of a granted host leads to a certain address, or that a granted
 * program is not replaced.
 */
public final class AccessRules {
  static final String SECTION = "capabilities";

  private static final int NO_WINDOW = -1;

  /** What stands before the name of a backend in the origin of its calls. */
  private static final String BACKEND_ORIGIN = "backend:";

  /** The kinds of patterns of our own plugins, so that what is wrong with them is told at once. */
  private static final Map<String, Kind> KINDS =
      Map.of(
          "fs", Kind.PATH,
          "dns", Kind.HOST,
          "net", Kind.HOST,
          "udp", Kind.HOST,
          "process", Kind.PROGRAM);

  private final String origin;
  private final boolean restricted;
  private final Locations locations;
  private final Programs programs;
  private final OriginalPermissions original;
  private final List<Grant> grants;
  private final List<String> warnings;
  private final Permissions common;
  private final Map<Integer, Permissions> windows;
  private final Map<String, Permissions> backends;
  private final boolean configured;

  private enum Kind {
    PATH,
    HOST,
    PROGRAM
  }

  private AccessRules(
      Settings settings, String origin, Map<String, Path> paths, String searchPath) {
    this.origin = origin;
    this.restricted = settings.hasSection(SECTION);
    this.configured = !settings.keys().isEmpty();
    this.locations = new Locations(paths);
    this.programs = new Programs(locations, searchPath);
    this.original = new OriginalPermissions(settings);
    List<String> wrong = new ArrayList<>();
    this.grants = List.copyOf(new GrantReader(settings, wrong).read());
    this.common = new Permissions(GrantReader.ofWindow(grants, NO_WINDOW));
    Map<Integer, Permissions> special = new HashMap<>();
    for (int window : GrantReader.windows(grants)) {
      special.put(window, new Permissions(GrantReader.ofWindow(grants, window)));
    }
    this.windows = Map.copyOf(special);
    Map<String, Permissions> ofBackends = new HashMap<>();
    for (String backend : GrantReader.backends(grants)) {
      ofBackends.put(
          backend, new Permissions(placeOf(backend), GrantReader.ofBackend(grants, backend)));
    }
    this.backends = Map.copyOf(ofBackends);
    wrong.addAll(problems());
    this.warnings = List.copyOf(wrong);
  }

  /** What is granted in a window. */
  private final class Permissions {
    private final String place;
    private final Map<String, PluginGrants> plugins;
    private final Map<String, Permission> byText = new ConcurrentHashMap<>();

    Permissions(Map<String, PluginGrants> plugins) {
      this("", plugins);
    }

    /** Those of sections whose names begin with {@code place}. */
    Permissions(String place, Map<String, PluginGrants> plugins) {
      this.place = place;
      this.plugins = plugins;
    }

    Permission get(String text) {
      @Nullable Permission known = byText.get(text);
      return known != null ? known : byText.computeIfAbsent(text, this::make);
    }

    private Permission make(String text) {
      int colon = text.indexOf(':');
      String plugin = text.substring(0, colon);
      return new Permission(
          place,
          plugin,
          text.substring(colon + 1),
          plugins.getOrDefault(plugin, PluginGrants.NOTHING),
          locations,
          programs);
    }
  }

  /**
   * The rules of an app.
   *
   * @param settings what {@code socket.ini} says
   * @param origin of the app's own documents, such as {@code socket://com.example.app}
   * @param paths well-known folders, as in {@link org.socketplatform.plugin.Application#paths()}
   * @param searchPath where programs are, as in the environment variable {@code PATH}
   */
  public static AccessRules of(
      Settings settings, String origin, Map<String, Path> paths, String searchPath) {
    return new AccessRules(settings, origin, paths, searchPath);
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>();
    for (Grant grant : grants) {
      @Nullable Kind kind = KINDS.get(grant.plugin());
      if (kind != null && grant.isPattern()) {
        Permissions permissions =
            grant.backend().isEmpty()
                ? windows.getOrDefault(grant.window().orElse(NO_WINDOW), common)
                : Objects.requireNonNull(backends.get(grant.backend()));
        // Denials belong to every permission, also to one without a name.
        String name = grant.permission().equals(Grant.DENY) ? "" : grant.permission();
        Permission permission = permissions.get(grant.plugin() + ":" + name);
        for (String problem : lines(permission, kind).problems()) {
          if (!problems.contains(problem)) {
            problems.add(problem);
          }
        }
      }
    }
    return problems;
  }

  private static Lines<?> lines(Permission permission, Kind kind) {
    return switch (kind) {
      case PATH -> permission.paths();
      case HOST -> permission.hosts();
      case PROGRAM -> permission.commands();
    };
  }

  /** What is wrong with the app's rules, for its developer. */
  public List<String> warnings() {
    return warnings;
  }

  /** True if what is not granted is refused. */
  public boolean isRestricted() {
    return restricted;
  }

  /** What to do to be safer, for the developer of an app that is allowed everything. */
  public Optional<String> advice() {
    return restricted || !configured
        ? Optional.empty()
        : Optional.of(
            "the app has no [capabilities], so its pages may do whatever its user may. Add the"
                + " section, and what is not granted below it is refused");
  }

  /** All that {@code socket.ini} grants and denies, in its order. */
  public List<Grant> grants() {
    return grants;
  }

  /** Decides about one call. */
  public Decision decide(Caller caller, Route route, Params params) {
    return decide(caller, route, params, AccessRules::untold);
  }

  /** Tells the developer what {@link #decide} would say, and why. */
  public Explanation explain(Caller caller, Route route, Params params) {
    List<Grant> because = new ArrayList<>();
    Decision decision =
        decide(
            caller,
            route,
            params,
            grant -> {
              if (!because.contains(grant)) {
                because.add(grant);
              }
            });
    if (decision instanceof Decision.Refused refused) {
      return new Explanation(
          false, refused.explanation(), because.stream().filter(Grant::isDenial).toList());
    }
    if (decision instanceof Decision.Malformed malformed) {
      return new Explanation(false, malformed.failure().message(), List.of());
    }
    return new Explanation(true, reason(route, caller, because), because);
  }

  private String reason(Route route, Caller caller, List<Grant> because) {
    String allowed = route.name() + " is allowed";
    if (caller.kind() == Caller.Kind.PLATFORM) {
      return allowed + ": the platform itself may do everything";
    }
    if (!restricted) {
      return allowed + ": the app has no [capabilities], so it may do everything";
    }
    if (because.isEmpty()) {
      return allowed + ": every page of the app may call it";
    }
    return because.stream().map(Grant::toString).collect(joining(", ", allowed + " by ", ""));
  }

  private Decision decide(Caller caller, Route route, Params params, Consumer<Grant> because) {
    if (caller.kind() == Caller.Kind.PLATFORM) {
      return route.scopes().isEmpty()
          ? Decision.Allowed.WITHOUT_SCOPES
          : new Scopes(route, params, null, because).decide();
    }
    if (caller.kind() == Caller.Kind.PAGE && !caller.origin().equals(origin)) {
      return foreign(caller, route);
    }
    Decision.@Nullable Refused refused = original.refusal(route.name());
    if (refused != null) {
      return refused;
    }
    if (caller.isTool() || route.permission().equals(Route.TOOL)) {
      return forTools(caller, route);
    }
    @Nullable Permissions granted = !restricted ? null : granted(caller);
    if (granted != null && !isGranted(caller, route, granted, because)) {
      return missing(route, granted.get(route.permission()), because);
    }
    return route.scopes().isEmpty()
        ? Decision.Allowed.WITHOUT_SCOPES
        : new Scopes(route, params, granted, because).decide();
  }

  private static String placeOf(String backend) {
    return GrantReader.BACKEND + "." + backend + ".";
  }

  /** A backend has what it was granted by its name, and nothing of what pages have. */
  private Permissions granted(Caller caller) {
    if (caller.kind() == Caller.Kind.BACKEND) {
      String name =
          caller.origin().startsWith(BACKEND_ORIGIN)
              ? caller.origin().substring(BACKEND_ORIGIN.length()).toLowerCase(Locale.ROOT)
              : "";
      @Nullable Permissions own = backends.get(name);
      return own != null ? own : new Permissions(placeOf(name), Map.of());
    }
    return windows.isEmpty() ? common : windows.getOrDefault(caller.window(), common);
  }

  private Decision.Refused foreign(Caller caller, Route route) {
    return new Decision.Refused(
        notGranted(route.permission()),
        route.name()
            + " was called by a document of "
            + Text.shown(caller.origin().isEmpty() ? "no origin" : caller.origin())
            + "; only documents of "
            + origin
            + " may call");
  }

  /** What an app is granted is not its tools', and what they have is no app's. */
  private static Decision forTools(Caller caller, Route route) {
    if (caller.isTool()
        && (route.permission().equals(Route.TOOL) || route.permission().equals(Route.BASIC))) {
      return Decision.Allowed.WITHOUT_SCOPES;
    }
    return new Decision.Refused(
        notGranted(route.permission()),
        route.name()
            + " needs the permission "
            + route.permission()
            + (caller.isTool()
                ? ", which the windows of the platform's own tools do not have"
                : ", which only the windows of the platform's own tools have; socket.ini cannot grant"
                    + " it"));
  }

  /**
   * A route whose own permission also guards one of its parameters is decided by that. What every
   * page has, such as ending the app, a plugin in a process of its own does not.
   */
  private static boolean isGranted(
      Caller caller, Route route, Permissions granted, Consumer<Grant> because) {
    if (route.permission().equals(Route.BASIC) && caller.kind() != Caller.Kind.PLUGIN) {
      return true;
    }
    for (Scope scope : route.scopes()) {
      if (scope.permission().equals(route.permission())) {
        return true;
      }
    }
    @Nullable Grant permit = granted.get(route.permission()).permit();
    if (permit == null) {
      return false;
    }
    because.accept(permit);
    return true;
  }

  private static Decision.Refused missing(
      Route route, Permission permission, Consumer<Grant> because) {
    @Nullable Grant prohibition = permission.prohibition();
    if (prohibition != null) {
      because.accept(prohibition);
      return forbidden(route, route.permission(), prohibition);
    }
    return new Decision.Refused(
        notGranted(route.permission()),
        route.name()
            + " needs the permission "
            + route.permission()
            + ". To grant it, write in socket.ini under [capabilities."
            + permission.section()
            + "]: "
            + permission.name()
            + " = true");
  }

  private static Decision.Refused forbidden(Route route, String permission, Grant prohibition) {
    return new Decision.Refused(
        notGranted(permission),
        route.name()
            + " needs the permission "
            + permission
            + ". To grant it, remove from socket.ini: "
            + prohibition);
  }

  private static Failure notGranted(String permission) {
    return Failure.notAllowed("The permission " + permission + " is not granted");
  }

  /** Decides about the parameters of one call. */
  private final class Scopes {
    private final Route route;
    private final Params params;
    private final @Nullable Permissions granted;
    private final Consumer<Grant> because;
    private final Map<String, ScopedPath> paths = new LinkedHashMap<>();
    private final Map<String, HostAndPort> hosts = new HashMap<>();
    private final Map<String, CommandLine> commands = new HashMap<>();

    /**
     * Begins.
     *
     * @param granted null if everything is
     */
    Scopes(Route route, Params params, @Nullable Permissions granted, Consumer<Grant> because) {
      this.route = route;
      this.params = params;
      this.granted = granted;
      this.because = because;
    }

    Decision decide() {
      for (Scope scope : route.scopes()) {
        @Nullable String text = params.asMap().get(scope.param());
        if (text == null || text.isEmpty()) {
          return malformed("Expecting '" + scope.param() + "' in parameters");
        }
        @Nullable Decision stop;
        try {
          stop =
              switch (scope) {
                case Scope.Place place -> path(place, locations.parse(text).normalize());
                case Scope.Host host -> host(host, HostName.parse(text));
                case Scope.Program program -> program(program, JsonStrings.parse(text));
              };
        } catch (IllegalArgumentException e) {
          return malformed(
              "Invalid '" + scope.param() + "' given in parameters: " + Text.shown(e.getMessage()));
        }
        if (stop != null) {
          return stop;
        }
      }
      return new Decision.Allowed(paths, hosts, commands);
    }

    private @Nullable Decision path(Scope.Place scope, Path asked) {
      Path entry;
      Path target;
      try {
        entry = RealPaths.entry(asked);
        target = scope.follow() ? RealPaths.follow(asked) : entry;
      } catch (IOException e) {
        return new Decision.Refused(
            notGranted(scope.permission()),
            needs(scope.permission(), asked)
                + ", but where that leads cannot be told: "
                + Text.shown(e.toString()));
      }
      @Nullable Permissions all = granted;
      if (all != null) {
        Permission permission = all.get(scope.permission());
        List<Path> places = entry.equals(target) ? List.of(target) : List.of(target, entry);
        for (Path place : places) {
          Decision.@Nullable Refused refused =
              refusal(permission, permission.paths(), place, place, () -> locations.written(place));
          if (refused != null) {
            return refused;
          }
        }
        @Nullable Grant denial = permission.paths().denial(asked);
        if (denial != null) {
          return denied(permission, asked, denial);
        }
      }
      paths.put(
          scope.param(),
          new CheckedPath(
              target,
              below ->
                  new Scopes(route, params, granted, AccessRules::untold).below(scope, below)));
      return null;
    }

    /** A path below one that was granted, asked for by a handler. */
    private ScopedPath below(Scope.Place scope, Path path) {
      if (path(new Scope.Place(scope.param(), scope.permission(), true), path)
          instanceof Decision.Refused refused) {
        throw new FailureException(refused.failure(), refused.explanation());
      }
      return Objects.requireNonNull(paths.get(scope.param()));
    }

    private @Nullable Decision host(Scope.Host scope, HostAndPort value) {
      hosts.put(scope.param(), value);
      @Nullable Permissions all = granted;
      if (all == null) {
        return null;
      }
      Permission permission = all.get(scope.permission());
      return refusal(permission, permission.hosts(), value, value, value::toString);
    }

    private @Nullable Decision program(Scope.Program scope, List<String> words) {
      if (words.isEmpty()) {
        throw new IllegalArgumentException("it names no program");
      }
      for (String word : words) {
        if (word.indexOf('\0') >= 0) {
          throw new IllegalArgumentException("an argument holds a NUL character");
        }
      }
      @Nullable Permissions all = granted;
      Optional<Path> program = programs.find(words.getFirst());
      if (program.isEmpty()) {
        return all == null
            ? new Decision.Malformed(
                programs.exists(words.getFirst())
                    ? Errno.EACCES.failure()
                    : Errno.ENOENT.failure("there is no program " + Text.shown(words.getFirst())))
            : new Decision.Refused(
                notGranted(scope.permission()),
                needs(scope.permission(), "the program " + words.getFirst())
                    + ", which this system does not have");
      }
      CommandLine value = new CommandLine(program.get(), words.subList(1, words.size()));
      commands.put(scope.param(), value);
      if (all == null) {
        return null;
      }
      Permission permission = all.get(scope.permission());
      String written = ProgramPatterns.written(value);
      return refusal(permission, permission.commands(), value, written, () -> written);
    }

    private <T> Decision.@Nullable Refused refusal(
        Permission permission, Lines<T> lines, T value, Object shown, Supplier<String> written) {
      @Nullable Grant prohibition = permission.prohibition();
      if (prohibition != null) {
        because.accept(prohibition);
        return forbidden(route, permission.plugin() + ":" + permission.name(), prohibition);
      }
      @Nullable Grant grant = lines.find(value);
      if (grant == null) {
        return missing(permission, lines, shown, written.get());
      }
      @Nullable Grant denial = lines.denial(value);
      if (denial != null) {
        return denied(permission, shown, denial);
      }
      because.accept(grant);
      return null;
    }

    private Decision.Refused missing(
        Permission permission, Lines<?> lines, Object shown, String written) {
      String text = permission.plugin() + ":" + permission.name();
      StringBuilder explanation =
          new StringBuilder(needs(text, shown))
              .append(". To grant it, write in socket.ini under [capabilities.")
              .append(permission.section())
              .append("]: ")
              .append(permission.name())
              .append("[] = \"")
              .append(written)
              .append('"');
      if (!KINDS.containsKey(permission.plugin())) {
        lines.problems().forEach(problem -> explanation.append(". ").append(problem));
      }
      return new Decision.Refused(notGranted(text), explanation.toString());
    }

    private Decision.Refused denied(Permission permission, Object shown, Grant denial) {
      because.accept(denial);
      String text = permission.plugin() + ":" + permission.name();
      return new Decision.Refused(
          notGranted(text),
          needs(text, shown) + ". To grant it, remove from socket.ini: " + denial);
    }

    private String needs(String permission, Object shown) {
      return route.name()
          + " needs the permission "
          + permission
          + " for "
          + Text.shown(shown.toString());
    }
  }

  private static void untold(Grant because) {}

  private static Decision malformed(String message) {
    return new Decision.Malformed(Failure.badRequest(message));
  }
}

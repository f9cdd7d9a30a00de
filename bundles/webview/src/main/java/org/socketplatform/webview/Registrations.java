package org.socketplatform.webview;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.socketplatform.plugin.Failure;

/**
 * The service workers of an app by their scopes; of several scopes that fit a request the longest
 * counts. Kept as long as the app runs. Reading takes no lock, as the UI thread asks here for each
 * request. Safe for use by many threads.
 */
final class Registrations {
  /** The most that an app may have. */
  static final int MAX = 64;

  private static final String PLATFORM = "/socket/";

  private final String origin;
  private final AtomicLong ids = new AtomicLong();

  /** The longest scope first. */
  private volatile List<Registration> all = List.of();

  Registrations(String origin) {
    this.origin = origin;
  }

  List<Registration> all() {
    return all;
  }

  /** Adds one. */
  synchronized Registration add(Registration.Address address) {
    List<Registration> next = new ArrayList<>(all);
    Registration added = new Registration(Long.toString(ids.incrementAndGet()), origin, address);
    next.add(added);
    next.sort(Comparator.comparingInt(one -> -one.address().scope().length()));
    all = List.copyOf(next);
    return added;
  }

  /** The one for exactly this scope. */
  Optional<Registration> at(String scheme, String scope) {
    return all.stream()
        .filter(one -> one.address().scheme().equals(scheme) && one.address().scope().equals(scope))
        .findFirst();
  }

  /** Forgets one; its requests are answered without it from now on. */
  synchronized Optional<Registration> remove(String id) {
    Optional<Registration> known = find(id);
    known.ifPresent(one -> {
      all = all.stream().filter(other -> !other.equals(one)).toList();
      one.fail(Failure.aborted());
    });
    return known;
  }

  Optional<Registration> find(String id) {
    return all.stream().filter(one -> one.id().equals(id)).findFirst();
  }

  /** The one that answers requests of this address. */
  Optional<Registration> covering(String uri) {
    if (all.isEmpty()) {
      return Optional.empty();
    }
    if (uri.startsWith(origin + "/")) {
      String path = pathOf(uri, origin.length());
      return path.startsWith(PLATFORM)
          ? Optional.empty()
          : first(Registration.Address.OWN_SCHEME, path);
    }
    int colon = uri.indexOf(':');
    String scheme = uri.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
    return scheme.equals(Registration.Address.OWN_SCHEME) ? Optional.empty() : first(scheme, "/");
  }

  /** The one for a scheme of the app's own. */
  Optional<Registration> ofScheme(String scheme) {
    return all.stream().filter(one -> one.address().scheme().equals(scheme)).findFirst();
  }

  private Optional<Registration> first(String scheme, String path) {
    return scheme.equals(Registration.Address.OWN_SCHEME)
        ? all.stream().filter(one -> one.covers(scheme, path)).findFirst()
        : ofScheme(scheme);
  }

  private static String pathOf(String uri, int start) {
    int end = start;
    while (end < uri.length() && uri.charAt(end) != '?' && uri.charAt(end) != '#') {
      end++;
    }
    return uri.substring(start, end);
  }
}

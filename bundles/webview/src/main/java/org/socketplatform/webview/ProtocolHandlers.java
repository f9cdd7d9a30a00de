package org.socketplatform.webview;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.socketplatform.plugin.Failure;
import org.socketplatform.plugin.FailureException;
import org.socketplatform.plugin.Settings;

/**
 * The schemes of an app's own, which its service workers answer, with the data that goes with each:
 * those of {@code [webview.protocol-handlers]} and those that pages register. Safe for use by many
 * threads.
 */
final class ProtocolHandlers {
  private static final String SECTION = "webview.protocol-handlers";
  private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]{0,63}");
  private static final int MAX_SCHEMES = 64;
  private static final int MAX_DATA = 1 << 20;
  private static final Set<String> TAKEN =
      Set.of(
          "about",
          "applewebdata",
          "blob",
          "data",
          "file",
          "ftp",
          "http",
          "https",
          "inspector",
          "inspector-resource",
          "ipc",
          "javascript",
          "mailto",
          "node",
          "npm",
          "plugin",
          "resource",
          "socket",
          "view-source",
          "webkit",
          "ws",
          "wss");

  private final Map<String, String> data = new ConcurrentHashMap<>();
  private final Map<String, String> scripts = new LinkedHashMap<>();
  private final Set<String> configured = new LinkedHashSet<>();
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final Consumer<String> onNew;

  /**
   * The handlers that an app is configured with.
   *
   * @param onNew told once of each scheme that the engine must know
   */
  ProtocolHandlers(Settings settings, Consumer<String> onNew) {
    this.onNew = onNew;
    settings.list(SECTION).stream().filter(name -> !name.isBlank()).forEach(this::configure);
    for (String key : settings.keys()) {
      if (key.startsWith(SECTION + ".")) {
        String scheme = key.substring(SECTION.length() + 1);
        String value = settings.text(key).orElse("");
        configure(scheme);
        if (value.startsWith("/")) {
          scripts.put(scheme, value);
        } else {
          data.put(scheme, value);
        }
      }
    }
  }

  private void configure(String scheme) {
    if (isUsable(scheme)) {
      configured.add(scheme);
      register(scheme, data.getOrDefault(scheme, ""));
    } else {
      System.getLogger("webview")
          .log(
              System.Logger.Level.WARNING,
              "[{0}] of socket.ini names {1}, which cannot be a scheme of an app; it is left out",
              SECTION,
              scheme);
    }
  }

  private static boolean isUsable(String scheme) {
    return SCHEME.matcher(scheme).matches() && !TAKEN.contains(scheme);
  }

  /** The schemes of {@code socket.ini}. */
  Set<String> configured() {
    return Set.copyOf(configured);
  }

  /** Paths of the scripts of {@code socket.ini}, by their schemes. */
  Map<String, String> scripts() {
    return Map.copyOf(scripts);
  }

  /**
   * Takes a scheme up.
   *
   * @throws FailureException bad request, if it cannot be one of an app
   */
  void register(String scheme, String text) {
    if (!isUsable(scheme)) {
      throw new FailureException(
          Failure.badRequest("'" + scheme + "' cannot be a scheme of an app"));
    }
    if (known.size() >= MAX_SCHEMES && !known.contains(scheme)) {
      throw new FailureException(
          Failure.badRequest("There are " + MAX_SCHEMES + " schemes already"));
    }
    check(text);
    data.put(scheme, text);
    if (known.add(scheme)) {
      onNew.accept(scheme);
    }
  }

  /**
   * Serves a scheme no more.
   *
   * @throws FailureException not found
   */
  void unregister(String scheme) {
    if (data.remove(scheme) == null) {
      throw missing(scheme);
    }
  }

  /** The data of a scheme, as text. */
  Optional<String> data(String scheme) {
    return Optional.ofNullable(data.get(scheme));
  }

  /**
   * Replaces the data of a scheme.
   *
   * @throws FailureException not found
   */
  void setData(String scheme, String text) {
    check(text);
    if (data.replace(scheme, text) == null) {
      throw missing(scheme);
    }
  }

  private static void check(String text) {
    if (text.length() > MAX_DATA) {
      throw new FailureException(Failure.tooLarge(MAX_DATA));
    }
  }

  private static FailureException missing(String scheme) {
    return new FailureException(Failure.notFound("No scheme " + scheme + " is registered"));
  }
}

package org.socketplatform.webview;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.socketplatform.plugin.Settings;

/** What documents of the app may load, and where they may navigate. */
final class ContentPolicy {
  /**
   * The policy of an app that declares its capabilities. An app without the section was written
   * before there was one and brings its own.
   */
  private static final String STRICT =
      String.join(
          "; ",
          "default-src 'self' socket: plugin: node: npm:%1$s",
          "script-src 'self' socket: plugin: node: npm:%1$s",
          "style-src 'self' 'unsafe-inline'%1$s",
          "img-src 'self' data: blob:%1$s",
          "media-src 'self' data: blob:%1$s",
          "font-src 'self' data:%1$s",
          "connect-src 'self' ipc: socket: plugin: node: npm:%1$s",
          "worker-src 'self' socket: plugin: node: npm: blob:%1$s",
          "frame-src 'self' blob:%1$s",
          "object-src 'none'",
          "base-uri 'self'",
          "form-action 'self'");

  private final String origin;
  private final Map<String, String> headers;
  private final List<Pattern> navigable;

  /**
   * The policy of an app.
   *
   * @param schemes of the app's own, which count as the app itself
   */
  ContentPolicy(String origin, Settings settings, Set<String> schemes) {
    this(
        origin,
        headers(settings, schemes),
        Stream.concat(
                settings.list("webview.navigator.policies.allowed").stream(),
                schemes.stream().map(scheme -> scheme + ":*"))
            .map(ContentPolicy::glob)
            .toList());
  }

  private ContentPolicy(String origin, Map<String, String> headers, List<Pattern> navigable) {
    this.origin = origin;
    this.headers = headers;
    this.navigable = navigable;
  }

  /** The policy of pages that are our own. */
  static ContentPolicy strict(String origin) {
    return new ContentPolicy(
        origin,
        Map.of("cache-control", "no-cache", "content-security-policy", strict(Set.of())),
        List.of());
  }

  private static String strict(Set<String> schemes) {
    return STRICT.formatted(
        schemes.stream().sorted().map(scheme -> " " + scheme + ":").collect(Collectors.joining()));
  }

  private static Map<String, String> headers(Settings settings, Set<String> schemes) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("cache-control", settings.text("webview.cache-control").orElse("no-cache"));
    if (settings.hasSection("capabilities")) {
      headers.put("content-security-policy", strict(schemes));
      headers.put("x-content-type-options", "nosniff");
    }
    for (String line : settings.list("webview.headers")) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).strip().toLowerCase(java.util.Locale.ROOT),
            line.substring(colon + 1).strip());
      }
    }
    return headers;
  }

  private static Pattern glob(String pattern) {
    return Pattern.compile(
        Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
  }

  /** Headers of every answer of the scheme {@code socket:}. */
  Map<String, String> headers() {
    return headers;
  }

  /** True if a document of this address may be shown, in any frame. */
  boolean allowsNavigation(String uri) {
    return uri.startsWith(origin + "/")
        || uri.startsWith("blob:" + origin + "/")
        || uri.equals("about:blank")
        || uri.equals("about:srcdoc")
        || navigable.stream().anyMatch(pattern -> pattern.matcher(uri).matches());
  }
}

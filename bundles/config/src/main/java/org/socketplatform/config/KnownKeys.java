package org.socketplatform.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The settings there are, so that a misspelt one is noticed. Apps made for the original may write a
 * key with underscores where we have a section ({@code [webview] watch_reload}); both mean the
 * same.
 */
final class KnownKeys {
  /** What most apps write; only an app that writes something else waits for the whole table. */
  static final Set<String> COMMON =
      Set.of(
          "build.copy",
          "build.env",
          "build.headless",
          "build.name",
          "build.output",
          "build.script",
          "meta.bundle_identifier",
          "meta.copyright",
          "meta.description",
          "meta.lang",
          "meta.maintainer",
          "meta.title",
          "meta.version",
          "webview.root",
          "webview.watch",
          "webview.watch.reload",
          "window.height",
          "window.resizable",
          "window.width");

  /** Sections whose keys and sub-sections the app chooses. */
  static final List<String> FREE =
      List.of(
          "backend",
          "build.copy-map",
          "build.extensions",
          "capabilities",
          "env",
          "extension",
          "i18n.locales",
          "plugins",
          "ssc",
          "webview.fetch.headers",
          "webview.navigator.mounts",
          "webview.protocol-handlers",
          "webview.service-workers");

  private static final Set<String> COMMON_SECTIONS = Set.of("build", "meta", "webview", "window");

  private KnownKeys() {}

  /** The one spelling of a key that the platform looks up. */
  static String canonical(String key) {
    return COMMON.contains(key) || isFree(key) ? key : KeyTable.canonical(key);
  }

  static boolean isKnown(String canonical) {
    return COMMON.contains(canonical) || isFree(canonical) || KeyTable.isKnown(canonical);
  }

  static boolean isFree(String name) {
    for (String free : FREE) {
      if (name.startsWith(free)
          && (name.length() == free.length() || name.charAt(free.length()) == '.')) {
        return true;
      }
    }
    return false;
  }

  /** What to say about a section that exists under another name only. */
  static Optional<String> adviceForSection(String name) {
    return COMMON_SECTIONS.contains(name) || isFree(name)
        ? Optional.empty()
        : KeyTable.adviceForSection(name);
  }

  /** A hint such as {@code ; did you mean [build] name?}, or nothing. */
  static String suggestion(String unknown) {
    return KeyTable.suggestion(unknown);
  }

  static String lastSegment(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }
}

package org.socketplatform.dev;

import java.util.Locale;
import java.util.Set;

/** What a changed file of the app means to its page. */
enum AppFile {
  /** Taken anew by the document that is there. */
  STYLE,
  /** The document is loaded again. */
  CONTENT,
  /** Nothing: no part of a page. */
  OTHER;

  private static final Set<String> CONTENT_TYPES =
      Set.of(
          "html", "htm", "xhtml", "js", "mjs", "json", "wasm", "svg", "png", "jpg", "jpeg", "gif",
          "webp", "avif", "ico", "woff", "woff2", "ttf", "otf", "mp3", "mp4", "webm", "ogg");

  /** The meaning of a file by its name. */
  static AppFile of(String name) {
    String type = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (name.startsWith(".") || name.startsWith("#") || name.endsWith("~")) {
      return OTHER; // an editor's own
    }
    if (type.equals("css")) {
      return STYLE;
    }
    return CONTENT_TYPES.contains(type) ? CONTENT : OTHER;
  }
}

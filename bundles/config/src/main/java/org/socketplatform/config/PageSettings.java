package org.socketplatform.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.Settings;

/** The settings as a page sees them in {@code __args.config}: flat keys, values parsed. */
public final class PageSettings {
  private PageSettings() {}

  /**
   * Flat keys such as {@code webview_watch_reload}, in file order. A value that is a whole JSON
   * value or a hexadecimal number is that value; every other one is text, so a version such as
   * {@code 1.0.0} stays what it is.
   */
  public static Map<String, @Nullable Object> of(Settings settings) {
    Map<String, @Nullable Object> page = new LinkedHashMap<>();
    for (String key : settings.keys()) {
      page.put(flat(key), parsed(settings.text(key).orElse("")));
    }
    return Collections.unmodifiableMap(page);
  }

  static String flat(String key) {
    return key.replace('.', '_');
  }

  private static @Nullable Object parsed(String text) {
    try {
      if (text.startsWith("0x")) {
        return JsonText.safeInteger(Long.parseLong(text, 2, text.length(), 16));
      }
      return JsonText.parse(text);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}

package org.socketplatform.webview;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.socketplatform.plugin.Application;
import org.socketplatform.plugin.Settings;

/** Builds the script that runs before the page's own: {@code preload.js} with its arguments. */
final class PreloadScript {
  private PreloadScript() {}

  /**
   * The script of a view.
   *
   * @param development the page is to follow the changes of its sources
   */
  static String of(Application application, int window, String secret, boolean development) {
    try (InputStream in = PreloadScript.class.getResourceAsStream("preload.js")) {
      if (in == null) {
        throw new IllegalStateException("The bundle has no preload.js");
      }
      String source = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return "("
          + source.strip()
          + ")("
          + quote(secret)
          + ","
          + arguments(application, window, development)
          + ")";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String arguments(Application application, int window, boolean development) {
    Map<String, String> arguments = new LinkedHashMap<>();
    arguments.put("argv", array(application.arguments()));
    arguments.put("config", object(quoted(config(application.settings()))));
    arguments.put("debug", Boolean.toString(development));
    arguments.put("env", object(quoted(application.environment())));
    arguments.put("headless", Boolean.toString(application.window().headless()));
    arguments.put("index", Integer.toString(window));
    if (window == 0) {
      application.test().ifPresent(test -> arguments.put("test", quote(test.path())));
    }
    return object(arguments);
  }

  /** The settings by the names that pages know them by. */
  static Map<String, String> config(Settings settings) {
    Map<String, String> config = new LinkedHashMap<>();
    for (String key : settings.keys()) {
      config.put(key.replace('.', '_'), settings.text(key).orElse(""));
    }
    return config;
  }

  private static Map<String, String> quoted(Map<String, String> texts) {
    Map<String, String> quoted = new LinkedHashMap<>();
    texts.forEach((key, value) -> quoted.put(key, quote(value)));
    return quoted;
  }

  private static String object(Map<String, String> members) {
    return members.entrySet().stream()
        .map(member -> quote(member.getKey()) + ":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String array(Collection<String> texts) {
    return texts.stream().map(PreloadScript::quote).collect(Collectors.joining(",", "[", "]"));
  }

  /** A JavaScript string literal. */
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || "\"\\<\u2028\u2029".indexOf(c) >= 0 || Character.isSurrogate(c)) {
        quoted.append("\\u").append(Character.forDigit(c >> 12, 16));
        quoted.append(Character.forDigit(c >> 8 & 15, 16));
        quoted.append(Character.forDigit(c >> 4 & 15, 16));
        quoted.append(Character.forDigit(c & 15, 16));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}

package org.socketplatform.plugin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A call as text: {@code ipc://command?key=value&...}.
 *
 * @param command in lower case
 * @param params decoded
 */
public record IpcUri(String command, Params params) {
  private static final String SCHEME = "ipc://";

  /**
   * Parses a URI. The engine may have put a slash behind the command; it is ignored.
   *
   * @throws FailureException bad request: what was wrong with it
   */
  public static IpcUri parse(String uri) {
    if (!uri.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw malformed("it must start with ipc://");
    }
    int end = uri.indexOf('#');
    String rest = uri.substring(SCHEME.length(), end < 0 ? uri.length() : end);
    int query = rest.indexOf('?');
    String command = query < 0 ? rest : rest.substring(0, query);
    if (command.endsWith("/")) {
      command = command.substring(0, command.length() - 1);
    }
    if (!isCommand(command)) {
      throw malformed("the command must be words joined by dots");
    }
    return new IpcUri(
        command.toLowerCase(Locale.ROOT),
        query < 0 ? Params.EMPTY : parseQuery(rest.substring(query + 1)));
  }

  /** A loop, since a regular expression recurses for each segment and strangers choose how many. */
  private static boolean isCommand(String text) {
    boolean segmentOpen = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' && !segmentOpen) {
        return false;
      }
      segmentOpen = c != '.';
      if (segmentOpen && !isWordCharacter(c)) {
        return false;
      }
    }
    return segmentOpen;
  }

  private static boolean isWordCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }

  private static Params parseQuery(String query) {
    Map<String, String> values = new LinkedHashMap<>();
    int start = 0;
    while (start < query.length()) {
      int end = query.indexOf('&', start);
      if (end < 0) {
        end = query.length();
      }
      int equals = query.indexOf('=', start);
      if (equals < 0 || equals > end) {
        equals = end;
      }
      if (end > start) {
        values.put(
            decode(query.substring(start, equals)),
            equals == end ? "" : decode(query.substring(equals + 1, end)));
      }
      start = end + 1;
    }
    return Params.of(values);
  }

  private static String decode(String text) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw malformed("a percent sign must be followed by two hexadecimal digits");
    }
  }

  private static FailureException malformed(String why) {
    return new FailureException(Failure.badRequest("Malformed ipc:// URI: " + why));
  }
}

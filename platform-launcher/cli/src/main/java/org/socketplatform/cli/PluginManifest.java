package org.socketplatform.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What a plugin says about itself in {@code plugin/NAME.json}, which the annotation processor
 * makes. Members that are missing count as empty.
 *
 * @param name of the plugin
 * @param description one or more sentences
 * @param permissions what an app may be granted
 * @param commands what it may call
 * @param needs what the plugin calls of its own accord
 */
record PluginManifest(
    String name,
    String description,
    List<Permission> permissions,
    List<Route> commands,
    List<Need> needs) {
  private static final Pattern UNSEEN = Pattern.compile("[\\p{C}&&[^\n]]");

  PluginManifest {
    permissions = List.copyOf(permissions);
    commands = List.copyOf(commands);
    needs = List.copyOf(needs);
  }

  /**
   * A permission.
   *
   * @param name such as {@code greeter:hello}
   * @param scope {@code path}, {@code host}, {@code program}, or empty if it is granted as a whole
   */
  record Permission(String name, String description, String scope) {
    /** Its name within the plugin. */
    String shortName() {
      return name.substring(name.indexOf(':') + 1);
    }
  }

  /**
   * A permission for calls of its own.
   *
   * @param what the permission, with a space and a pattern if it is about some values
   * @param reason of the plugin
   */
  record Need(String what, String reason) {}

  /** A command as the router sees it. */
  record Route(String name, String permission, String description, List<Scope> scopes) {
    Route {
      scopes = List.copyOf(scopes);
    }
  }

  /**
   * A parameter whose value is checked.
   *
   * @param kind {@code path}, {@code host} or {@code program}
   * @param follow whether a path is followed to its end
   */
  record Scope(String param, String kind, String permission, boolean follow) {}

  /**
   * Reads a manifest.
   *
   * @throws CommandException if it is none
   */
  static PluginManifest parse(String json) {
    Map<?, ?> manifest;
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
      parser.nextToken();
      manifest = object(value(parser));
    } catch (JacksonException e) {
      throw new CommandException(
          "the plugin's manifest is no JSON (%s); build the plugin anew"
              .formatted(e.getOriginalMessage()),
          e);
    }
    List<Permission> permissions = new ArrayList<>();
    for (Object one : list(manifest.get("permissions"))) {
      Map<?, ?> permission = object(one);
      permissions.add(
          new Permission(
              text(permission, "name"),
              text(permission, "description"),
              text(permission, "scope")));
    }
    List<Route> commands = new ArrayList<>();
    for (Object one : list(manifest.get("commands"))) {
      Map<?, ?> command = object(one);
      commands.add(
          new Route(
              text(command, "route"),
              text(command, "permission"),
              text(command, "description"),
              list(command.get("scopes")).stream().map(PluginManifest::scope).toList()));
    }
    return new PluginManifest(
        text(manifest, "name"),
        text(manifest, "description"),
        permissions,
        commands,
        list(manifest.get("needs")).stream().flatMap(PluginManifest::needs).toList());
  }

  private static Stream<Need> needs(Object value) {
    Map<?, ?> need = object(value);
    String permission = text(need, "permission");
    String reason = text(need, "reason");
    List<?> patterns = list(need.get("patterns"));
    return patterns.isEmpty()
        ? Stream.of(new Need(permission, reason))
        : patterns.stream().map(pattern -> new Need(permission + " " + pattern, reason));
  }

  private static Scope scope(Object value) {
    Map<?, ?> scope = object(value);
    return new Scope(
        text(scope, "param"),
        text(scope, "kind"),
        text(scope, "permission"),
        !text(scope, "follow").equals("false"));
  }

  private static String text(Map<?, ?> object, String name) {
    return object.get(name) instanceof String text ? text : "";
  }

  private static Map<?, ?> object(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  /** A terminal must not obey what a stranger writes, nor show it in another order. */
  private static String shown(String text) {
    return UNSEEN.matcher(text).replaceAll("?");
  }

  /** Objects, arrays, and all else as text; null as the empty text. Jackson bounds the depth. */
  private static Object value(JsonParser parser) {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, Object> object = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        object.put(name, value(parser));
      }
      return object;
    }
    if (token == JsonToken.START_ARRAY) {
      List<Object> array = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        array.add(value(parser));
      }
      return array;
    }
    return token == null || token == JsonToken.VALUE_NULL ? "" : shown(parser.getString());
  }
}

package org.socketplatform.processor;

import static org.socketplatform.processor.Json.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.socketplatform.processor.PluginModel.CommandModel;
import org.socketplatform.processor.PluginModel.Parameter;
import org.socketplatform.processor.PluginModel.Result;

/** Writes what a plugin offers and asks for, to be read by programs. */
final class ManifestWriter {
  private ManifestWriter() {}

  static String write(PluginModel plugin, String version) {
    Map<String, Object> manifest = object("name", plugin.name());
    if (!version.isEmpty()) {
      manifest.put("version", version);
    }
    manifest.put("description", plugin.doc().text());
    manifest.put(
        "permissions",
        plugin.permissions().stream()
            .map(permission ->
                object(
                    "name",
                    permission.name(),
                    "description",
                    permission.description(),
                    "scope",
                    permission.scope().isEmpty() ? Json.NULL : permission.scope()))
            .toList());
    manifest.put(
        "needs",
        plugin.needs().stream()
            .map(need ->
                object(
                    "permission", need.permission(),
                    "patterns", need.patterns(),
                    "reason", need.reason()))
            .toList());
    manifest.put("commands", plugin.commands().stream().map(ManifestWriter::command).toList());
    manifest.put("$defs", JsonSchema.definitions(plugin.definitions()));
    return Json.write(manifest);
  }

  private static Map<String, Object> command(CommandModel command) {
    List<Object> scopes = new ArrayList<>();
    for (Parameter.Checked checked : command.checked()) {
      for (String permission : checked.permissions()) {
        Map<String, Object> scope =
            object(
                "param", checked.name(),
                "kind", checked.resource().kind(),
                "permission", permission);
        if (checked.resource().kind().equals("path")) {
          scope.put("follow", checked.follow());
          scope.put("access", checked.resource().access().name().toLowerCase(Locale.ROOT));
        }
        scopes.add(scope);
      }
    }
    return object(
        "route", command.route(),
        "function", command.function(),
        "permission", command.permission(),
        "description", command.doc().text(),
        "scopes", scopes,
        "params", command.arguments().stream().map(p -> param(p, command)).toList(),
        "result", result(command.result()));
  }

  private static Map<String, Object> param(Parameter parameter, CommandModel command) {
    Map<String, Object> param =
        object(
            "name",
            parameter.name(),
            "schema",
            switch (parameter) {
              case Parameter.Value(_, ValueType type) -> JsonSchema.of(type);
              case Parameter.Bytes _ -> object("bytes", true);
              case Parameter.Checked checked ->
                  checked.resource().kind().equals("program")
                      ? object("type", "array", "items", object("type", "string"), "minItems", 1)
                      : object("type", "string");
              case Parameter.Context _ -> throw new IllegalArgumentException(parameter.name());
            },
            "optional",
            parameter instanceof Parameter.Value(_, ValueType type) && type.isOptional());
    String doc = command.doc().param(parameter.name());
    if (!doc.isEmpty()) {
      param.put("description", doc);
    }
    return param;
  }

  private static Object result(Result result) {
    return switch (result) {
      case Result.Nothing() -> object("type", "object", "maxProperties", 0);
      case Result.Value(ValueType type) ->
          type.isOptional()
              ? object("anyOf", List.of(JsonSchema.of(type), object("type", "null")))
              : JsonSchema.of(type);
      case Result.Bytes _ -> object("bytes", true);
      case Result.Items(ValueType type) -> object("stream", JsonSchema.of(type));
      case Result.Raw(boolean stream) -> stream ? object("stream", object()) : object();
    };
  }
}

package org.socketplatform.processor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.socketplatform.processor.PluginModel.CommandModel;
import org.socketplatform.processor.PluginModel.Parameter;
import org.socketplatform.processor.PluginModel.Result;
import org.socketplatform.processor.ValueType.Boxed;
import org.socketplatform.processor.ValueType.ListOf;
import org.socketplatform.processor.ValueType.MapOf;
import org.socketplatform.processor.ValueType.Named;
import org.socketplatform.processor.ValueType.OptionalOf;
import org.socketplatform.processor.ValueType.Plain;
import org.socketplatform.processor.ValueType.SetOf;

/**
 * Writes the ES module of a plugin. Names that begin with {@code $} are its own: no command or
 * argument has one.
 */
final class ModuleWriter {
  private final PluginModel plugin;
  private final Source source = new Source();

  private ModuleWriter(PluginModel plugin) {
    this.plugin = plugin;
  }

  static String write(PluginModel plugin) {
    return new ModuleWriter(plugin).write();
  }

  private String write() {
    source.doc(
        plugin.doc().text(),
        "",
        "Made from " + plugin.type() + ": do not edit.",
        "@module plugin:" + plugin.name());
    source.code("import * as $ipc from 'socket:ipc'");
    for (CommandModel command : plugin.commands()) {
      source.gap().doc(JsDoc.of(command, true));
      if (TypeScript.isStream(command.result())) {
        stream(command);
      } else {
        call(command);
      }
    }
    helpers();
    return source.toString();
  }

  private void call(CommandModel command) {
    source.code("export async function " + head(command) + " {");
    source.code("const $ = await " + sent(command));
    source.code("if ($.err) {\nthrow $.err\n}");
    switch (command.result()) {
      case Result.Nothing() -> {}
      case Result.Bytes _ -> source.code("return new Uint8Array($.data)");
      case Result.Value(ValueType type) -> source.code("return " + received(type, "$.data"));
      case Result.Raw _, Result.Items _ -> source.code("return $.data");
    }
    source.code("}");
  }

  private void stream(CommandModel command) {
    source.code("export function " + head(command) + " {");
    String stream =
        "$ipc.stream('%s', %s, %s)"
            .formatted(command.route(), params(command), TypeScript.optionsName(command));
    boolean changed =
        command.result() instanceof Result.Items(ValueType type) && hasTime(type, new HashSet<>());
    source.code(
        changed && command.result() instanceof Result.Items(ValueType type)
            ? "return $map(%s, ($item) => %s)".formatted(stream, received(type, "$item"))
            : "return " + stream);
    source.code("}");
  }

  private static String head(CommandModel command) {
    String names = TypeScript.names(command);
    return command.function()
        + " ("
        + names
        + (names.isEmpty() ? "" : ", ")
        + TypeScript.optionsName(command)
        + ")";
  }

  private static String sent(CommandModel command) {
    String options = TypeScript.optionsName(command);
    if (command.result() instanceof Result.Bytes) {
      options = "{ ..." + options + ", responseType: 'arraybuffer' }";
    }
    return command
            .body()
            .map(body -> "$ipc.write('%s', %s, %s, ")
            .map(format ->
                format.formatted(
                    command.route(), params(command), command.body().orElseThrow().name()))
            .orElseGet(() -> "$ipc.send('%s', %s, ".formatted(command.route(), params(command)))
        + options
        + ")";
  }

  /** The object of parameters; what is undefined in it is left out of the call. */
  private static String params(CommandModel command) {
    List<String> members = new ArrayList<>();
    for (Parameter parameter : command.arguments()) {
      String name = parameter.name();
      switch (parameter) {
        case Parameter.Value(_, ValueType type) -> members.add(member(name, type));
        case Parameter.Checked checked ->
            members.add(
                checked.resource().kind().equals("program")
                    ? name + ": " + name + " && JSON.stringify(" + name + ")"
                    : name);
        case Parameter.Bytes _, Parameter.Context _ -> {}
      }
    }
    return members.isEmpty() ? "{}" : "{ " + String.join(", ", members) + " }";
  }

  private static String member(String name, ValueType type) {
    if (type.required() == Plain.INSTANT) {
      return name + ": " + name + "?.toISOString()";
    }
    if (type.isPlain()) {
      return name;
    }
    String replacer = hasCollection(type, new HashSet<>()) ? ", $plain" : "";
    return "%s: %s && JSON.stringify(%s%s)".formatted(name, name, name, replacer);
  }

  /** An expression that makes of parsed JSON what the types promise. */
  private static String received(ValueType type, String value) {
    if (type instanceof OptionalOf(ValueType inner)) {
      return hasTime(inner, new HashSet<>())
          ? value + " === null ? undefined : " + received(inner, value)
          : value + " ?? undefined";
    }
    if (!hasTime(type, new HashSet<>())) {
      return value;
    }
    return switch (type) {
      case ListOf(ValueType item) -> value + ".map(($item) => " + received(item, "$item") + ")";
      case SetOf(ValueType item) -> value + ".map(($item) => " + received(item, "$item") + ")";
      case MapOf(ValueType item) ->
          "Object.fromEntries(Object.entries(%s).map(([$key, $item]) => [$key, %s]))"
              .formatted(value, received(item, "$item"));
      case Named(Definition definition) -> "$" + definition.name() + "(" + value + ")";
      case Plain _, Boxed _ -> "new Date(" + value + ")";
      case OptionalOf _ -> throw new IllegalStateException("An optional inside of another");
    };
  }

  private void helpers() {
    boolean map = false;
    boolean plain = false;
    for (CommandModel command : plugin.commands()) {
      map |= command.result() instanceof Result.Items(ValueType t) && hasTime(t, new HashSet<>());
      for (Parameter parameter : command.arguments()) {
        plain |=
            parameter instanceof Parameter.Value(_, ValueType type)
                && !type.isPlain()
                && hasCollection(type, new HashSet<>());
      }
    }
    for (Definition definition : plugin.definitions()) {
      if (hasTime(new Named(definition), new HashSet<>())) {
        reviver(definition);
      }
    }
    if (map) {
      source
          .gap()
          .code(
              """
              function $map ($items, $change) {
              return {
              [Symbol.asyncIterator] () { return this },
              next: () => $items.next().then(({ done, value }) =>
              ({ done, value: done ? value : $change(value) })),
              return: ($value) => $items.return($value)
              }
              }
              """);
    }
    if (plain) {
      source
          .gap()
          .code(
              """
              function $plain ($key, $value) {
              return $value instanceof Map
              ? Object.fromEntries($value)
              : $value instanceof Set ? [...$value] : $value
              }
              """);
    }
  }

  /** A function that turns the times in a named type into dates. */
  private void reviver(Definition definition) {
    source.gap().code("function $" + definition.name() + " (value) {");
    if (definition instanceof Definition.Product product) {
      for (Definition.Component component : product.components()) {
        ValueType type = component.type().required();
        if (hasTime(type, new HashSet<>())) {
          String member = "value." + component.name();
          String change = member + " = " + received(type, member);
          source.code(
              component.type().isOptional()
                  ? "if (" + member + " !== undefined) {\n" + change + "\n}"
                  : change);
        }
      }
    }
    if (definition instanceof Definition.Sum sum) {
      source.code("switch (value.type) {");
      for (Definition.Product member : sum.members()) {
        if (hasTime(new Named(member), new HashSet<>())) {
          source.code(
              "case '%s': return $%s(value)".formatted(Definition.tag(member), member.name()));
        }
      }
      source.code("}");
    }
    source.code("return value\n}");
  }

  /** True if there are times in a value, for which JSON has no form of its own. */
  private static boolean hasTime(ValueType type, Set<Definition> seen) {
    return switch (type) {
      case Plain plain -> plain == Plain.INSTANT;
      case Boxed _ -> false;
      case ListOf(ValueType item) -> hasTime(item, seen);
      case SetOf(ValueType item) -> hasTime(item, seen);
      case MapOf(ValueType value) -> hasTime(value, seen);
      case OptionalOf(ValueType value) -> hasTime(value, seen);
      case Named(Definition definition) ->
          seen.add(definition) && parts(definition).stream().anyMatch(part -> hasTime(part, seen));
    };
  }

  private static boolean hasCollection(ValueType type, Set<Definition> seen) {
    return switch (type) {
      case Plain _, Boxed _ -> false;
      case ListOf(ValueType item) -> hasCollection(item, seen);
      case SetOf _, MapOf _ -> true;
      case OptionalOf(ValueType value) -> hasCollection(value, seen);
      case Named(Definition definition) ->
          seen.add(definition)
              && parts(definition).stream().anyMatch(part -> hasCollection(part, seen));
    };
  }

  private static List<ValueType> parts(Definition definition) {
    return switch (definition) {
      case Definition.Constants _ -> List.of();
      case Definition.Product product ->
          product.components().stream().map(Definition.Component::type).toList();
      case Definition.Sum sum ->
          sum.members().stream().map(member -> (ValueType) new Named(member)).toList();
    };
  }
}

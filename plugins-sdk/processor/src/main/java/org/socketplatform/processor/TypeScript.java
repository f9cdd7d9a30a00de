package org.socketplatform.processor;

import java.util.List;
import java.util.stream.Collectors;
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

/** Types as TypeScript writes them. */
final class TypeScript {
  private TypeScript() {}

  static String of(ValueType type) {
    return switch (type) {
      case Plain plain -> of(plain);
      case Boxed(Plain plain) -> of(plain);
      case Named(Definition definition) -> definition.name();
      case ListOf(ValueType item) -> of(item) + "[]";
      case SetOf(ValueType item) -> of(item) + "[]";
      case MapOf(ValueType value) -> "Record<string, " + of(value) + ">";
      case OptionalOf(ValueType value) -> of(value) + " | undefined";
    };
  }

  private static String of(Plain plain) {
    return switch (plain) {
      case BOOLEAN -> "boolean";
      case BYTE, SHORT, INT, LONG, FLOAT, DOUBLE, DURATION -> "number";
      case CHAR, STRING -> "string";
      case INSTANT -> "Date";
    };
  }

  static String of(Parameter parameter) {
    return switch (parameter) {
      case Parameter.Value(_, ValueType type) -> of(type);
      case Parameter.Bytes _ -> "Bytes";
      case Parameter.Checked checked ->
          checked.resource().kind().equals("program") ? "string[]" : "string";
      case Parameter.Context _ -> throw new IllegalArgumentException(parameter.name());
    };
  }

  /** What a function returns. */
  static String of(Result result) {
    return switch (result) {
      case Result.Nothing() -> "Promise<void>";
      case Result.Value(ValueType type) -> "Promise<" + of(type) + ">";
      case Result.Bytes _ -> "Promise<Uint8Array>";
      case Result.Items(ValueType type) -> "AsyncIterableIterator<" + of(type) + ">";
      case Result.Raw(boolean stream) ->
          stream ? "AsyncIterableIterator<unknown>" : "Promise<unknown>";
    };
  }

  static boolean isStream(Result result) {
    return result instanceof Result.Items || (result instanceof Result.Raw(boolean s) && s);
  }

  static String options(CommandModel command) {
    return isStream(command.result()) ? "StreamOptions" : "CallOptions";
  }

  /** What the last parameter of a function is called. */
  static String optionsName(CommandModel command) {
    boolean taken = command.arguments().stream().anyMatch(p -> p.name().equals("options"));
    return taken ? "callOptions" : "options";
  }

  /** True if a parameter and all that follow it may be left out. */
  static boolean mayBeLeftOut(CommandModel command, int index) {
    List<Parameter> arguments = command.arguments();
    return arguments.subList(index, arguments.size()).stream()
        .allMatch(p -> p instanceof Parameter.Value(_, ValueType type) && type.isOptional());
  }

  /** The parameters of a function with their types. */
  static String signature(CommandModel command) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < command.arguments().size(); i++) {
      Parameter parameter = command.arguments().get(i);
      boolean leftOut = mayBeLeftOut(command, i);
      String type =
          leftOut && parameter instanceof Parameter.Value(_, ValueType value)
              ? of(value.required())
              : of(parameter);
      text.append(parameter.name()).append(leftOut ? "?: " : ": ").append(type).append(", ");
    }
    return text + optionsName(command) + "?: " + options(command);
  }

  /** The parameters of a function without their types. */
  static String names(CommandModel command) {
    return command.arguments().stream().map(Parameter::name).collect(Collectors.joining(", "));
  }
}

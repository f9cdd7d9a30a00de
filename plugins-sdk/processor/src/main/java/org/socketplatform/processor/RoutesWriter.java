package org.socketplatform.processor;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.socketplatform.processor.PluginModel.BytesForm;
import org.socketplatform.processor.PluginModel.CommandModel;
import org.socketplatform.processor.PluginModel.Parameter;
import org.socketplatform.processor.PluginModel.Resource;
import org.socketplatform.processor.PluginModel.Result;
import org.socketplatform.processor.ValueType.Boxed;
import org.socketplatform.processor.ValueType.Named;
import org.socketplatform.processor.ValueType.OptionalOf;
import org.socketplatform.processor.ValueType.Plain;

/** Writes the OSGi component that serves the commands of a plugin. */
final class RoutesWriter {
  private final PluginModel plugin;
  private final String name;
  private final ValueCode values;
  private final Source source = new Source();
  private final List<String> answers = new ArrayList<>();

  private RoutesWriter(PluginModel plugin) {
    this.plugin = plugin;
    this.name = className(plugin);
    this.values = new ValueCode(plugin.packageName());
  }

  static String className(PluginModel plugin) {
    return plugin.flatName() + "Routes";
  }

  static String write(PluginModel plugin) {
    return new RoutesWriter(plugin).write();
  }

  private String write() {
    String type = plugin.type().getQualifiedName().toString();
    source.code(
        (plugin.packageName().isEmpty() ? "" : "package " + plugin.packageName() + ";\n\n")
            + """
            import java.nio.ByteBuffer;
            import java.util.List;
            import javax.annotation.processing.Generated;
            import org.osgi.service.component.annotations.Activate;
            import org.osgi.service.component.annotations.Component;
            import org.osgi.service.component.annotations.Deactivate;
            import org.osgi.service.component.annotations.Reference;
            import org.socketplatform.plugin.Answers;
            import org.socketplatform.plugin.Arguments;
            import org.socketplatform.plugin.Call;
            import org.socketplatform.plugin.Handover;
            import org.socketplatform.plugin.ReadableFile;
            import org.socketplatform.plugin.ReadableFolder;
            import org.socketplatform.plugin.Reply;
            import org.socketplatform.plugin.Route;
            import org.socketplatform.plugin.RouteProvider;
            import org.socketplatform.plugin.Scope;
            import org.socketplatform.plugin.ValueReader;
            import org.socketplatform.plugin.ValueWriter;
            import org.socketplatform.plugin.Values;
            import org.socketplatform.plugin.Writable;
            import org.socketplatform.plugin.WritableFile;
            import org.socketplatform.plugin.WritableFolder;

            /** Serves the commands of {@link %s}. */
            @Generated("%s")
            @Component(service = RouteProvider.class)
            @SuppressWarnings("try")
            public final class %s implements %s {
            private final %s plugin;

            """
                .formatted(type, PluginProcessor.class.getName(), name, interfaces(), type));
    constructors(type);
    routes();
    lifeCycle();
    dispatch();
    for (CommandModel command : plugin.commands()) {
      command(command);
    }
    for (String method : values.methods()) {
      source.gap().code(method);
    }
    source
        .gap()
        .code(
            """
            private record Command(%s routes, int index) implements Route.Handler {
            @Override
            public Reply handle(Call call) throws Exception {
            return routes.answer(index, call);
            }
            }
            """
                .formatted(name));
    for (String answer : answers) {
      source.gap().code(answer);
    }
    return withoutUnusedImports(source.code("}").toString());
  }

  private static String withoutUnusedImports(String text) {
    return text.lines()
        .filter(line -> !line.startsWith("import ") || isUsed(line, text))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static boolean isUsed(String importLine, String text) {
    String name = importLine.substring(importLine.lastIndexOf('.') + 1, importLine.length() - 1);
    return Pattern.compile("(?<![.\\w])" + name + "\\b").matcher(text).find();
  }

  private String interfaces() {
    return "RouteProvider"
        + (plugin.handover() ? ", Handover" : "")
        + (plugin.close().isPresent() ? ", AutoCloseable" : "");
  }

  private void constructors(String type) {
    StringBuilder parameters = new StringBuilder();
    StringBuilder arguments = new StringBuilder();
    for (PluginModel.Service service : plugin.services()) {
      String separator = arguments.isEmpty() ? "" : ", ";
      parameters
          .append(separator)
          .append("@Reference ")
          .append(service.type())
          .append(' ')
          .append(service.name());
      arguments.append(separator).append(service.name());
    }
    source
        .gap()
        .code(
            """
            @Activate
            public %1$s(%2$s)%5$s {
            this(new %3$s(%4$s));
            }

            %1$s(%3$s plugin) {
            this.plugin = plugin;
            }
            """
                .formatted(name, parameters, type, arguments, thrown(plugin.constructorThrows())));
  }

  private static String thrown(List<String> types) {
    return types.isEmpty() ? "" : " throws " + String.join(", ", types);
  }

  private void routes() {
    source
        .gap()
        .code(
            """
            @Override
            public String name() {
            return "%s";
            }

            @Override
            public List<Route> routes() {
            return List.of(
            """
                .formatted(plugin.name()));
    StringBuilder routes = new StringBuilder();
    for (int i = 0; i < plugin.commands().size(); i++) {
      CommandModel command = plugin.commands().get(i);
      List<String> scopes = new ArrayList<>();
      for (Parameter.Checked checked : command.checked()) {
        checked.permissions().forEach(permission -> scopes.add(scope(checked, permission)));
      }
      routes
          .append(routes.isEmpty() ? "" : ",\n")
          .append(
              "new Route(\"%s\", \"%s\", List.of(%s), new Command(this, %d))"
                  .formatted(command.route(), command.permission(), String.join(", ", scopes), i));
    }
    source.code(routes + "").code(");\n}");
  }

  private static String scope(Parameter.Checked checked, String permission) {
    String names = "\"%s\", \"%s\"".formatted(checked.name(), permission);
    return switch (checked.resource().kind()) {
      case "path" ->
          "new Scope.Place(%s, %s, Scope.Access.%s)"
              .formatted(names, checked.follow(), checked.resource().access());
      case "host" -> "new Scope.Host(" + names + ")";
      default -> "new Scope.Program(" + names + ")";
    };
  }

  private void lifeCycle() {
    if (plugin.handover()) {
      source
          .gap()
          .code(
              """
              @Override
              public java.util.Map<String, Object> release() {
              return plugin.release();
              }

              @Override
              public void adopt(java.util.Map<String, Object> state) {
              plugin.adopt(state);
              }
              """);
    }
    plugin
        .close()
        .ifPresent(thrown ->
            source
                .gap()
                .code(
                    """
                    @Deactivate
                    @Override
                    public void close()%s {
                    plugin.close();
                    }
                    """
                        .formatted(thrown(thrown))));
  }

  private void dispatch() {
    source.gap().code("private Reply answer(int index, Call call) throws Exception {");
    source.code("return switch (index) {");
    for (int i = 0; i < plugin.commands().size(); i++) {
      source.code("case %d -> %s(call);".formatted(i, methodName(plugin.commands().get(i))));
    }
    source.code("default -> throw new IllegalArgumentException(\"There is no such command\");");
    source.code("};\n}");
  }

  /** Names of commands are their own; only these methods have an underscore before them. */
  private static String methodName(CommandModel command) {
    return "_" + command.function();
  }

  private void command(CommandModel command) {
    String place = plugin.type().getSimpleName() + "." + command.method();
    List<String> arguments = new ArrayList<>();
    for (Parameter parameter : command.parameters()) {
      arguments.add(argument(parameter));
    }
    String called = "plugin.%s(%s)".formatted(command.method(), String.join(", ", arguments));
    String result =
        command.awaited()
            ? "Answers.await(call, Values.present(%s, %s))".formatted(called, Json.quoted(place))
            : called;
    source
        .gap()
        .code("private Reply %s(Call call) throws Exception {".formatted(methodName(command)));
    if (command.result() instanceof Result.Nothing) {
      source.code(result + ";").code("return Reply.ok();");
    } else {
      boolean primitive =
          command.result() instanceof Result.Value(Plain plain) && plain.isPrimitive();
      String present =
          primitive ? result : "Values.present(" + result + ", " + Json.quoted(place) + ")";
      source.code("return " + reply(command, present, place) + ";");
    }
    source.code("}");
  }

  private String argument(Parameter parameter) {
    String quoted = "\"" + parameter.name() + "\"";
    return switch (parameter) {
      case Parameter.Context context -> context.expression();
      case Parameter.Bytes bytes ->
          switch (bytes.form()) {
            case ARRAY, REPLY -> "Arguments.bytes(call)";
            case BUFFER -> "ByteBuffer.wrap(Arguments.bytes(call))";
            case BODY -> "call.body()";
          };
      case Parameter.Checked checked -> checked(checked.resource(), quoted);
      case Parameter.Value value -> {
        String reader =
            value.type().isPlain()
                ? "Arguments.text(call, " + quoted + ")"
                : "call.value(" + quoted + ")";
        yield value.type() instanceof OptionalOf(ValueType inner)
            ? "Arguments.isGiven(call, %s) ? java.util.Optional.of(%s) : java.util.Optional.empty()"
                .formatted(quoted, values.read(inner, reader))
            : values.read(value.type(), reader);
      }
    };
  }

  private static String checked(Resource resource, String param) {
    return switch (resource) {
      case READABLE_FILE, WRITABLE_FILE, READABLE_FOLDER, WRITABLE_FOLDER ->
          "new " + resource.type() + "(call.path(" + param + "))";
      case PLACE -> "call.path(" + param + ")";
      case HOST -> "call.host(" + param + ")";
      case PROGRAM -> "call.program(" + param + ")";
    };
  }

  private String reply(CommandModel command, String value, String place) {
    return switch (command.result()) {
      case Result.Value(ValueType type) -> valueReply(type, value, place);
      case Result.Bytes(BytesForm form) ->
          switch (form) {
            case ARRAY -> "Reply.bytes(ByteBuffer.wrap(" + value + "))";
            case BUFFER -> "Reply.bytes(" + value + ")";
            case REPLY, BODY -> value;
          };
      case Result.Items(ValueType type) ->
          "Answers.stream(%s, %s::new)".formatted(value, writable(type, "An item of " + place));
      case Result.Raw _, Result.Nothing _ -> value;
    };
  }

  private String valueReply(ValueType type, String value, String place) {
    return switch (type) {
      case Plain plain when isWrittenAsIs(plain) -> "Reply.value(" + value + ")";
      case Boxed(Plain plain) when isWrittenAsIs(plain) -> "Reply.value(" + value + ")";
      case Named(Definition.Constants _) -> "Reply.value(" + value + ")";
      default -> "new Reply.Value(new " + writable(type, place) + "(" + value + "))";
    };
  }

  private static boolean isWrittenAsIs(Plain plain) {
    return switch (plain) {
      case BOOLEAN, BYTE, SHORT, INT, STRING -> true;
      case LONG, FLOAT, DOUBLE, CHAR, DURATION, INSTANT -> false;
    };
  }

  /** A class that writes values of a type: the codec of a record, or a class made here. */
  private String writable(ValueType type, String place) {
    if (type instanceof Named(Definition definition)) {
      if (definition instanceof Definition.Product product) {
        return product.codec();
      }
      if (definition instanceof Definition.Sum sum) {
        return sum.codec();
      }
    }
    String answer = "Answer" + answers.size();
    answers.add("");
    answers.set(
        answers.size() - 1,
        """
        private record %s(%s value) implements Writable {
        @Override
        public void writeTo(ValueWriter writer) {
        %s
        }
        }
        """
            .formatted(answer, type.java(), values.write(type, "value", place)));
    return answer;
  }
}

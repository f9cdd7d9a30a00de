package org.socketplatform.processor;

import java.util.List;
import java.util.Optional;
import javax.lang.model.element.TypeElement;
import org.socketplatform.plugin.Scope;

/**
 * All that is to be known of a plugin; everything that is made of it is written from this alone.
 *
 * @param type the annotated type
 * @param packageName the package that it is in
 * @param name of the plugin
 * @param doc what its documentation says
 * @param services the OSGi services that its constructor takes
 * @param constructorThrows the exceptions that its constructor declares
 * @param handover true if its state goes over to the next version
 * @param close the exceptions that its {@code close} declares; absent if there is nothing to close
 * @param commands in the order of the source
 * @param permissions that the commands ask for, but for the one that every page has
 * @param needs what it calls of its own accord
 * @param definitions the named types that its commands use, in the order of their first use
 */
record PluginModel(
    TypeElement type,
    String packageName,
    String name,
    Doc doc,
    List<Service> services,
    List<String> constructorThrows,
    boolean handover,
    Optional<List<String>> close,
    List<CommandModel> commands,
    List<Permission> permissions,
    List<Need> needs,
    List<Definition> definitions) {

  /** Its simple name, outer types before it: {@code Outer_Greeter}. */
  String flatName() {
    return flatName(type, packageName);
  }

  static String flatName(TypeElement type, String packageName) {
    String name = type.getQualifiedName().toString();
    return (packageName.isEmpty() ? name : name.substring(packageName.length() + 1))
        .replace('.', '_');
  }

  /** A parameter of the constructor. */
  record Service(String type, String name) {}

  /**
   * A permission.
   *
   * @param scope {@code path}, {@code host} or {@code program}; empty if it is granted as a whole
   */
  record Permission(String name, String description, String scope) {}

  /**
   * A permission for calls of its own.
   *
   * @param patterns of paths, hosts or programs; none if it is not about such
   */
  record Need(String permission, List<String> patterns, String reason) {}

  /**
   * A method that pages may call.
   *
   * @param method its name in Java
   * @param function its name in JavaScript
   * @param awaited true if it answers a {@code CompletionStage} of the result
   */
  record CommandModel(
      String method,
      String function,
      String route,
      String permission,
      Doc doc,
      List<Parameter> parameters,
      Result result,
      boolean awaited) {
    /** The parameters that a caller gives, in order. */
    List<Parameter> arguments() {
      return parameters.stream().filter(p -> !(p instanceof Parameter.Context)).toList();
    }

    Optional<Parameter.Bytes> body() {
      return parameters.stream()
          .filter(Parameter.Bytes.class::isInstance)
          .map(Parameter.Bytes.class::cast)
          .findFirst();
    }

    List<Parameter.Checked> checked() {
      return parameters.stream()
          .filter(Parameter.Checked.class::isInstance)
          .map(Parameter.Checked.class::cast)
          .toList();
    }
  }

  /** A parameter of a command. */
  sealed interface Parameter {
    String name();

    /** A value. */
    record Value(String name, ValueType type) implements Parameter {}

    /** The body of the call. */
    record Bytes(String name, BytesForm form) implements Parameter {}

    /** A value that the router checks. */
    record Checked(String name, Resource resource, List<String> permissions, boolean follow)
        implements Parameter {}

    /** Something of the call itself. */
    record Context(String name, String expression) implements Parameter {}
  }

  /** How Java takes or gives bytes. */
  enum BytesForm {
    ARRAY,
    BUFFER,
    BODY,
    REPLY
  }

  /** What the router checks. */
  enum Resource {
    READABLE_FILE("ReadableFile", "path", Scope.Access.READ),
    WRITABLE_FILE("WritableFile", "path", Scope.Access.WRITE),
    READABLE_FOLDER("ReadableFolder", "path", Scope.Access.READ),
    WRITABLE_FOLDER("WritableFolder", "path", Scope.Access.WRITE),
    PLACE("ScopedPath", "path", Scope.Access.ANY),
    HOST("HostAndPort", "host", Scope.Access.ANY),
    PROGRAM("CommandLine", "program", Scope.Access.ANY);

    private final String type;
    private final String kind;
    private final Scope.Access access;

    Resource(String type, String kind, Scope.Access access) {
      this.type = type;
      this.kind = kind;
      this.access = access;
    }

    /** Simple name of the type of the API. */
    String type() {
      return type;
    }

    /** {@code path}, {@code host} or {@code program}. */
    String kind() {
      return kind;
    }

    /** What is done with it, if it is a path. */
    Scope.Access access() {
      return access;
    }
  }

  /** What a command answers. */
  sealed interface Result {
    /** Nothing. */
    record Nothing() implements Result {}

    /** A value. */
    record Value(ValueType type) implements Result {}

    /** Raw bytes. */
    record Bytes(BytesForm form) implements Result {}

    /** Values that follow one another. */
    record Items(ValueType type) implements Result {}

    /** A reply whose form is not known here. */
    record Raw(boolean stream) implements Result {}
  }
}

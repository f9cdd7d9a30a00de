package org.socketplatform.processor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;
import org.socketplatform.plugin.ReservedNames;
import org.socketplatform.processor.PluginModel.BytesForm;
import org.socketplatform.processor.PluginModel.CommandModel;
import org.socketplatform.processor.PluginModel.Need;
import org.socketplatform.processor.PluginModel.Parameter;
import org.socketplatform.processor.PluginModel.Permission;
import org.socketplatform.processor.PluginModel.Resource;
import org.socketplatform.processor.PluginModel.Result;
import org.socketplatform.processor.PluginModel.Service;

/** Reads an annotated type into a model, and finds all that is wrong with it. */
final class ModelReader {
  static final String API = "org.socketplatform.plugin.";
  private static final String BASIC = "platform:basic";

  private static final Map<String, String> CONTEXT =
      Map.of(
          API + "Call", "call",
          API + "Caller", "call.caller()",
          API + "Cancellation", "call.cancellation()",
          API + "Deadline", "call.deadline()");

  private final Elements elements;
  private final Types types;
  private final Consumer<Problem> problems;
  private final TypeElement type;
  private final PackageElement home;
  private final TypeReader values;

  /**
   * A reader of one type.
   *
   * @param problems is told of each thing that is wrong
   */
  ModelReader(Elements elements, Types types, TypeElement type, Consumer<Problem> problems) {
    this.elements = elements;
    this.types = types;
    this.problems = problems;
    this.type = type;
    this.home = elements.getPackageOf(type);
    this.values = new TypeReader(elements, home);
  }

  /** The model; to be used only if there were no problems. */
  PluginModel read() throws Problem {
    Doc doc = TypeReader.docOf(elements, type);
    String name = name(doc);
    ExecutableElement constructor = constructor();
    List<Service> services = services(constructor);
    List<CommandModel> commands = new ArrayList<>();
    Map<String, String> names = new LinkedHashMap<>();
    for (ExecutableElement method : ElementFilter.methodsIn(elements.getAllMembers(type))) {
      if (annotation(method, "Command").isPresent()) {
        try {
          CommandModel command = command(name, method);
          requireNewName(command, method, names);
          commands.add(command);
        } catch (Problem problem) {
          problems.accept(problem);
        }
      }
    }
    if (commands.isEmpty() && names.isEmpty()) {
      requireCommands();
    }
    return new PluginModel(
        type,
        home.getQualifiedName().toString(),
        name,
        doc,
        services,
        thrown(constructor),
        isA(type.asType(), API + "Handover"),
        close(),
        commands,
        permissions(name, commands),
        needs(),
        values.definitions());
  }

  private void requireCommands() throws Problem {
    boolean any =
        ElementFilter.methodsIn(elements.getAllMembers(type)).stream()
            .anyMatch(method -> annotation(method, "Command").isPresent());
    if (!any) {
      throw new Problem(type, "The plugin has no commands: annotate a method with @Command");
    }
  }

  private String name(Doc doc) throws Problem {
    String name = text(annotation(type, "Plugin").orElseThrow(), "value").orElse("");
    if (!Names.PLUGIN.matcher(name).matches()) {
      throw new Problem(
          type,
          "A plugin cannot be called '"
              + name
              + "': use lower-case letters, digits and -, beginning with a letter");
    }
    String place = home.getQualifiedName() + ".";
    if (ReservedNames.contains(name) && !place.startsWith(Names.HOUSE + ".")) {
      throw new Problem(type, "The name '" + name + "' belongs to the platform: choose another");
    }
    boolean shape =
        type.getKind() == ElementKind.CLASS
            && !type.getModifiers().contains(Modifier.ABSTRACT)
            && !type.getModifiers().contains(Modifier.PRIVATE)
            && type.getTypeParameters().isEmpty()
            && (home.equals(type.getEnclosingElement())
                || type.getModifiers().contains(Modifier.STATIC));
    if (!shape) {
      throw new Problem(
          type,
          "The generated code makes an instance of a plugin: "
              + type.getSimpleName()
              + " must be a class that is neither abstract nor private nor generic, and static if"
              + " it is inside of another");
    }
    if (doc.isEmpty()) {
      throw new Problem(
          type,
          "The plugin has no documentation comment: say in one sentence what it does, for those who"
              + " decide whether to install it");
    }
    return name;
  }

  private static List<String> thrown(ExecutableElement executable) {
    return executable.getThrownTypes().stream().map(TypeMirror::toString).toList();
  }

  private ExecutableElement constructor() throws Problem {
    List<ExecutableElement> constructors = ElementFilter.constructorsIn(type.getEnclosedElements());
    if (constructors.size() != 1
        || constructors.getFirst().getModifiers().contains(Modifier.PRIVATE)) {
      throw new Problem(
          type,
          "A plugin has one constructor that is not private, whose parameters are OSGi services;"
              + " for tests write a static method, or take what differs as a parameter");
    }
    return constructors.getFirst();
  }

  private List<Service> services(ExecutableElement constructor) throws Problem {
    List<Service> services = new ArrayList<>();
    for (VariableElement parameter : constructor.getParameters()) {
      if (!(parameter.asType() instanceof DeclaredType service)) {
        throw new Problem(
            parameter, "The parameters of a plugin's constructor are OSGi services: use a type");
      }
      services.add(
          new Service(types.erasure(service).toString(), parameter.getSimpleName().toString()));
    }
    return services;
  }

  private Optional<List<String>> close() {
    if (!isA(type.asType(), "java.lang.AutoCloseable")) {
      return Optional.empty();
    }
    return ElementFilter.methodsIn(elements.getAllMembers(type)).stream()
        .filter(m -> m.getSimpleName().contentEquals("close") && m.getParameters().isEmpty())
        .findFirst()
        .map(ModelReader::thrown);
  }

  private CommandModel command(String plugin, ExecutableElement method) throws Problem {
    String methodName = method.getSimpleName().toString();
    String what = "The command " + methodName;
    Set<Modifier> modifiers = method.getModifiers();
    if (modifiers.contains(Modifier.PRIVATE)
        || modifiers.contains(Modifier.STATIC)
        || modifiers.contains(Modifier.ABSTRACT)
        || !method.getTypeParameters().isEmpty()
        || method.isVarArgs()) {
      throw new Problem(
          method,
          what
              + " must be neither private, static, abstract nor generic, and take no variable"
              + " number of arguments: the generated code calls it on the plugin's one instance");
    }
    if (!type.equals(method.getEnclosingElement())
        && !modifiers.contains(Modifier.PUBLIC)
        && !elements.getPackageOf(method).equals(home)) {
      throw new Problem(type, what + " is inherited from another package: make it public");
    }
    AnnotationMirror annotation = annotation(method, "Command").orElseThrow();
    String function = text(annotation, "value").filter(v -> !v.isEmpty()).orElse(methodName);
    if (!Names.FUNCTION.matcher(function).matches() || Names.JAVASCRIPT.contains(function)) {
      throw new Problem(
          method,
          "JavaScript cannot have a function '"
              + function
              + "': give another name, with letters, digits and _, by @Command(\"name\")");
    }
    String word = function.toLowerCase(Locale.ROOT);
    String permission =
        text(annotation, "permission").filter(v -> !v.isEmpty()).orElse(plugin + ":" + word);
    requirePermission(permission, method);
    Doc doc = TypeReader.docOf(elements, method);
    if (doc.isEmpty()) {
      throw new Problem(
          method,
          what
              + " has no documentation comment: say in one sentence what it does, for those who"
              + " call it and those who grant it");
    }
    List<Parameter> parameters = parameters(method, permission);
    Result result = result(method);
    requireOneBody(method, parameters, result, what);
    return new CommandModel(
        methodName,
        function,
        plugin + "." + word,
        permission,
        doc,
        parameters,
        result,
        isA(method.getReturnType(), "java.util.concurrent.CompletionStage"));
  }

  private static void requireNewName(
      CommandModel command, ExecutableElement method, Map<String, String> names) throws Problem {
    String other = names.put(command.route(), command.function());
    if (other != null) {
      throw new Problem(
          method,
          "There are two commands "
              + (other.equals(command.function())
                  ? "'" + other + "'"
                  : "that differ only in case, '" + other + "' and '" + command.function() + "'")
              + ": give one of them another name, by @Command(\"name\")");
    }
  }

  private static void requirePermission(String permission, Element place) throws Problem {
    if (!Names.PERMISSION.matcher(permission).matches()) {
      throw new Problem(
          place, "'" + permission + "' is no permission: write plugin:permission, in lower case");
    }
  }

  private List<Parameter> parameters(ExecutableElement method, String permission) throws Problem {
    List<Parameter> parameters = new ArrayList<>();
    for (VariableElement parameter : method.getParameters()) {
      parameters.add(parameter(parameter, permission));
    }
    return parameters;
  }

  private Parameter parameter(VariableElement parameter, String permission) throws Problem {
    String name = parameter.getSimpleName().toString();
    String what = "'" + name + "'";
    TypeMirror mirror = parameter.asType();
    TypeReader.requireNotNullable(mirror, parameter, what);
    String typeName = nameOf(mirror);
    String context = CONTEXT.get(typeName);
    if (context != null) {
      return new Parameter.Context(name, context);
    }
    if (Names.TRANSPORT.contains(name)
        || Names.JAVASCRIPT.contains(name)
        || !Names.FUNCTION.matcher(name).matches()) {
      throw new Problem(
          parameter,
          "An argument cannot be called '"
              + name
              + (Names.TRANSPORT.contains(name)
                  ? "', which the carriers of calls use themselves: rename it"
                  : "' in JavaScript: rename it"));
    }
    Optional<AnnotationMirror> scoped = annotation(parameter, "Scoped");
    Optional<Resource> resource = resource(typeName);
    if (resource.isPresent()) {
      return checked(parameter, name, resource.get(), scoped, permission);
    }
    if (scoped.isPresent()) {
      throw new Problem(
          parameter,
          what
              + " is @Scoped, but only files, folders, places, hosts and command lines are"
              + " checked: use ReadableFile, WritableFile, ReadableFolder, WritableFolder,"
              + " ScopedPath, HostAndPort or CommandLine");
    }
    if (TypeReader.isBytes(mirror)) {
      return new Parameter.Bytes(name, BytesForm.ARRAY);
    }
    return switch (typeName) {
      case "java.nio.ByteBuffer" -> new Parameter.Bytes(name, BytesForm.BUFFER);
      case API + "Body" -> new Parameter.Bytes(name, BytesForm.BODY);
      default -> new Parameter.Value(name, values.read(mirror, parameter, what));
    };
  }

  private static Optional<Resource> resource(String typeName) {
    for (Resource resource : Resource.values()) {
      if (typeName.equals(API + resource.type())) {
        return Optional.of(resource);
      }
    }
    return Optional.empty();
  }

  private Parameter checked(
      VariableElement parameter,
      String name,
      Resource resource,
      Optional<AnnotationMirror> scoped,
      String permission)
      throws Problem {
    List<String> permissions = scoped.map(a -> texts(a, "value")).orElse(List.of());
    for (String given : permissions) {
      requirePermission(given, parameter);
    }
    if (permissions.isEmpty()) {
      permissions = List.of(permission);
    }
    if (permissions.contains(BASIC)) {
      throw new Problem(
          parameter,
          "'"
              + name
              + "' would lie under "
              + BASIC
              + ", of which no grants can be given: name the"
              + " permission, by @Scoped(\"plugin:permission\")");
    }
    boolean follow = scoped.flatMap(a -> value(a, "follow")).map(Boolean.TRUE::equals).orElse(true);
    if (!follow && resource != Resource.PLACE) {
      throw new Problem(
          parameter,
          "Only a ScopedPath can be a link that is not followed: use it for '" + name + "'");
    }
    return new Parameter.Checked(name, resource, permissions, follow);
  }

  private static void requireOneBody(
      ExecutableElement method, List<Parameter> parameters, Result result, String what)
      throws Problem {
    long bodies = parameters.stream().filter(Parameter.Bytes.class::isInstance).count();
    if (bodies > 1) {
      throw new Problem(
          method,
          what
              + " takes bytes twice, but a call has one body: make two commands of it, or take one"
              + " Body that holds both");
    }
    boolean stream = TypeScript.isStream(result);
    if (bodies == 1 && stream) {
      throw new Problem(
          method,
          what
              + " takes bytes and answers a stream, which no carrier can do at once: take the bytes"
              + " by a command of their own");
    }
  }

  private Result result(ExecutableElement method) throws Problem {
    TypeMirror mirror = method.getReturnType();
    String what = "What " + method.getSimpleName() + " answers";
    TypeReader.requireNotNullable(mirror, method, what);
    if (mirror.getKind() == TypeKind.VOID) {
      return new Result.Nothing();
    }
    Optional<TypeMirror> publisher = argumentOf(mirror, "java.util.concurrent.Flow.Publisher");
    if (publisher.isPresent()) {
      ValueType item = values.read(bound(publisher.get()), method, what);
      if (item.isOptional()) {
        throw new Problem(method, what + " has items that may be missing: leave them out");
      }
      return new Result.Items(item);
    }
    Optional<TypeMirror> stage = argumentOf(mirror, "java.util.concurrent.CompletionStage");
    if (stage.isPresent()) {
      TypeMirror inner = bound(stage.get());
      TypeReader.requireNotNullable(inner, method, what);
      return TypeReader.isNamed(inner, "java.lang.Void")
          ? new Result.Nothing()
          : single(inner, method, what);
    }
    return single(mirror, method, what);
  }

  private Result single(TypeMirror mirror, ExecutableElement method, String what) throws Problem {
    if (TypeReader.isBytes(mirror)) {
      return new Result.Bytes(BytesForm.ARRAY);
    }
    return switch (nameOf(mirror)) {
      case "java.nio.ByteBuffer" -> new Result.Bytes(BytesForm.BUFFER);
      case API + "Reply.Bytes" -> new Result.Bytes(BytesForm.REPLY);
      case API + "Reply.Value" -> new Result.Raw(false);
      case API + "Reply.Stream" -> new Result.Raw(true);
      case API + "Reply" ->
          throw new Problem(
              method,
              what
                  + " may be anything, so that JavaScript would not know how to ask for it: say"
                  + " Reply.Bytes, Reply.Value or Reply.Stream, and throw a FailureException to"
                  + " fail");
      default -> new Result.Value(values.read(mirror, method, what));
    };
  }

  /** The argument of a generic type that the type is or implements. */
  private Optional<TypeMirror> argumentOf(TypeMirror mirror, String generic) {
    if (!(mirror instanceof DeclaredType declared)) {
      return Optional.empty();
    }
    if (TypeReader.isNamed(mirror, generic)) {
      return declared.getTypeArguments().stream().map(TypeMirror.class::cast).findFirst();
    }
    for (TypeMirror parent : types.directSupertypes(mirror)) {
      Optional<TypeMirror> found = argumentOf(parent, generic);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** What a wildcard stands for. */
  private static TypeMirror bound(TypeMirror mirror) {
    return mirror instanceof javax.lang.model.type.WildcardType wildcard
            && wildcard.getExtendsBound() != null
        ? wildcard.getExtendsBound()
        : mirror;
  }

  private boolean isA(TypeMirror mirror, String name) {
    @Nullable TypeElement wanted = elements.getTypeElement(name);
    return wanted != null
        && types.isAssignable(types.erasure(mirror), types.erasure(wanted.asType()));
  }

  private static String nameOf(TypeMirror mirror) {
    return mirror instanceof DeclaredType declared
        ? ((TypeElement) declared.asElement()).getQualifiedName().toString()
        : "";
  }

  /** Permissions that are not described are so by the commands that they allow. */
  private List<Permission> permissions(String plugin, List<CommandModel> commands) {
    Map<String, List<String>> summaries = new LinkedHashMap<>();
    Map<String, String> scopes = new LinkedHashMap<>();
    for (CommandModel command : commands) {
      Set<String> needed = new HashSet<>();
      if (!command.permission().equals(BASIC)) {
        summaries.computeIfAbsent(command.permission(), _ -> new ArrayList<>());
        needed.add(command.permission());
      }
      for (Parameter.Checked checked : command.checked()) {
        for (String permission : checked.permissions()) {
          summaries.computeIfAbsent(permission, _ -> new ArrayList<>());
          needed.add(permission);
          String other = scopes.put(permission, checked.resource().kind());
          if (other != null && !other.equals(checked.resource().kind())) {
            problems.accept(
                new Problem(
                    type,
                    "The permission "
                        + permission
                        + " is granted by "
                        + other
                        + " in one command"
                        + " and by "
                        + checked.resource().kind()
                        + " in another: use two"));
          }
        }
      }
      needed.forEach(
          p -> summaries.computeIfAbsent(p, _ -> new ArrayList<>()).add(command.doc().summary()));
    }
    Map<String, String> descriptions = descriptions(summaries.keySet());
    List<Permission> permissions = new ArrayList<>();
    summaries.forEach((name, lines) ->
        permissions.add(
            new Permission(
                name,
                descriptions.getOrDefault(name, described(plugin, name, lines)),
                scopes.getOrDefault(name, ""))));
    return permissions;
  }

  private static String described(String plugin, String permission, List<String> summaries) {
    return permission.startsWith(plugin + ":")
        ? String.join(" ", summaries)
        : "Belongs to the plugin " + permission.substring(0, permission.indexOf(':')) + ".";
  }

  private Map<String, String> descriptions(Set<String> permissions) {
    Map<String, String> descriptions = new LinkedHashMap<>();
    for (AnnotationMirror annotation : all("Permission")) {
      String permission = text(annotation, "value").orElse("");
      String description = text(annotation, "description").orElse("").strip();
      if (!permissions.contains(permission)) {
        problems.accept(
            new Problem(
                type,
                "No command asks for the permission '" + permission + "' that is described here"));
      } else if (description.isEmpty()) {
        problems.accept(
            new Problem(type, "The description of the permission " + permission + " is empty"));
      } else if (descriptions.put(permission, description) != null) {
        problems.accept(new Problem(type, "The permission " + permission + " is described twice"));
      }
    }
    return descriptions;
  }

  private List<Need> needs() throws Problem {
    List<Need> needs = new ArrayList<>();
    for (AnnotationMirror annotation : all("Needs")) {
      String permission = text(annotation, "value").orElse("");
      requirePermission(permission, type);
      String reason = text(annotation, "reason").orElse("").strip();
      if (reason.isEmpty()) {
        throw new Problem(type, "Say for what reason the plugin needs " + permission);
      }
      List<String> patterns = texts(annotation, "of");
      if (patterns.stream().anyMatch(pattern -> !Names.PATTERN.matcher(pattern).matches())) {
        throw new Problem(
            type, "A pattern of what the plugin needs of " + permission + " cannot be written");
      }
      needs.add(new Need(permission, patterns, reason));
    }
    return needs;
  }

  /** The annotations of the plugin of this name, which may be repeated. */
  private List<AnnotationMirror> all(String name) {
    List<AnnotationMirror> found = new ArrayList<>();
    annotation(type, name).ifPresent(found::add);
    annotation(type, name + ".All")
        .flatMap(container -> value(container, "value"))
        .ifPresent(values ->
            ((List<?>) values)
                .forEach(
                    item -> found.add((AnnotationMirror) ((AnnotationValue) item).getValue())));
    return found;
  }

  private static Optional<AnnotationMirror> annotation(Element element, String name) {
    for (AnnotationMirror annotation : element.getAnnotationMirrors()) {
      if (nameOf(annotation.getAnnotationType()).equals(API + name)) {
        return Optional.of(annotation);
      }
    }
    return Optional.empty();
  }

  /** A member that is given; defaults are not. */
  private static Optional<Object> value(AnnotationMirror annotation, String member) {
    return annotation.getElementValues().entrySet().stream()
        .filter(entry -> entry.getKey().getSimpleName().contentEquals(member))
        .map(entry -> entry.getValue().getValue())
        .findFirst();
  }

  private static Optional<String> text(AnnotationMirror annotation, String member) {
    return value(annotation, member).map(String::valueOf);
  }

  private static List<String> texts(AnnotationMirror annotation, String member) {
    return value(annotation, member).stream()
        .flatMap(value -> ((List<?>) value).stream())
        .map(item -> String.valueOf(((AnnotationValue) item).getValue()))
        .toList();
  }
}

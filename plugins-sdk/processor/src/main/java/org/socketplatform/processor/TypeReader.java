package org.socketplatform.processor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;
import org.socketplatform.processor.ValueType.Boxed;
import org.socketplatform.processor.ValueType.ListOf;
import org.socketplatform.processor.ValueType.MapOf;
import org.socketplatform.processor.ValueType.Named;
import org.socketplatform.processor.ValueType.OptionalOf;
import org.socketplatform.processor.ValueType.Plain;
import org.socketplatform.processor.ValueType.SetOf;

/** Finds out what a Java type is as a value, and collects the named ones on the way. */
final class TypeReader {
  private static final String SUPPORTED =
      "use a primitive, String, enum, record, sealed interface of records, Optional, List, Set, Map"
          + " with String keys, Duration or Instant";

  /** What to use instead of types that come to mind first. */
  private static final Map<String, String> INSTEAD =
      Map.ofEntries(
          Map.entry("java.lang.Object", "say what it is: use a record or a sealed interface"),
          Map.entry("java.util.Date", "use Instant"),
          Map.entry("java.util.Calendar", "use Instant"),
          Map.entry("java.time.LocalDateTime", "use Instant, or a String"),
          Map.entry("java.time.ZonedDateTime", "use Instant, or a String"),
          Map.entry("java.time.OffsetDateTime", "use Instant, or a String"),
          Map.entry("java.time.LocalDate", "use a String"),
          Map.entry("java.util.UUID", "use a String"),
          Map.entry("java.net.URI", "use a String"),
          Map.entry("java.net.URL", "use a String"),
          Map.entry("java.math.BigInteger", "use a String, or long up to 2^53"),
          Map.entry("java.math.BigDecimal", "use a String, or double"),
          Map.entry("java.util.OptionalInt", "use Optional<Integer>"),
          Map.entry("java.util.OptionalLong", "use Optional<Long>"),
          Map.entry("java.util.OptionalDouble", "use Optional<Double>"),
          Map.entry("java.util.Collection", "use List or Set"),
          Map.entry("java.lang.Iterable", "use List"),
          Map.entry("java.util.ArrayList", "use List"),
          Map.entry("java.util.LinkedHashMap", "use Map"),
          Map.entry("java.util.HashMap", "use Map"),
          Map.entry("java.util.HashSet", "use Set"),
          Map.entry("java.util.stream.Stream", "use List, or Flow.Publisher as the result"),
          Map.entry("java.util.Iterator", "use List, or Flow.Publisher as the result"),
          Map.entry(
              "java.nio.file.Path",
              "use ReadableFile, WritableFile, ReadableFolder or WritableFolder as an argument of"
                  + " the command, which the router checks; to tell of a path use a String"),
          Map.entry(
              "java.io.File",
              "use ReadableFile, WritableFile, ReadableFolder or WritableFolder as an argument of"
                  + " the command, which the router checks; to tell of a path use a String"),
          Map.entry("java.io.InputStream", "use Body as an argument, byte[] as a result"),
          Map.entry("java.lang.Void", "use void"));

  private final Elements elements;
  private final PackageElement home;
  private final Map<String, Definition> definitions = new LinkedHashMap<>();

  /** A reader for plugins of a package. */
  TypeReader(Elements elements, PackageElement home) {
    this.elements = elements;
    this.home = home;
  }

  /** All named types so far, in the order of their first use. */
  List<Definition> definitions() {
    return List.copyOf(definitions.values());
  }

  /**
   * Reads a type.
   *
   * @param place where to show a problem with it
   * @param what it is called in messages
   */
  ValueType read(TypeMirror type, Element place, String what) throws Problem {
    requireNotNullable(type, place, what);
    if (type.getKind().isPrimitive()) {
      return Plain.valueOf(type.getKind().name());
    }
    if (type.getKind() == TypeKind.ARRAY) {
      throw isBytes(type) ? bytesInside(place, what) : unsupported(type, place, what, "use List");
    }
    if (!(type instanceof DeclaredType declared)) {
      throw unsupported(type, place, what, SUPPORTED);
    }
    TypeElement element = (TypeElement) declared.asElement();
    String name = element.getQualifiedName().toString();
    return switch (name) {
      case "java.lang.Boolean" -> new Boxed(Plain.BOOLEAN);
      case "java.lang.Byte" -> new Boxed(Plain.BYTE);
      case "java.lang.Short" -> new Boxed(Plain.SHORT);
      case "java.lang.Integer" -> new Boxed(Plain.INT);
      case "java.lang.Long" -> new Boxed(Plain.LONG);
      case "java.lang.Float" -> new Boxed(Plain.FLOAT);
      case "java.lang.Double" -> new Boxed(Plain.DOUBLE);
      case "java.lang.Character" -> new Boxed(Plain.CHAR);
      case "java.lang.String" -> Plain.STRING;
      case "java.time.Duration" -> Plain.DURATION;
      case "java.time.Instant" -> Plain.INSTANT;
      case "java.util.List" -> new ListOf(inside(declared, 0, place, what));
      case "java.util.Set" -> new SetOf(inside(declared, 0, place, what));
      case "java.util.Map" -> mapOf(declared, place, what);
      case "java.util.Optional" -> new OptionalOf(inside(declared, 0, place, what));
      case "java.nio.ByteBuffer", "org.socketplatform.plugin.Body" ->
          throw bytesInside(place, what);
      default -> {
        if (name.startsWith("org.socketplatform.plugin.")) {
          throw unsupported(
              type,
              place,
              what,
              "types that the router checks stand alone, as arguments of a command");
        }
        yield new Named(define(element, type, place, what));
      }
    };
  }

  private ValueType mapOf(DeclaredType type, Element place, String what) throws Problem {
    if (type.getTypeArguments().size() != 2
        || !isNamed(type.getTypeArguments().getFirst(), "java.lang.String")) {
      throw unsupported(type, place, what, "the keys of a Map are Strings");
    }
    return new MapOf(inside(type, 1, place, what));
  }

  private ValueType inside(DeclaredType type, int index, Element place, String what)
      throws Problem {
    if (type.getTypeArguments().size() <= index) {
      throw unsupported(type, place, what, "say of what it is: " + type + "<...>");
    }
    ValueType inside = read(type.getTypeArguments().get(index), place, what);
    if (inside.isOptional()) {
      throw unsupported(
          type,
          place,
          what,
          "Optional stands alone or is a part of a record, not inside of others");
    }
    return inside;
  }

  /** The named type that is described by an element. */
  private Definition define(TypeElement element, TypeMirror type, Element place, String what)
      throws Problem {
    String name = element.getQualifiedName().toString();
    Definition known = definitions.get(name);
    if (known != null) {
      return known;
    }
    boolean product = element.getKind() == ElementKind.RECORD;
    boolean sum =
        element.getKind() == ElementKind.INTERFACE
            && element.getModifiers().contains(Modifier.SEALED);
    if (!product && !sum && element.getKind() != ElementKind.ENUM) {
      throw unsupported(type, place, what, INSTEAD.getOrDefault(name, SUPPORTED));
    }
    if (!element.getTypeParameters().isEmpty()) {
      throw unsupported(type, place, what, "a type of your own must not be generic");
    }
    requireAccess(element, place, what);
    requireFreeName(element, place);
    return product ? product(element, place) : sum ? sum(element, place, what) : constants(element);
  }

  private Definition constants(TypeElement element) {
    List<String> names =
        element.getEnclosedElements().stream()
            .filter(e -> e.getKind() == ElementKind.ENUM_CONSTANT)
            .map(e -> e.getSimpleName().toString())
            .toList();
    return remember(new Definition.Constants(element, doc(element), names));
  }

  private Definition product(TypeElement element, Element place) throws Problem {
    Definition.Product product = new Definition.Product(element, doc(element), codec(element));
    remember(product);
    for (RecordComponentElement component : element.getRecordComponents()) {
      String name = component.getSimpleName().toString();
      ValueType type =
          read(
              component.asType(),
              isSource(element) ? component : place,
              "'" + element.getSimpleName() + "." + name + "'");
      product.components().add(new Definition.Component(name, type, product.doc().param(name)));
    }
    return product;
  }

  private Definition sum(TypeElement element, Element place, String what) throws Problem {
    Definition.Sum sum = new Definition.Sum(element, doc(element), codec(element));
    remember(sum);
    Map<String, String> tags = new LinkedHashMap<>();
    for (TypeMirror permitted : element.getPermittedSubclasses()) {
      TypeElement member = (TypeElement) ((DeclaredType) permitted).asElement();
      Element shown = isSource(member) ? member : place;
      if (member.getKind() != ElementKind.RECORD) {
        throw unsupported(
            permitted, shown, what, "the members of the sealed " + element + " must be records");
      }
      Definition definition = define(member, permitted, shown, what);
      if (definition instanceof Definition.Product product) {
        for (Definition.Component component : product.components()) {
          if (component.name().equals("type")) {
            throw new Problem(
                shown,
                "'type' tells the records of the sealed "
                    + element
                    + " apart, so they cannot have a component of that name: rename "
                    + member.getSimpleName()
                    + ".type");
          }
        }
        String other = tags.put(Definition.tag(product), product.java());
        if (other != null) {
          throw new Problem(
              shown, product.java() + " and " + other + " have one simple name: rename one");
        }
        sum.members().add(product);
      }
    }
    return sum;
  }

  private <T extends Definition> T remember(T definition) {
    definitions.put(definition.java(), definition);
    return definition;
  }

  private Doc doc(Element element) {
    return docOf(elements, element);
  }

  static Doc docOf(Elements elements, Element element) {
    @Nullable String comment = elements.getDocComment(element);
    return comment == null
        ? Doc.NONE
        : DocReader.read(
            comment, elements.getDocCommentKind(element) != Elements.DocCommentKind.END_OF_LINE);
  }

  private String codec(TypeElement element) {
    String itsPackage = elements.getPackageOf(element).getQualifiedName().toString();
    return PluginModel.flatName(element, itsPackage) + "Codec";
  }

  /** Elements of class files have no place in a source file that could be shown. */
  private boolean isSource(Element element) {
    try {
      return elements.getFileObjectOf(element).getKind() == JavaFileObject.Kind.SOURCE;
    } catch (UnsupportedOperationException e) {
      return false;
    }
  }

  private void requireAccess(TypeElement element, Element place, String what) throws Problem {
    boolean elsewhere = !elements.getPackageOf(element).equals(home);
    for (Element e = element; e instanceof TypeElement; e = e.getEnclosingElement()) {
      boolean shown =
          elsewhere
              ? e.getModifiers().contains(Modifier.PUBLIC)
              : !e.getModifiers().contains(Modifier.PRIVATE);
      if (!shown) {
        throw new Problem(
            isSource(element) ? element : place,
            what
                + " is of the type "
                + element
                + ", which the generated code cannot see: make "
                + e.getSimpleName()
                + (elsewhere ? " public" : " package-private or public"));
      }
    }
  }

  private void requireFreeName(TypeElement element, Element place) throws Problem {
    String name = element.getSimpleName().toString();
    if (Names.TYPESCRIPT.contains(name)) {
      throw new Problem(
          isSource(element) ? element : place,
          element + " cannot be called " + name + " in JavaScript, which has its own: rename it");
    }
    Optional<Definition> other =
        definitions.values().stream().filter(d -> d.name().equals(name)).findFirst();
    if (other.isPresent()) {
      throw new Problem(
          isSource(element) ? element : place,
          element
              + " and "
              + other.get().java()
              + " would both be called "
              + name
              + " in JavaScript: rename one");
    }
  }

  static boolean isNamed(TypeMirror type, String name) {
    return type instanceof DeclaredType declared
        && ((TypeElement) declared.asElement()).getQualifiedName().contentEquals(name);
  }

  static boolean isBytes(TypeMirror type) {
    return type.getKind() == TypeKind.ARRAY
        && ((ArrayType) type).getComponentType().getKind() == TypeKind.BYTE;
  }

  static void requireNotNullable(TypeMirror type, Element place, String what) throws Problem {
    boolean nullable =
        type.getAnnotationMirrors().stream()
            .map(annotation -> annotation.getAnnotationType().asElement().getSimpleName())
            .anyMatch(name -> name.contentEquals("Nullable"));
    if (nullable) {
      throw new Problem(place, what + " is @Nullable: use Optional");
    }
  }

  private static Problem bytesInside(Element place, String what) {
    return new Problem(
        place,
        what
            + " has bytes inside of another value, where they would have to be turned into text:"
            + " take or answer them alone, as byte[], ByteBuffer or Body");
  }

  private static Problem unsupported(TypeMirror type, Element place, String what, String instead) {
    return new Problem(place, what + " is of the type " + type + ": " + instead);
  }
}

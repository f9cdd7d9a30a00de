package org.socketplatform.processor;

import java.util.LinkedHashMap;
import java.util.Map;
import org.socketplatform.processor.ValueType.Boxed;
import org.socketplatform.processor.ValueType.ListOf;
import org.socketplatform.processor.ValueType.MapOf;
import org.socketplatform.processor.ValueType.Named;
import org.socketplatform.processor.ValueType.OptionalOf;
import org.socketplatform.processor.ValueType.Plain;
import org.socketplatform.processor.ValueType.SetOf;

/**
 * Java that reads and writes values of a type. What takes more than an expression becomes a static
 * method of the class that uses it; no lambdas, since those of bundles are made anew at each start.
 */
final class ValueCode {
  private final String packageName;
  private final Map<String, String> methods = new LinkedHashMap<>();

  /** Code for a class of a package, which is where codecs are. */
  ValueCode(String packageName) {
    this.packageName = packageName;
  }

  /** The methods that the expressions and statements so far stand on. */
  Iterable<String> methods() {
    return methods.values();
  }

  /** The class that reads and writes a definition. */
  private String codec(String simpleName) {
    return packageName.isEmpty() ? simpleName : packageName + "." + simpleName;
  }

  /** An expression that reads a value. */
  String read(ValueType type, String reader) {
    return switch (type) {
      case Plain plain -> readPlain(plain, reader);
      case Boxed(Plain plain) -> readPlain(plain, reader);
      case Named(Definition.Product product) -> codec(product.codec()) + ".read(" + reader + ")";
      case Named(Definition.Sum sum) -> codec(sum.codec()) + ".read(" + reader + ")";
      case Named(Definition.Constants constants) -> readConstant(constants) + "(" + reader + ")";
      case ListOf(ValueType item) ->
          readItems(type, "ArrayList", "List", item) + "(" + reader + ")";
      case SetOf(ValueType item) ->
          readItems(type, "LinkedHashSet", "Set", item) + "(" + reader + ")";
      case MapOf(ValueType value) -> readMap(type, value) + "(" + reader + ")";
      case OptionalOf(ValueType value) -> readOptional(type, value) + "(" + reader + ")";
    };
  }

  private static String readPlain(Plain plain, String reader) {
    return switch (plain) {
      case BOOLEAN -> reader + ".bool()";
      case BYTE -> "(byte) Values.whole(" + reader + ", Byte.MIN_VALUE, Byte.MAX_VALUE)";
      case SHORT -> "(short) Values.whole(" + reader + ", Short.MIN_VALUE, Short.MAX_VALUE)";
      case INT -> "(int) Values.whole(" + reader + ", Integer.MIN_VALUE, Integer.MAX_VALUE)";
      case LONG -> "Values.whole(" + reader + ")";
      case FLOAT -> "Values.single(" + reader + ")";
      case DOUBLE -> "Values.number(" + reader + ")";
      case CHAR -> "Values.character(" + reader + ")";
      case STRING -> reader + ".string()";
      case DURATION -> "Values.duration(" + reader + ")";
      case INSTANT -> "Values.instant(" + reader + ")";
    };
  }

  private String readConstant(Definition.Constants constants) {
    String name = "read" + mangled(new Named(constants));
    if (!methods.containsKey(name)) {
      StringBuilder cases = new StringBuilder();
      for (String constant : constants.names()) {
        cases.append("case \"%s\" -> %s.%s;%n".formatted(constant, constants.java(), constant));
      }
      methods.put(
          name,
          """
          private static %s %s(ValueReader reader) {
          return switch (reader.string()) {
          %sdefault -> throw reader.invalid(%s);
          };
          }
          """
              .formatted(
                  constants.java(),
                  name,
                  cases,
                  Json.quoted("expecting one of " + String.join(", ", constants.names()))));
    }
    return name;
  }

  private String readItems(ValueType type, String maker, String kind, ValueType item) {
    String name = "read" + mangled(type);
    if (methods.putIfAbsent(name, "") == null) {
      methods.put(
          name,
          """
          private static %s %s(ValueReader reader) {
          java.util.%s<%s> items = new java.util.%s<>();
          reader.beginArray();
          while (reader.nextItem()) {
          items.add(%s);
          }
          return java.util.Collections.unmodifiable%s(items);
          }
          """
              .formatted(type.java(), name, kind, item.boxed(), maker, read(item, "reader"), kind));
    }
    return name;
  }

  private String readMap(ValueType type, ValueType value) {
    String name = "read" + mangled(type);
    if (methods.putIfAbsent(name, "") == null) {
      methods.put(
          name,
          """
          private static %s %s(ValueReader reader) {
          %s members = new java.util.LinkedHashMap<>();
          reader.beginObject();
          for (String name = reader.nextName(); name != null; name = reader.nextName()) {
          members.put(name, %s);
          }
          return java.util.Collections.unmodifiableMap(members);
          }
          """
              .formatted(type.java(), name, type.java(), read(value, "reader")));
    }
    return name;
  }

  private String readOptional(ValueType type, ValueType value) {
    String name = "read" + mangled(type);
    if (methods.putIfAbsent(name, "") == null) {
      methods.put(
          name,
          """
          private static %s %s(ValueReader reader) {
          if (reader.next() == ValueReader.Kind.NULL) {
          reader.nullValue();
          return java.util.Optional.empty();
          }
          return java.util.Optional.of(%s);
          }
          """
              .formatted(type.java(), name, read(value, "reader")));
    }
    return name;
  }

  /**
   * A statement that writes a value.
   *
   * @param value an expression that has it
   * @param place what it is called in messages
   */
  String write(ValueType type, String value, String place) {
    String present =
        type instanceof Plain plain && plain.isPrimitive()
            ? value
            : "Values.present(" + value + ", " + Json.quoted(place) + ")";
    return switch (type) {
      case Plain plain -> writePlain(plain, present);
      case Boxed(Plain plain) -> writePlain(plain, present);
      case Named(Definition.Product product) ->
          codec(product.codec()) + ".write(" + present + ", writer);";
      case Named(Definition.Sum sum) -> codec(sum.codec()) + ".write(" + present + ", writer);";
      case Named(Definition.Constants _) -> "writer.string(" + present + ".name());";
      case ListOf(ValueType item) -> writeItems(type, item, place) + "(" + present + ", writer);";
      case SetOf(ValueType item) -> writeItems(type, item, place) + "(" + present + ", writer);";
      case MapOf(ValueType item) -> writeMap(type, item, place) + "(" + present + ", writer);";
      case OptionalOf(ValueType item) ->
          writeOptional(type, item, place) + "(" + present + ", writer);";
    };
  }

  private static String writePlain(Plain plain, String value) {
    return switch (plain) {
      case BOOLEAN -> "writer.bool(" + value + ");";
      case BYTE, SHORT, INT -> "writer.number((long) " + value + ");";
      case LONG, FLOAT, DOUBLE, DURATION, INSTANT -> "Values.write(" + value + ", writer);";
      case CHAR -> "writer.string(String.valueOf(" + value + "));";
      case STRING -> "writer.string(" + value + ");";
    };
  }

  private String writeItems(ValueType type, ValueType item, String place) {
    String name = "write" + mangled(type);
    if (methods.putIfAbsent(name, "") == null) {
      methods.put(
          name,
          """
          private static void %s(%s items, ValueWriter writer) {
          writer.beginArray();
          for (%s item : items) {
          %s
          }
          writer.endArray();
          }
          """
              .formatted(
                  name, type.java(), item.boxed(), write(item, "item", "An item of " + place)));
    }
    return name;
  }

  private String writeMap(ValueType type, ValueType item, String place) {
    String name = "write" + mangled(type);
    if (methods.putIfAbsent(name, "") == null) {
      methods.put(
          name,
          """
          private static void %s(%s members, ValueWriter writer) {
          writer.beginObject();
          for (java.util.Map.Entry<String, %s> member : members.entrySet()) {
          writer.name(Values.present(member.getKey(), %s));
          %s
          }
          writer.endObject();
          }
          """
              .formatted(
                  name,
                  type.java(),
                  item.boxed(),
                  Json.quoted("A key of " + place),
                  write(item, "member.getValue()", "A value of " + place)));
    }
    return name;
  }

  private String writeOptional(ValueType type, ValueType item, String place) {
    String name = "write" + mangled(type);
    if (methods.putIfAbsent(name, "") == null) {
      methods.put(
          name,
          """
          private static void %s(%s value, ValueWriter writer) {
          if (value.isPresent()) {
          %s
          } else {
          writer.nullValue();
          }
          }
          """
              .formatted(name, type.java(), write(item, "value.get()", place)));
    }
    return name;
  }

  /** A part of a method's name for a type; simple names of definitions are unique in a plugin. */
  private static String mangled(ValueType type) {
    return switch (type) {
      case Plain plain -> simple(plain.boxed());
      case Boxed(Plain plain) -> simple(plain.boxed());
      case Named(Definition definition) -> definition.name();
      case ListOf(ValueType item) -> "ListOf" + mangled(item);
      case SetOf(ValueType item) -> "SetOf" + mangled(item);
      case MapOf(ValueType value) -> "MapOf" + mangled(value);
      case OptionalOf(ValueType value) -> "OptionalOf" + mangled(value);
    };
  }

  private static String simple(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}

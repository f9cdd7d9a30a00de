package org.socketplatform.processor;

import static org.socketplatform.processor.Json.object;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.socketplatform.processor.ValueType.Boxed;
import org.socketplatform.processor.ValueType.ListOf;
import org.socketplatform.processor.ValueType.MapOf;
import org.socketplatform.processor.ValueType.Named;
import org.socketplatform.processor.ValueType.OptionalOf;
import org.socketplatform.processor.ValueType.Plain;
import org.socketplatform.processor.ValueType.SetOf;

/** Types as JSON Schema 2020-12; named ones are referred to as {@code #/$defs/NAME}. */
final class JsonSchema {
  private static final long LARGEST_WHOLE = (1L << 53) - 1;

  private JsonSchema() {}

  static Map<String, Object> of(ValueType type) {
    return switch (type) {
      case Plain plain -> of(plain);
      case Boxed(Plain plain) -> of(plain);
      case Named(Definition definition) -> object("$ref", "#/$defs/" + definition.name());
      case ListOf(ValueType item) -> object("type", "array", "items", of(item));
      case SetOf(ValueType item) -> object("type", "array", "items", of(item), "uniqueItems", true);
      case MapOf(ValueType value) -> object("type", "object", "additionalProperties", of(value));
      case OptionalOf(ValueType value) -> of(value);
    };
  }

  private static Map<String, Object> of(Plain plain) {
    return switch (plain) {
      case BOOLEAN -> object("type", "boolean");
      case BYTE -> whole(Byte.MIN_VALUE, Byte.MAX_VALUE);
      case SHORT -> whole(Short.MIN_VALUE, Short.MAX_VALUE);
      case INT -> whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
      case LONG -> whole(-LARGEST_WHOLE, LARGEST_WHOLE);
      case FLOAT, DOUBLE -> object("type", "number");
      case CHAR -> object("type", "string", "minLength", 1, "maxLength", 1);
      case STRING -> object("type", "string");
      case DURATION -> object("type", "number", "description", "milliseconds");
      case INSTANT -> object("type", "string", "format", "date-time");
    };
  }

  private static Map<String, Object> whole(long least, long most) {
    return object("type", "integer", "minimum", least, "maximum", most);
  }

  /** The named types of a plugin. */
  static Map<String, Object> definitions(List<Definition> definitions) {
    Map<String, Object> schemas = new LinkedHashMap<>();
    for (Definition definition : definitions) {
      Map<String, Object> schema = new LinkedHashMap<>();
      if (!definition.doc().isEmpty()) {
        schema.put("description", definition.doc().text());
      }
      switch (definition) {
        case Definition.Constants constants -> schema.put("enum", constants.names());
        case Definition.Product product -> schema.putAll(product(product));
        case Definition.Sum sum -> schema.put("oneOf", sum(sum));
      }
      schemas.put(definition.name(), schema);
    }
    return schemas;
  }

  private static Map<String, Object> product(Definition.Product product) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (Definition.Component component : product.components()) {
      Map<String, Object> schema = of(component.type());
      if (!component.doc().isEmpty()) {
        schema.putIfAbsent("description", component.doc());
      }
      properties.put(component.name(), schema);
      if (!component.type().isOptional()) {
        required.add(component.name());
      }
    }
    return object("type", "object", "properties", properties, "required", required);
  }

  private static List<Object> sum(Definition.Sum sum) {
    List<Object> members = new ArrayList<>();
    for (Definition.Product member : sum.members()) {
      members.add(
          object(
              "$ref",
              "#/$defs/" + member.name(),
              "properties",
              object("type", object("const", Definition.tag(member))),
              "required",
              List.of("type")));
    }
    return members;
  }
}

package org.socketplatform.processor;

import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.TypeElement;

/**
 * A type with a name that a plugin uses. Types may refer to themselves, so their parts are filled
 * in after they are made; two definitions are the same only if they are one object.
 */
sealed interface Definition {
  TypeElement type();

  /** Its name in JavaScript. */
  default String name() {
    return type().getSimpleName().toString();
  }

  /** Its name in Java, with the package. */
  default String java() {
    return type().getQualifiedName().toString();
  }

  Doc doc();

  /** An enum. */
  record Constants(TypeElement type, Doc doc, List<String> names) implements Definition {}

  /** A record. */
  final class Product implements Definition {
    private final TypeElement type;
    private final Doc doc;
    private final String codec;
    private final List<Component> components = new ArrayList<>();

    Product(TypeElement type, Doc doc, String codec) {
      this.type = type;
      this.doc = doc;
      this.codec = codec;
    }

    @Override
    public TypeElement type() {
      return type;
    }

    @Override
    public Doc doc() {
      return doc;
    }

    /** Simple name of the class that reads and writes it. */
    String codec() {
      return codec;
    }

    List<Component> components() {
      return components;
    }
  }

  /** A part of a record. */
  record Component(String name, ValueType type, String doc) {}

  /** A sealed interface of records. */
  final class Sum implements Definition {
    private final TypeElement type;
    private final Doc doc;
    private final String codec;
    private final List<Product> members = new ArrayList<>();

    Sum(TypeElement type, Doc doc, String codec) {
      this.type = type;
      this.doc = doc;
      this.codec = codec;
    }

    @Override
    public TypeElement type() {
      return type;
    }

    @Override
    public Doc doc() {
      return doc;
    }

    String codec() {
      return codec;
    }

    List<Product> members() {
      return members;
    }
  }

  /** What the member {@code type} says for a record of a sealed interface. */
  static String tag(Product member) {
    String name = member.name();
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}

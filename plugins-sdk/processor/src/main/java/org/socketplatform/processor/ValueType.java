package org.socketplatform.processor;

/** The types that values on their way between Java and JavaScript may have. */
sealed interface ValueType {
  /** How the type is written in Java. */
  String java();

  /** How it is written as an argument of a generic type. */
  default String boxed() {
    return java();
  }

  /** A value without parts, which stands as text in a parameter of a call. */
  enum Plain implements ValueType {
    BOOLEAN("boolean", "Boolean"),
    BYTE("byte", "Byte"),
    SHORT("short", "Short"),
    INT("int", "Integer"),
    LONG("long", "Long"),
    FLOAT("float", "Float"),
    DOUBLE("double", "Double"),
    CHAR("char", "Character"),
    STRING("java.lang.String", "java.lang.String"),
    DURATION("java.time.Duration", "java.time.Duration"),
    INSTANT("java.time.Instant", "java.time.Instant");

    private final String java;
    private final String boxed;

    Plain(String java, String boxed) {
      this.java = java;
      this.boxed = boxed;
    }

    @Override
    public String java() {
      return java;
    }

    @Override
    public String boxed() {
      return boxed;
    }

    boolean isPrimitive() {
      return !java.equals(boxed);
    }
  }

  /** A primitive in its box. */
  record Boxed(Plain plain) implements ValueType {
    @Override
    public String java() {
      return plain.boxed();
    }
  }

  /** A record, sealed interface or enum; see {@link Definition}. */
  record Named(Definition definition) implements ValueType {
    @Override
    public String java() {
      return definition.java();
    }
  }

  /** A list. */
  record ListOf(ValueType item) implements ValueType {
    @Override
    public String java() {
      return "java.util.List<" + item.boxed() + ">";
    }
  }

  /** A set. */
  record SetOf(ValueType item) implements ValueType {
    @Override
    public String java() {
      return "java.util.Set<" + item.boxed() + ">";
    }
  }

  /** A map with strings as keys. */
  record MapOf(ValueType value) implements ValueType {
    @Override
    public String java() {
      return "java.util.Map<java.lang.String, " + value.boxed() + ">";
    }
  }

  /** A value that need not be there. */
  record OptionalOf(ValueType value) implements ValueType {
    @Override
    public String java() {
      return "java.util.Optional<" + value.boxed() + ">";
    }
  }

  /** The type without the choice to leave it out. */
  default ValueType required() {
    return this instanceof OptionalOf(var value) ? value : this;
  }

  default boolean isOptional() {
    return this instanceof OptionalOf;
  }

  /** True if a value stands as text in a parameter, not as JSON. */
  default boolean isPlain() {
    return switch (required()) {
      case Plain _, Boxed _ -> true;
      case Named(Definition.Constants _) -> true;
      case Named _, ListOf _, SetOf _, MapOf _, OptionalOf _ -> false;
    };
  }
}

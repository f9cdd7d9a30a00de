package org.socketplatform.processor;

import org.socketplatform.processor.ValueType.OptionalOf;

/** Writes the class that reads and writes one record or sealed interface. */
final class CodecWriter {
  private final String packageName;
  private final ValueCode values;
  private final Source source = new Source();

  private CodecWriter(String packageName) {
    this.packageName = packageName;
    this.values = new ValueCode(packageName);
  }

  static String write(Definition.Product product, String packageName) {
    return new CodecWriter(packageName).product(product);
  }

  static String write(Definition.Sum sum, String packageName) {
    return new CodecWriter(packageName).sum(sum);
  }

  private void begin(Definition definition, String codec) {
    source.code(
        (packageName.isEmpty() ? "" : "package " + packageName + ";\n\n")
            + """
            import javax.annotation.processing.Generated;
            import org.socketplatform.plugin.TaggedReader;
            import org.socketplatform.plugin.ValueReader;
            import org.socketplatform.plugin.ValueWriter;
            import org.socketplatform.plugin.Values;
            import org.socketplatform.plugin.Writable;

            /** Reads and writes {@link %2$s}. */
            @Generated("%3$s")
            final class %1$s implements Writable {
            private final %2$s value;

            %1$s(%2$s value) {
            this.value = Values.present(value, "%4$s");
            }

            @Override
            public void writeTo(ValueWriter writer) {
            write(value, writer);
            }
            """
                .formatted(
                    codec, definition.java(), PluginProcessor.class.getName(), definition.name()));
  }

  private String end() {
    for (String method : values.methods()) {
      source.gap().code(method);
    }
    return source.code("}").toString();
  }

  private String product(Definition.Product product) {
    begin(product, product.codec());
    source
        .gap()
        .code(
            """
            static void write(%s value, ValueWriter writer) {
            writer.beginObject();
            writeMembers(value, writer);
            writer.endObject();
            }

            static void writeMembers(%s value, ValueWriter writer) {
            """
                .formatted(product.java(), product.java()));
    for (Definition.Component component : product.components()) {
      writeMember(product, component);
    }
    source.code("}").gap();
    source.code("static %s read(ValueReader reader) {".formatted(product.java()));
    for (Definition.Component component : product.components()) {
      source.code(
          component.type() instanceof OptionalOf
              ? "%s m_%s = java.util.Optional.empty();"
                  .formatted(component.type().java(), component.name())
              : "%s m_%s = null;".formatted(component.type().boxed(), component.name()));
    }
    source.code(
        """
        reader.beginObject();
        for (String name = reader.nextName(); name != null; name = reader.nextName()) {
        switch (name) {
        """);
    for (Definition.Component component : product.components()) {
      source.code(
          "case \"%s\" -> m_%s = %s;"
              .formatted(
                  component.name(), component.name(), values.read(component.type(), "reader")));
    }
    source.code("default -> reader.skip();\n}\n}");
    StringBuilder arguments = new StringBuilder();
    for (Definition.Component component : product.components()) {
      String local = "m_" + component.name();
      if (!component.type().isOptional()) {
        source.code(
            """
            if (%s == null) {
            throw reader.invalid("the member '%s' is missing");
            }
            """
                .formatted(local, component.name()));
      }
      arguments.append(arguments.isEmpty() ? "" : ", ").append(local);
    }
    source.code(
        """
        try {
        return new %s(%s);
        } catch (IllegalArgumentException e) {
        throw reader.invalid(String.valueOf(e.getMessage()));
        }
        }
        """
            .formatted(product.java(), arguments));
    return end();
  }

  private void writeMember(Definition.Product product, Definition.Component component) {
    String place = product.name() + "." + component.name();
    String value = "value." + component.name() + "()";
    String name = "writer.name(\"" + component.name() + "\");\n";
    if (component.type() instanceof OptionalOf(ValueType inner)) {
      source.code(
          """
          if (Values.present(%s, %s).isPresent()) {
          %s%s
          }
          """
              .formatted(
                  value, Json.quoted(place), name, values.write(inner, value + ".get()", place)));
    } else {
      source.code(name + values.write(component.type(), value, place));
    }
  }

  private String sum(Definition.Sum sum) {
    begin(sum, sum.codec());
    source.gap();
    source.code("static void write(%s value, ValueWriter writer) {".formatted(sum.java()));
    source.code("writer.beginObject();");
    StringBuilder branches = new StringBuilder();
    StringBuilder cases = new StringBuilder();
    StringBuilder tags = new StringBuilder();
    for (Definition.Product member : sum.members()) {
      String tag = Definition.tag(member);
      branches.append(
          """
          %sif (value instanceof %s member) {
          writer.name(TaggedReader.TAG);
          writer.string("%s");
          %s.writeMembers(member, writer);
          """
              .formatted(branches.isEmpty() ? "" : "} else ", member.java(), tag, member.codec()));
      cases.append("case \"%s\" -> %s.read(tagged);%n".formatted(tag, member.codec()));
      tags.append(tags.isEmpty() ? "" : ", ").append(tag);
    }
    source.code(branches + "}").code("writer.endObject();\n}").gap();
    source.code(
        """
        static %s read(ValueReader reader) {
        TaggedReader tagged = TaggedReader.of(reader);
        return switch (tagged.type()) {
        %sdefault -> throw tagged.invalid("'type' must be one of %s");
        };
        }
        """
            .formatted(sum.java(), cases, tags));
    return end();
  }
}

package org.socketplatform.processor;

import java.util.stream.Collectors;
import org.socketplatform.processor.PluginModel.CommandModel;
import org.socketplatform.processor.PluginModel.Parameter;

/** Writes the types of the JavaScript module for TypeScript. */
final class TypesWriter {
  private final PluginModel plugin;
  private final Source source = new Source();

  private TypesWriter(PluginModel plugin) {
    this.plugin = plugin;
  }

  static String write(PluginModel plugin) {
    return new TypesWriter(plugin).write();
  }

  private String write() {
    source.doc(plugin.doc().text(), "", "Made from " + plugin.type() + ": do not edit.", "@module");
    options();
    for (CommandModel command : plugin.commands()) {
      source.gap().doc(JsDoc.of(command, false));
      source.code(
          "export function %s(%s): %s"
              .formatted(
                  command.function(),
                  TypeScript.signature(command),
                  TypeScript.of(command.result())));
    }
    for (Definition definition : plugin.definitions()) {
      source.gap();
      if (!definition.doc().isEmpty()) {
        source.doc(definition.doc().text());
      }
      definition(definition);
    }
    return source.toString();
  }

  private void options() {
    if (plugin.commands().stream().anyMatch(c -> !TypeScript.isStream(c.result()))) {
      source
          .gap()
          .code(
              """
              /** How a call may end early. */
              export interface CallOptions {
              /** ends the call with an `AbortError` */
              signal?: AbortSignal | null
              /** milliseconds, after which the call ends with a `TimeoutError` */
              timeout?: number
              }
              """);
    }
    if (plugin.commands().stream().anyMatch(c -> TypeScript.isStream(c.result()))) {
      source
          .gap()
          .code(
              """
              /** How a stream may end early, and how far it may be ahead. */
              export interface StreamOptions {
              /** ends the stream with an `AbortError` */
              signal?: AbortSignal | null
              /** how many bytes the platform may be ahead of the reader */
              credit?: number
              }
              """);
    }
    if (plugin.commands().stream()
        .flatMap(c -> c.arguments().stream())
        .anyMatch(Parameter.Bytes.class::isInstance)) {
      source
          .gap()
          .code(
              """
              /** Bytes to send; a string is sent as UTF-8. */
              export type Bytes = ArrayBuffer | ArrayBufferView | Blob | string
              """);
    }
  }

  private void definition(Definition definition) {
    switch (definition) {
      case Definition.Constants constants ->
          source.code(
              "export type %s = %s"
                  .formatted(
                      constants.name(),
                      constants.names().isEmpty()
                          ? "never"
                          : constants.names().stream()
                              .map(name -> "'" + name + "'")
                              .collect(Collectors.joining(" | "))));
      case Definition.Sum sum ->
          source.code(
              "export type %s = %s"
                  .formatted(
                      sum.name(),
                      sum.members().stream()
                          .map(m -> "({ type: '" + Definition.tag(m) + "' } & " + m.name() + ")")
                          .collect(Collectors.joining(" | "))));
      case Definition.Product product -> {
        source.code("export interface " + product.name() + " {");
        for (Definition.Component component : product.components()) {
          if (!component.doc().isEmpty()) {
            source.doc(component.doc());
          }
          source.code(
              component.name()
                  + (component.type().isOptional() ? "?: " : ": ")
                  + TypeScript.of(component.type().required()));
        }
        source.code("}");
      }
    }
  }
}

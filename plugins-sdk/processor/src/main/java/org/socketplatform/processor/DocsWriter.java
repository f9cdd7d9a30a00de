package org.socketplatform.processor;

import java.util.List;
import org.socketplatform.processor.PluginModel.CommandModel;
import org.socketplatform.processor.PluginModel.Need;
import org.socketplatform.processor.PluginModel.Parameter;
import org.socketplatform.processor.PluginModel.Permission;

/** Writes the page that tells people how to use a plugin. */
final class DocsWriter {
  private final PluginModel plugin;
  private final StringBuilder page = new StringBuilder();

  private DocsWriter(PluginModel plugin) {
    this.plugin = plugin;
  }

  static String write(PluginModel plugin) {
    return new DocsWriter(plugin).write();
  }

  private String write() {
    String first = plugin.commands().isEmpty() ? "*" : plugin.commands().getFirst().function();
    page.append(
        """
        # %s

        %s

        ```js
        import { %s } from 'plugin:%s'
        ```
        """
            .formatted(plugin.name(), plugin.doc().text(), first, plugin.name()));
    plugin.commands().forEach(this::command);
    types();
    permissions();
    needs();
    return page.toString();
  }

  private void command(CommandModel command) {
    page.append(
        "\n## %s\n\n```ts\n%s(%s): %s\n```\n\n%s\n"
            .formatted(
                command.function(),
                command.function(),
                TypeScript.signature(command),
                TypeScript.of(command.result()),
                command.doc().text()));
    boolean described =
        command.arguments().stream().anyMatch(p -> !command.doc().param(p.name()).isEmpty());
    if (described) {
      page.append("\n| argument | |\n|---|---|\n");
      for (Parameter parameter : command.arguments()) {
        row(parameter.name(), command.doc().param(parameter.name()));
      }
    }
    if (!command.doc().result().isEmpty()) {
      page.append("\nAnswers ").append(command.doc().result()).append('\n');
    }
    for (String error : command.doc().errors()) {
      page.append("\nFails ").append(error).append('\n');
    }
    page.append("\nPermission: `").append(command.permission()).append("`\n");
  }

  private void row(String name, String text) {
    page.append("| `")
        .append(name)
        .append("` | ")
        .append(text.replace("|", "\\|").replace('\n', ' '))
        .append(" |\n");
  }

  private void types() {
    if (plugin.definitions().isEmpty()) {
      return;
    }
    page.append("\n## Types\n");
    for (Definition definition : plugin.definitions()) {
      page.append("\n### ").append(definition.name()).append('\n');
      if (!definition.doc().isEmpty()) {
        page.append('\n').append(definition.doc().text()).append('\n');
      }
      switch (definition) {
        case Definition.Constants constants -> alternatives("'%s'", constants.names());
        case Definition.Sum sum ->
            alternatives(
                "%s",
                sum.members().stream()
                    .map(m -> m.name() + "` with `type: '" + Definition.tag(m) + "'")
                    .toList());
        case Definition.Product product -> {
          page.append("\n| member | |\n|---|---|\n");
          for (Definition.Component component : product.components()) {
            row(component.name() + ": " + TypeScript.of(component.type()), component.doc());
          }
        }
      }
    }
  }

  private void alternatives(String form, List<String> names) {
    page.append('\n');
    names.forEach(name -> page.append("- `").append(form.formatted(name)).append("`\n"));
  }

  private void permissions() {
    page.append("\n## Permissions\n");
    if (plugin.permissions().isEmpty()) {
      page.append("\nNone: every page of an app may use it.\n");
      return;
    }
    page.append("\nWhat an app may use stands in its `socket.ini`:\n\n```ini\n");
    String section = "";
    for (Permission permission : plugin.permissions()) {
      String[] parts = permission.name().split(":", 2);
      if (!parts[0].equals(section)) {
        page.append(section.isEmpty() ? "" : "\n").append("[capabilities.").append(parts[0]);
        page.append("]\n");
        section = parts[0];
      }
      page.append("; ").append(permission.description().replace('\n', ' ')).append('\n');
      page.append(parts[1])
          .append(
              switch (permission.scope()) {
                case "path" -> "[] = \"$DATA/**\"";
                case "host" -> "[] = \"example.com:443\"";
                case "program" -> "[] = \"/usr/bin/git *\"";
                default -> " = true";
              })
          .append('\n');
    }
    page.append("```\n");
  }

  private void needs() {
    if (plugin.needs().isEmpty()) {
      return;
    }
    page.append("\n## What it calls of its own accord\n\n");
    for (Need need : plugin.needs()) {
      page.append("- `").append(need.permission()).append('`');
      if (!need.patterns().isEmpty()) {
        page.append(" for `").append(String.join("`, `", need.patterns())).append('`');
      }
      page.append(": ").append(need.reason()).append('\n');
    }
  }
}
